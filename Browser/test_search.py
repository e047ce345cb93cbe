"""Search: from the bar, by keyboard, without JavaScript, in every look."""

import re

import pytest


def test_from_the_bar_to_a_ticket_by_keyboard(page):
    page.goto("/tickets?view=open")
    page.keyboard.press("/")
    page.keyboard.type("принтеры")
    page.keyboard.press("Enter")
    page.wait_for_url("**/search?q=*")
    page.locator("#rows mark").first.wait_for()
    page.locator("html[data-js]").wait_for()
    links = page.locator("#rows .row-link")
    page.locator("#list-title").click()
    page.keyboard.press("j")
    page.locator("#rows .row-link:focus").wait_for()
    address = page.locator("#rows .row-link:focus").get_attribute("href")
    assert address in [link.get_attribute("href") for link in links.all()]
    page.keyboard.press("Enter")
    page.wait_for_url(f"**{address}")


@pytest.mark.every_look
def test_the_results_in_every_look(page, accessible, shot):
    page.goto("/search?q=заявки касса")
    page.goto("/search?q=принтер")
    page.locator("#rows mark").first.wait_for()
    accessible()
    shot("search")
    page.goto("/search?q=%23" + "2")
    page.locator("#search-number").wait_for()
    accessible()
    shot("search-number")
    page.goto("/search?q=абракадабра")
    page.locator(".empty").wait_for()
    accessible()
    shot("search-empty")


def test_without_javascript(desk, signed_in, open_context, sessions):
    signed_in(desk)
    context, _ = open_context(desk.url, java_script_enabled=False, storage_state=sessions[desk.url, "administrator"])
    page = context.new_page()
    page.goto("/tickets")
    page.fill(".topbar [name=q]", "принтер")
    page.press(".topbar [name=q]", "Enter")
    page.wait_for_url("**/search?q=*")
    page.locator("#rows .row-link").first.click()
    page.wait_for_url(re.compile(r"/tickets/\d+"))
