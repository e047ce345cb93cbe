"""Pages that only mail makes: what came, what went and how far, a mailbox that works and one that does not."""

import smtplib

import pytest
from letters import CLIENT, HELP, letter
from playwright.sync_api import expect
from watch import barriers, faults


@pytest.fixture
def mailed(fresh_desk, sink, tmp_path):
    """A desk with a mailbox and mail in every state that a page shows."""
    (tmp_path / "password").write_text("mail password")
    fresh_desk.command("mailbox", "add", "--address", HELP, "--smtp", f"smtp://127.0.0.1:{sink.port}?security=none", "--user", "help",
                       "--password-file", tmp_path / "password")
    fresh_desk.stop()
    fresh_desk.start("--smtp", "127.0.0.1:0")
    sink.answer(recipients={"nobody@romashka.example": "550 5.1.1 No such user"})
    messages = [
        letter("Принтер не печатает", "Стоит и молчит."), letter("Нет такого", "Ответьте мне.", sender="nobody@romashka.example"),
        letter("Out of office", "I am away.", Auto_Submitted="auto-replied"),
    ]
    with smtplib.SMTP("127.0.0.1", fresh_desk.smtp_port) as server:
        for message in messages:
            server.send_message(message, from_addr=message["From"].addresses[0].addr_spec, to_addrs=[HELP])
    sink.mail(CLIENT)
    return fresh_desk


@pytest.mark.every_look
def test_mail_and_mailbox_pages(mailed, signed_in, shot_of):
    page, watch = signed_in(mailed)
    watch.expect("status of 422")
    shot, wrong = shot_of(page, "mail-"), []

    def look(name: str):
        shot(name)
        wrong.extend(f"{page.url}: {each}" for each in faults(page) + barriers(page))

    def links(address: str, pattern: str) -> list[str]:
        page.goto(address)
        expect(page.locator(f'main a[href^="{pattern}"]').first).to_be_visible()
        found = page.locator(f'main a[href^="{pattern}"]').evaluate_all("links => links.map((each) => each.getAttribute('href'))")
        return sorted(set(found))

    for number, address in enumerate(links("/mail", "/mail/")):
        page.goto(address)
        look(f"in-{number}")
    for tab in ("failed", "sent"):
        page.goto(f"/mail?tab={tab}")
        look(tab)
        page.goto(links(f"/mail?tab={tab}", "/mail/outgoing/")[0])
        look(f"out-{tab}")
    page.goto("/settings/mailboxes/1")
    look("mailbox")
    page.locator("[name=smtpHost]").fill("no-such-host.invalid")
    # A stored password goes to no other server, and none that was typed comes back.
    page.locator("[name=smtpPassword]").fill("other password")
    page.get_by_role("button", name="Сохранить").click()
    expect(page.locator("[name=anyway]")).to_be_attached()
    look("mailbox-refused")
    page.locator("[name=smtpPassword]").fill("other password")
    page.locator("[name=anyway]").check()
    page.get_by_role("button", name="Сохранить").click()
    expect(page).to_have_url(f"{mailed.url}/settings/mailboxes/1")
    assert not wrong, "\n".join(wrong)
