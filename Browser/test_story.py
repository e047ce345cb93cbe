"""The main job, as people live it: a bare desk, a wizard, a client's mail, an answer with a picture, the client's next mail."""

import re

import pytest
from letters import CLIENT, HELP, answer, bounce, letter
from playwright.sync_api import expect

PASSWORD = "correct horse battery staple"
# Mail is fetched when the server tells of it; a busy machine may take its time.
MAIL = 30_000
# The smallest PNG: what a screenshot looks like to a clipboard.
PICTURE = "iVBORw0KGgoAAAANSUhEUgAAAAgAAAAICAIAAABLbSncAAAAFklEQVR4nGP8z4APMOGVHbHSowGMEQEBKPIBD5mZtOEAAAAASUVORK5CYII="
PASTE = """(element, picture) => {
  const bytes = Uint8Array.from(atob(picture), (letter) => letter.charCodeAt(0));
  const clipboard = new DataTransfer();
  clipboard.items.add(new File([bytes], 'экран.png', { type: 'image/png' }));
  element.dispatchEvent(new ClipboardEvent('paste', { clipboardData: clipboard, bubbles: true, cancelable: true }));
}"""


def walk_through_the_wizard(page, dovecot, sink):
    page.goto("/")
    expect(page).to_have_url(re.compile("/setup$"))
    page.get_by_label("Имя и фамилия").fill("Анна Смирнова")
    page.get_by_label("Почта").fill("anna@service.example")
    page.get_by_label("Пароль").fill(PASSWORD)
    page.get_by_label("Компания").fill("Сервис Плюс")
    page.locator("[name=language]").select_option("ru")
    page.locator("[name=timeZone]").select_option("Europe/Moscow")
    page.get_by_role("button", name="Дальше").click()

    expect(page.get_by_role("heading", level=1)).to_have_text("Когда вы работаете?")
    # Around the clock: the promises of this test run whenever it does.
    for day in ("mon", "tue", "wed", "thu", "fri", "sat", "sun"):
        page.locator(f"[name={day}]").evaluate("(input) => { input.value = '00:00-24:00'; }")
    page.get_by_role("button", name="Дальше").click()

    expect(page.get_by_role("heading", level=1)).to_have_text("Куда пишут ваши клиенты?")
    # Whoever leaves comes back to where they were.
    page.goto("/setup")
    expect(page).to_have_url(re.compile("/setup/mail$"))
    connect_a_mailbox(page, dovecot, sink)

    expect(page.get_by_role("heading", level=1)).to_have_text("Первая заявка")
    page.get_by_role("button", name="Дальше").click()
    expect(page).to_have_url(re.compile("/tickets/1$"))


def connect_a_mailbox(page, dovecot, sink):
    page.get_by_label("Почта", exact=True).or_(page.locator("[name=address]")).first.fill(HELP)
    page.locator("summary", has_text="Серверы").click()
    for kind, server in (("imap", dovecot), ("smtp", sink)):
        page.locator(f"[name={kind}Host]").fill("127.0.0.1")
        page.locator(f"[name={kind}Port]").fill(str(server.port))
        page.locator(f"[name={kind}Security]").select_option("none")
    page.locator("[name=imapUser]").fill("help")
    page.locator("[name=imapPassword]").fill("not the password")
    page.get_by_role("button", name="Дальше").click()
    # The servers are asked while the person waits; what was typed stays, but for the password.
    expect(page.locator("#imapPassword-error")).to_be_visible(timeout=MAIL)
    expect(page.locator("[name=imapUser]")).to_have_value("help")
    expect(page.locator("[name=imapPort]")).to_have_value(str(dovecot.port))
    page.locator("[name=imapPassword]").fill("mail password")
    page.get_by_role("button", name="Дальше").click()


def shorten_the_undo(page, seconds: int):
    page.goto("/profile")
    page.locator("[name=undo]").fill(str(seconds))
    page.get_by_role("button", name="Сохранить").first.click()
    page.wait_for_load_state()


def compose(page, text: str):
    page.locator(".composer-text:visible").click()
    editor = page.locator("form.composer .ProseMirror")
    editor.wait_for()
    editor.press_sequentially(text)
    return editor


@pytest.mark.every_engine
def test_a_mail_comes_in_and_leaves_answered(bare_desk, open_context, dovecot, sink):
    context, watch = open_context(bare_desk.url)
    # The wrong password of the mailbox.
    watch.expect("status of 422")
    page = context.new_page()
    walk_through_the_wizard(page, dovecot, sink)
    shorten_the_undo(page, 5)

    # A client's mail is acknowledged, appears in the open list and has a promise.
    page.goto("/tickets?view=open")
    dovecot.put(letter("Не печатает касса № 3", "Добрый день!\n\nС утра горит красная лампа, чеки не идут."), "help")
    acknowledgement = sink.mail(CLIENT)
    row = page.locator(".row", has_text="Не печатает касса № 3")
    expect(row).to_be_visible(timeout=MAIL)
    assert "[#2]" in acknowledgement["Subject"] and acknowledgement["Auto-Submitted"]
    page.goto("/tickets/2")
    expect(page.get_by_role("heading", level=1)).to_have_text("Не печатает касса № 3")
    expect(page.locator("#ticket-head .sla").first).to_be_visible()
    expect(page.locator("#panel-sla .sla-item")).not_to_have_count(0)

    # An answer with emphasis and a pasted picture; what was typed survives a reload.
    editor = compose(page, "Здравствуйте! Выключите кассу ")
    page.keyboard.press("Control+b")
    editor.press_sequentially("на минуту")
    page.keyboard.press("Control+b")
    editor.evaluate(PASTE, PICTURE)
    expect(editor.locator("img")).to_be_visible()
    expect(page.locator(".composer-state")).to_contain_text("сохранено")
    page.reload()
    editor = page.locator("form.composer .ProseMirror")
    expect(editor.locator("strong")).to_have_text("на минуту")
    expect(editor.locator("img")).to_be_visible()

    # Sent, taken back, sent again.
    send = page.get_by_role("button", name="Отправить клиенту")
    send.click()
    page.locator(".toast").get_by_role("button", name="Отменить").click()
    expect(editor.locator("strong")).to_have_text("на минуту")
    expect(page.locator("#timeline .message[data-kind=staff]")).to_have_count(0)
    send.click()
    reply = page.locator("#timeline .message[data-kind=staff]")
    expect(reply).to_have_count(1)
    mail = sink.mail(CLIENT, 2)
    assert_a_good_answer(mail, acknowledgement)
    expect(reply.locator(".delivery")).to_have_attribute("data-state", "sent", timeout=MAIL)

    # The client answers: the same ticket, by itself; whoever is responsible hears of it.
    expect(page.locator("#panel-fields [name=assignee]")).to_be_visible()
    page.locator("#panel-fields [name=assignee]").select_option(label="Анна Смирнова")
    expect(page.locator("#ticket-head .person")).to_have_text(re.compile("Анна Смирнова"))
    dovecot.put(answer(mail, "Выключили, включили. Печатает!"), "help")
    second = page.locator("#timeline .message[data-kind=client]").nth(1)
    expect(second).to_contain_text("Печатает!", timeout=MAIL)
    expect(page.locator("#bell .counter")).to_be_visible()

    # A note, a status, and the history of it all.
    page.keyboard.press("Escape")
    page.locator("form.composer label", has_text="Комментарий").click()
    compose(page, "Лампу посмотреть на плановом визите")
    page.get_by_role("button", name="Сохранить комментарий").click()
    expect(page.locator("#timeline .message[data-kind=note]")).to_contain_text("Лампу посмотреть")
    page.locator("[popovertarget=status-menu]").click()
    page.locator("#status-menu").get_by_role("button", name="Решена").click()
    expect(page.locator("[popovertarget=status-menu]")).to_contain_text("Решена")
    assert not any("Лампу" in each.as_string() for each in sink.mails(CLIENT)), "a note went out to the client"

    # The answer comes back as undeliverable: the reply says so, in the server's words.
    dovecot.put(bounce(mail, "550 5.1.1 No such user here"), "help")
    expect(reply.locator(".delivery")).to_have_attribute("data-state", "failed", timeout=MAIL)
    expect(reply.locator(".delivery")).to_contain_text("No such user here")
    page.goto("/tickets/2/history")
    for told in ("Решена", "Анна Смирнова"):
        expect(page.locator("main")).to_contain_text(told)


def assert_a_good_answer(mail, acknowledgement):
    assert mail["From"].addresses[0].addr_spec == HELP and "Анна Смирнова" in mail["From"].addresses[0].display_name
    assert mail["To"].addresses[0].addr_spec == CLIENT
    assert mail["Subject"] == "Re: Не печатает касса № 3 [#2]"
    # What was thought better of has not gone out, and nothing of the desk's own says that it is a machine's.
    assert mail["Auto-Submitted"] is None
    assert mail["Message-ID"] != acknowledgement["Message-ID"]
    assert mail["In-Reply-To"] in mail["References"] and "romashka.example" in mail["In-Reply-To"]
    plain = mail.get_body(("plain",)).get_content()
    assert "Выключите кассу" in plain and "на минуту" in plain and "<" not in plain
    html = mail.get_body(("html", "related")).as_string()
    page = mail.get_body(("html",)).get_content()
    assert "<strong>на минуту</strong>" in page
    cid = re.search(r'src="cid:([^"]+)"', page)
    assert cid, page
    pictures = [part for part in mail.walk() if part.get_content_type() == "image/png"]
    assert [part["Content-ID"] for part in pictures] == [f"<{cid[1]}>"], html
