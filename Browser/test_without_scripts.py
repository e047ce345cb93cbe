"""With JavaScript switched off: plain links and forms do the main job."""

import re

import pytest
from playwright.sync_api import expect


@pytest.fixture
def plain(fresh_desk, open_context):
    """A signed-in page without scripts, on a desk of its own."""
    context, _ = open_context(fresh_desk.url, java_script_enabled=False)
    page = context.new_page()
    who = fresh_desk.sign_ins["administrator"]
    page.goto("/")
    page.fill("[name=email]", who.email)
    page.fill("[name=password]", who.password)
    page.get_by_role("button", name="Войти").click()
    expect(page.get_by_role("navigation", name="Разделы").first).to_be_visible()
    return page


def open_ticket(page, subject: str):
    page.goto("/setup/ticket")
    page.fill("[name=subject]", subject)
    page.fill("[name=text]", "С утра не печатает")
    page.get_by_role("button", name="Дальше").click()


def test_a_ticket_is_read_answered_and_noted(plain):
    open_ticket(plain, "Не печатает касса")
    plain.goto("/tickets?view=open")
    plain.get_by_role("link", name="Не печатает касса").first.click()
    expect(plain.get_by_role("heading", level=1)).to_have_text("Не печатает касса")

    plain.fill("#composer-text", "Выключите её на минуту")
    plain.get_by_role("button", name="Отправить клиенту").click()
    expect(plain).to_have_url(re.compile(r"/tickets/1(#m\d+)?$"))
    expect(plain.locator("#timeline")).to_contain_text("Выключите её на минуту")

    plain.check("form.composer [name=kind][value=note]", force=True)
    plain.fill("#composer-text", "Гарантия до мая")
    plain.get_by_role("button", name="Сохранить комментарий").click()
    expect(plain.locator("#timeline .message[data-kind=note]")).to_contain_text("Гарантия до мая")

    plain.locator("#panel-fields [name=priority]").select_option(label="Высокий")
    plain.locator("#panel-fields").get_by_role("button").click()
    expect(plain.locator("#panel-fields [name=priority] option:checked")).to_have_text("Высокий")


def test_a_reply_can_be_taken_back(plain):
    open_ticket(plain, "Не печатает касса")
    plain.fill("#composer-text", "Не то")
    plain.get_by_role("button", name="Отправить клиенту").click()
    plain.get_by_role("button", name="Отменить отправку").click()
    expect(plain.locator("#timeline")).not_to_contain_text("Не то")


def test_nothing_that_only_scripts_can_do_is_offered(plain):
    open_ticket(plain, "Не печатает касса")
    for page in ("/tickets/1", "/tickets?view=open", "/settings/calendars/1"):
        plain.goto(page)
        assert plain.locator(".js-only:visible").count() == 0, page
