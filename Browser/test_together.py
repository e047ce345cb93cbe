"""Two people on one ticket: they see each other, nobody answers past the client, nothing that was chosen is lost."""

import re

import pytest
from playwright.sync_api import expect

PASSWORD = "another long password"


@pytest.fixture
def pair(fresh_desk, signed_in):
    """Anna and Boris on ticket 1 of a fresh desk."""
    fresh_desk.hire("boris@example.org", "Борис Котов", "agent", PASSWORD)
    anna, watch = signed_in(fresh_desk)
    open_ticket(anna)
    boris, _ = signed_in(fresh_desk, "agent")
    for page in (anna, boris):
        page.goto("/tickets/1")
        # Signals reach a page that listens.
        expect(page.locator("#connection")).to_have_attribute("data-state", "live")
    return anna, boris, watch


def open_ticket(page):
    page.goto("/setup/ticket")
    page.locator("[name=subject]").fill("Сломался сканер")
    page.locator("[name=text]").fill("Не читает коды")
    page.get_by_role("button", name="Дальше").click()
    page.wait_for_url(re.compile("/tickets/1$"))


def write(page, text: str, kind: str = "reply"):
    page.locator(f"form.composer label:has([name=kind][value={kind}])").click()
    editor = page.locator("form.composer .ProseMirror")
    editor.wait_for()
    editor.press_sequentially(text)
    return editor


def test_each_sees_that_the_other_writes(pair):
    anna, boris, _ = pair
    write(anna, "Сейчас посмотрю", "note")
    expect(boris.locator("#presence")).to_contain_text("anna пишет")
    expect(boris.locator("#presence [data-presence=typing]")).to_be_visible()
    anna.goto("/clients")
    expect(boris.locator("#presence .avatar")).to_have_count(0)


def test_a_note_appears_at_the_other_and_typing_is_not_disturbed(pair):
    anna, boris, _ = pair
    editor = write(boris, "Я начал писать", "note")
    write(anna, "Гарантия до мая", "note")
    anna.get_by_role("button", name="Сохранить комментарий").click()
    expect(boris.locator("#timeline .message[data-kind=note]")).to_contain_text("Гарантия до мая")
    expect(editor).to_have_text("Я начал писать")
    expect(editor).to_be_focused()


def test_nobody_answers_past_another_answer(pair):
    anna, boris, watch = pair
    watch.expect("status of 409")
    write(anna, "Наклейте новую этикетку")
    write(boris, "Пришлём замену")
    boris.get_by_role("button", name="Отправить клиенту").click()
    expect(anna.locator("#timeline .message").last).to_contain_text("Пришлём замену")
    anna.get_by_role("button", name="Отправить клиенту").click()
    sheet = anna.locator("dialog[open]")
    expect(sheet).to_contain_text("Пришлём замену")
    # Back to the text: it is all there.
    sheet.locator("[value=edit]").click()
    expect(anna.locator("form.composer .ProseMirror")).to_have_text("Наклейте новую этикетку")
    anna.get_by_role("button", name="Отправить клиенту").click()
    # Enter goes back to the text; what the others wrote can be read.
    expect(anna.locator("dialog[open] [value=edit]")).to_be_focused()
    assert anna.locator("dialog[open] .message-card").bounding_box()["width"] > 300
    anna.locator("dialog[open] [value=anyway]").click()
    expect(anna.locator("#timeline .message").last).to_contain_text("Наклейте новую этикетку")


def test_two_who_change_one_field_see_both_values(pair):
    anna, boris, watch = pair
    watch.expect("status of 409")
    anna.locator("#f-su").fill("Сканер у кассы 2")
    boris.locator("#f-su").fill("Сканер не читает QR")
    boris.locator("#f-su").blur()
    expect(anna.locator("#ticket-title")).to_have_text("Сканер не читает QR")
    # What Anna is typing stays, and is not taken for an answer to what she has not read.
    expect(anna.locator("#f-su")).to_have_value("Сканер у кассы 2")
    anna.locator("#f-su").blur()
    question = anna.locator("dialog[open]")
    expect(question).to_contain_text("Сканер не читает QR")
    expect(question).to_contain_text("Сканер у кассы 2")
    question.get_by_role("button", name="Применить моё").click()
    expect(boris.locator("#ticket-title")).to_have_text("Сканер у кассы 2")
    expect(boris.locator("#f-su")).to_have_value("Сканер у кассы 2")


def test_who_keeps_the_other_value_sees_it(pair):
    anna, boris, watch = pair
    watch.expect("status of 409")
    anna.locator("#f-su").fill("Сканер у кассы 2")
    boris.locator("#f-su").fill("Сканер не читает QR")
    boris.locator("#f-su").blur()
    expect(anna.locator("#ticket-title")).to_have_text("Сканер не читает QR")
    anna.locator("#f-su").blur()
    anna.locator("dialog[open]").get_by_text("Оставить как есть").click()
    expect(anna.locator("#f-su")).to_have_value("Сканер не читает QR")
