"""A new ticket: by keyboard alone, without JavaScript, in two browsers, in every look."""

import re
import time

import pytest

PICTURE = (
    "iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAQAAAC1HAwCAAAAC0lEQVR42mNkYAAAAAYAAjCB0C8AAAAASUVORK5CYII=")


@pytest.fixture
def begun(page):
    """The page with an empty form: the desk is shared, and a draft of an earlier test would come back."""
    page.goto("/tickets")
    token = page.get_attribute("meta[name=csrf]", "content")
    page.request.delete("/drafts/new-ticket", headers={"X-CSRF-Token": token})
    page.evaluate("localStorage.removeItem('draft:/drafts/new-ticket')")
    page.goto("/tickets/new")
    page.locator("#requester[role=combobox]").wait_for()
    return page


def first_contact(page) -> str:
    page.goto("/contacts")
    return page.locator(".table tbody .person span:last-child").first.inner_text()


@pytest.mark.every_look
def test_the_form_in_every_look(begun, accessible, shot):
    accessible()
    shot("new-ticket")
    begun.fill("#requester", "а")
    begun.locator("[role=option]").first.wait_for()
    accessible()
    shot("new-ticket-clients")
    begun.keyboard.press("Escape")
    begun.fill("#requester", "Никто Никогдаев")
    begun.locator("[role=option]", has_text="Никто").click()
    begun.locator("#contactEmail").wait_for()
    begun.locator("#text").focus()
    begun.locator(".rich [role=textbox]").wait_for()
    begun.locator(".new-ticket-observers summary").click()
    accessible()
    shot("new-ticket-filled")


def test_by_keyboard_alone_in_under_ten_seconds(page, begun):
    name = first_contact(page)
    begun_at = time.monotonic()
    page.keyboard.press("c")
    page.wait_for_url("**/tickets/new")
    page.locator("#requester[role=combobox]").wait_for()
    # A practised person types eight letters a second.
    page.keyboard.type(name[:5], delay=120)
    page.locator("[role=option]", has_text=name).first.wait_for()
    page.keyboard.press("Enter")
    page.keyboard.press("Tab")
    page.keyboard.press("Tab")
    page.keyboard.type("Не печатает чеки", delay=120)
    page.keyboard.press("Control+Enter")
    page.wait_for_url(re.compile(r"/tickets/\d+$"))
    assert time.monotonic() - begun_at < 10
    assert page.locator("#ticket-title").inner_text() == "Не печатает чеки"
    assert name in page.locator("#panel-client").inner_text()
    page.locator(".toast", has_text="Заявка создана").wait_for()


def test_deadlines_follow_what_is_chosen(begun):
    begun.locator("#sla-preview time").first.wait_for()
    usual = begun.locator("#sla-preview").inner_text()
    begun.select_option("#priority", label="Критический")
    begun.wait_for_timeout(0)
    begun.locator("#sla-preview small", has_text="ритическ").wait_for()
    assert begun.locator("#sla-preview").inner_text() != usual


def test_a_begun_ticket_comes_back_on_another_device(begun, desk, signed_in):
    begun.fill("#subject", "Начато в офисе")
    begun.locator("#text").focus()
    begun.locator(".rich [role=textbox]").type("Первая строка")
    begun.locator(".draft-state", has_text="сохранено").wait_for()
    other, _ = signed_in(desk)
    other.goto("/tickets/new")
    other.locator(".rich [role=textbox]", has_text="Первая строка").wait_for()
    assert other.input_value("#subject") == "Начато в офисе"
    other.locator("#new-ticket .button-primary").click()
    other.wait_for_url(re.compile(r"/tickets/\d+"))
    # It is done, and does not come back.
    third, _ = signed_in(desk)
    third.goto("/tickets/new")
    third.locator("#requester[role=combobox]").wait_for()
    assert third.input_value("#subject") == ""


def test_a_begun_ticket_keeps_its_files(begun):
    begun.fill("#subject", "С файлом")
    begun.set_input_files("#file", {"name": "журнал.txt", "mimeType": "text/plain", "buffer": b"log"})
    begun.locator(".file input[name=upload]").wait_for(state="attached")
    begun.locator(".draft-state", has_text="сохранено").wait_for()
    begun.reload()
    tile = begun.locator(".file", has_text="журнал.txt")
    tile.wait_for()
    assert tile.locator("input[name=upload]").count() == 1
    begun.locator("#new-ticket .button-primary").click()
    begun.wait_for_url(re.compile(r"/tickets/\d+"))
    begun.locator(".message .file", has_text="журнал.txt").wait_for()


def editor(page):
    """The editor of the text, which comes when the field is gone into."""
    page.locator("#text").focus()
    box = page.locator(".rich [role=textbox]")
    box.wait_for()
    return box


def test_the_editor_sends_by_keyboard(begun):
    begun.fill("#subject", "Из редактора")
    box = editor(begun)
    box.type("Одна строка")
    begun.keyboard.press("Control+Enter")
    begun.wait_for_url(re.compile(r"/tickets/\d+$"))
    assert begun.locator(".message-body").first.inner_text().strip() == "Одна строка"


def test_similar_tickets_are_shown_while_the_subject_is_typed(begun):
    begun.fill("#requester", "olga.similar@example.net")
    begun.fill("#subject", "Сканер штрихкодов молчит")
    begun.locator("#new-ticket .button-primary").click()
    begun.wait_for_url(re.compile(r"/tickets/\d+"))
    begun.goto("/tickets/new")
    begun.locator("#requester[role=combobox]").wait_for()
    begun.fill("#requester", "olga.similar@example.net")
    begun.fill("#subject", "молчит сканер")
    begun.keyboard.press("Tab")
    begun.locator("#nearby-similar", has_text="Сканер штрихкодов молчит").wait_for()


def test_a_pasted_picture_stands_in_the_text(begun):
    begun.fill("#subject", "С картинкой")
    box = editor(begun)
    box.evaluate("""(box, base64) => {
      const bytes = Uint8Array.from(atob(base64), (c) => c.charCodeAt(0));
      const data = new DataTransfer();
      data.items.add(new File([bytes], 'экран.png', {type: 'image/png'}));
      box.dispatchEvent(new ClipboardEvent('paste', {clipboardData: data, bubbles: true, cancelable: true}));
    }""", PICTURE)
    begun.locator(".rich img[src^='/files/']").wait_for()
    begun.locator("#new-ticket .button-primary").click()
    begun.wait_for_url(re.compile(r"/tickets/\d+"))
    begun.locator(".message-body img").wait_for()


def test_without_javascript(desk, signed_in, open_context, sessions):
    signed_in(desk)
    context, watch = open_context(desk.url, java_script_enabled=False, storage_state=sessions[desk.url, "administrator"])
    watch.expect("status of 422")
    page = context.new_page()
    page.goto("/tickets/new")
    page.fill("#requester", "Пётр Новиков")
    page.fill("#subject", "Без сценариев")
    page.fill("#text", "Простая форма")
    page.locator("#new-ticket .button-primary").click()
    # The name is unknown: the form is back, filled in, and a check adds the contact.
    page.locator("#requester-error").wait_for()
    assert page.input_value("#subject") == "Без сценариев" and page.input_value("#text") == "Простая форма"
    page.locator("#new-contact input[name=contact]").check()
    page.fill("#contactEmail", "novikov@example.net")
    page.locator("#new-ticket .button-primary").click()
    page.wait_for_url(re.compile(r"/tickets/\d+"))
    assert "Пётр Новиков" in page.locator("#panel-client").inner_text()
