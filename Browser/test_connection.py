"""The server goes away while pages are open: they say so, keep what is typed, and come back by themselves."""

import re

import pytest
from playwright.sync_api import expect

# Tries to reach the server anew are seconds apart.
BACK = 60_000


@pytest.fixture
def ticket(fresh_desk, signed_in):
    page, watch = signed_in(fresh_desk)
    for expected in ("ERR_CONNECTION_REFUSED", "ERR_INCOMPLETE_CHUNKED", "ERR_EMPTY_RESPONSE", "ERR_CONNECTION_RESET",
                     "htmx:(afterRequest|sendError)"):
        watch.expect(expected)
    page.goto("/setup/ticket")
    page.get_by_role("button", name="Дальше").click()
    page.wait_for_url(re.compile("/tickets/1$"))
    expect(page.locator("#connection")).to_have_attribute("data-state", "live")
    return page


def note(page, text: str):
    page.locator("form.composer label:has([name=kind][value=note])").click()
    editor = page.locator("form.composer .ProseMirror")
    editor.wait_for()
    editor.press_sequentially(text)
    page.get_by_role("button", name="Сохранить комментарий").click()


def test_a_reply_typed_while_the_server_is_away_is_kept_and_sent(fresh_desk, ticket):
    fresh_desk.stop()
    expect(ticket.locator("#connection")).not_to_have_attribute("data-state", "live")
    # The editor may not come any more: then the plain field serves.
    editor = ticket.locator(".composer-text:visible")
    editor.click()
    ticket.keyboard.type("Проверьте ленту")
    expect(ticket.locator(".composer-state")).to_have_text("сохранено в этом браузере")
    ticket.get_by_role("button", name="Отправить клиенту").click()
    expect(ticket.locator(".toast")).to_contain_text("Нет связи")

    fresh_desk.start()
    expect(ticket.locator("#connection")).to_have_attribute("data-state", "live", timeout=BACK)
    ticket.get_by_role("button", name="Отправить клиенту").click()
    expect(ticket.locator("#timeline .message").last).to_contain_text("Проверьте ленту")
    # Once, whatever became of the first try.
    expect(ticket.locator("#timeline .message", has_text="Проверьте ленту")).to_have_count(1)


def test_what_happened_between_two_streams_is_not_lost(fresh_desk, ticket, signed_in):
    fresh_desk.hire("boris@example.org", "Борис Котов", "agent", "another long password")
    boris, _ = signed_in(fresh_desk, "agent")
    boris.goto("about:blank")
    fresh_desk.stop()
    fresh_desk.start()
    # Before Anna's page has come back: it tries two seconds after it lost the stream.
    boris.goto("/tickets/1")
    note(boris, "Пока вас не было")
    expect(ticket.locator("#timeline .message[data-kind=note]")).to_contain_text("Пока вас не было", timeout=BACK)


def test_a_page_that_cannot_listen_looks_by_itself(fresh_desk, ticket, signed_in):
    fresh_desk.hire("boris@example.org", "Борис Котов", "agent", "another long password")
    boris, _ = signed_in(fresh_desk, "agent")
    ticket.context.route(re.compile(r"/live(\?|$)"), lambda route: route.abort("connectionrefused"))
    ticket.clock.install()
    ticket.goto("/tickets/1")
    dot = ticket.locator("#connection")
    for _ in range(10):
        if dot.get_attribute("data-state") == "polling":
            break
        ticket.clock.run_for(3000)
    expect(dot).to_have_attribute("data-state", "polling")
    boris.goto("/tickets/1")
    note(boris, "Видно и без потока")
    expect(boris.locator("#timeline .message[data-kind=note]")).to_contain_text("Видно и без потока")
    # Twenty seconds and what spreads the requests, while the page goes on trying to listen.
    for _ in range(7):
        ticket.clock.run_for(3000)
    expect(ticket.locator("#timeline .message[data-kind=note]")).to_contain_text("Видно и без потока")


def test_after_a_while_without_news_the_page_asks_by_itself(fresh_desk, ticket):
    fresh_desk.stop()
    dot = ticket.locator("#connection")
    expect(dot).to_have_attribute("data-state", "polling", timeout=BACK)
    expect(dot).to_contain_text("обновление раз в 20 с")
    fresh_desk.start()
    expect(dot).to_have_attribute("data-state", "live", timeout=BACK)


def test_a_reply_does_not_leave_without_a_file_that_did_not_go_up(fresh_desk, ticket):
    ticket.context.route("**/uploads", lambda route: route.abort("connectionrefused"))
    editor = ticket.locator(".composer-text:visible")
    editor.click()
    ticket.locator("form.composer .ProseMirror").wait_for()
    ticket.keyboard.type("Счёт во вложении")
    with ticket.expect_file_chooser() as chooser:
        ticket.locator("form.composer [data-attach]").click()
    chooser.value.set_files({"name": "счёт.txt", "mimeType": "text/plain", "buffer": b"100"})
    tile = ticket.locator("form.composer .file[data-state=failed]")
    expect(tile).to_contain_text("связь прервалась")
    ticket.get_by_role("button", name="Отправить клиенту").click()
    expect(ticket.locator(".toast")).to_contain_text("не загрузился")
    expect(ticket.locator("form.composer .ProseMirror")).to_have_text("Счёт во вложении")

    ticket.context.unroute("**/uploads")
    tile.get_by_role("button", name="Загрузить счёт.txt ещё раз").click()
    expect(ticket.locator("form.composer .file[data-state=failed]")).to_have_count(0)
    ticket.get_by_role("button", name="Отправить клиенту").click()
    sent = ticket.locator("#timeline .message").last
    expect(sent).to_contain_text("Счёт во вложении")
    expect(sent.locator(".file")).to_contain_text("счёт.txt")
