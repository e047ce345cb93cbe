"""The list of tickets: looks, keys, the ticket beside it, news from elsewhere, and all of it without scripts."""

import re

import pytest
from conftest import SHOTS
from desk import Desk
from playwright.sync_api import expect
from watch import barriers


def first_row(page):
    return page.locator("#rows .row").first


@pytest.mark.every_look
@pytest.mark.role("agent")
def test_the_list(page, accessible, shot):
    page.goto("/tickets?view=open")
    expect(first_row(page).locator(".row-link")).to_be_visible()
    expect(page.locator("#views .view[aria-current] .view-count")).to_have_text(str(page.locator("#rows .row").count()))
    accessible()
    shot("list")


@pytest.mark.every_look
@pytest.mark.role("agent")
def test_a_ticket_beside_its_list(page, accessible, shot):
    page.goto("/tickets?view=open&sort=due")
    number = first_row(page).get_attribute("id").removeprefix("row-")
    page.goto(f"/tickets?view=open&sort=due&ticket={number}")
    expect(page.locator("#pane article.ticket")).to_be_visible()
    accessible()
    shot("list-split")


@pytest.mark.every_look
def test_a_long_list_with_its_pages(page, accessible, shot):
    page.goto("/tickets?view=done")
    pages = page.locator("#pages")
    expect(pages).to_contain_text("1–50 из")
    before = page.locator("#rows .row").evaluate_all("rows => rows.map((row) => row.id)")
    pages.locator("[rel=next]").click()
    expect(pages).to_contain_text("51–100 из")
    assert not set(before) & set(page.locator("#rows .row").evaluate_all("rows => rows.map((row) => row.id)"))
    accessible()
    shot("list-second-page")
    page.locator("#pages [rel=prev]").click()
    expect(page.locator("#pages")).to_contain_text("1–50 из")
    assert page.locator("#rows .row").evaluate_all("rows => rows.map((row) => row.id)") == before


@pytest.mark.every_look
def test_a_view_without_tickets(fresh_desk, signed_in, look):
    page, _ = signed_in(fresh_desk)
    for view in ("mine", "unassigned", "open", "risk", "done", "team-1"):
        page.goto(f"/tickets?view={view}")
        expect(page.locator(".empty h2")).to_be_visible()
        expect(page.locator(".row-head")).to_be_hidden()
    assert barriers(page) == []
    page.screenshot(path=SHOTS / f"list-empty-{look}.png")


@pytest.mark.role("agent")
def test_rows_open_beside_the_list_and_the_way_back(page):
    page.goto("/tickets?view=open")
    rows = page.locator("#rows .row-link")
    # Without what only a screen reader is told.
    first, second = (rows.nth(place).inner_text().split("\n")[-1].strip() for place in (0, 1))
    rows.nth(0).click()
    expect(page.locator("#pane h1")).to_have_text(first)
    expect(page).to_have_url(re.compile(r"/tickets\?view=open&ticket=\d+"))
    rows.nth(1).click()
    expect(page.locator("#pane h1")).to_have_text(second)
    expect(page.locator("#rows [aria-current]")).to_have_count(1)
    page.go_back()
    expect(page.locator("#pane h1")).to_have_text(first)
    page.go_back()
    expect(page.locator("#pane")).to_be_empty()
    page.go_forward()
    expect(page.locator("#pane h1")).to_have_text(first)
    # The address alone gives the same.
    page.reload()
    expect(page.locator("#pane h1")).to_have_text(first)
    page.keyboard.press("Escape")
    expect(page.locator("#pane")).to_be_empty()


RUSSIAN = {"j": ("о", "KeyJ"), "k": ("л", "KeyK"), "o": ("щ", "KeyO"), "r": ("к", "KeyR"), "n": ("т", "KeyN"), "s": ("ы", "KeyS"),
           "a": ("ф", "KeyA"), "]": ("ъ", "BracketRight"), "[": ("х", "BracketLeft"), "/": (".", "Slash"), "g": ("п", "KeyG"), "u": ("г", "KeyU")}


def press(page, key, layout):
    if layout == "english":
        page.keyboard.press(key)
        return
    letter, code = RUSSIAN[key]
    page.evaluate(
        "([key, code]) => document.activeElement.dispatchEvent(new KeyboardEvent('keydown', { key, code, bubbles: true, cancelable: true }))",
        [letter, code])


@pytest.mark.role("agent")
@pytest.mark.parametrize("layout", ["english", "russian"])
def test_keys(page, layout):
    page.goto("/tickets?view=open&sort=number")
    numbers = [row.removeprefix("row-") for row in page.locator("#rows .row").evaluate_all("rows => rows.map((row) => row.id)")]
    expect(page.locator("#connection")).to_have_attribute("data-state", "live")
    press(page, "j", layout)
    expect(page.locator(f"#row-{numbers[0]} .row-link")).to_be_focused()
    press(page, "j", layout)
    press(page, "k", layout)
    press(page, "j", layout)
    expect(page.locator(f"#row-{numbers[1]} .row-link")).to_be_focused()
    press(page, "o", layout)
    expect(page.locator("#pane .ticket")).to_have_attribute("data-ticket", numbers[1])
    press(page, "]", layout)
    expect(page.locator("#pane .ticket")).to_have_attribute("data-ticket", numbers[2])
    press(page, "[", layout)
    expect(page.locator("#pane .ticket")).to_have_attribute("data-ticket", numbers[1])
    # The row that has the focus, not the ticket that is open.
    page.locator(f"#row-{numbers[3]} .row-link").focus()
    press(page, "n", layout)
    expect(page.locator("#pane .ticket")).to_have_attribute("data-ticket", numbers[3])
    expect(page.locator("#composer [name=kind][value=note]")).to_be_checked()
    expect(page.locator("#composer :focus")).to_be_visible()
    page.keyboard.press("Escape")
    press(page, "s", layout)
    expect(page.locator("#status-menu")).to_be_visible()
    page.keyboard.press("Escape")
    press(page, "/", layout)
    expect(page.locator("[name=q]")).to_be_focused()
    page.keyboard.press("Escape")
    press(page, "g", layout)
    press(page, "u", layout)
    expect(page).to_have_url(re.compile("view=unassigned"))


@pytest.mark.role("agent")
def test_help_names_what_is_valid_here(page):
    page.goto("/tickets?view=open")
    expect(page.locator("#connection")).to_have_attribute("data-state", "live")
    first_row(page).hover()
    page.keyboard.press("?")
    dialog = page.locator("dialog")
    for text in ("Следующая заявка", "Ответить клиенту", "Написать комментарий", "Назначить ответственного", "Сменить статус", "Неназначенные"):
        expect(dialog).to_contain_text(text)
    expect(dialog).not_to_contain_text("Выделить")
    page.keyboard.press("Escape")
    page.goto("/clients")
    expect(page.locator("#connection")).to_have_attribute("data-state", "live")
    page.keyboard.press("?")
    expect(page.locator("dialog")).not_to_contain_text("Написать комментарий")


@pytest.mark.role("agent")
def test_on_a_phone_a_key_leads_to_the_page_of_the_ticket(page):
    page.set_viewport_size({"width": 390, "height": 844})
    page.goto("/tickets?view=open")
    expect(page.locator("#connection")).to_have_attribute("data-state", "live")
    first_row(page).locator(".row-link").focus()
    page.keyboard.press("n")
    page.wait_for_url(re.compile(r"/tickets/\d+"))
    expect(page.locator("#composer [name=kind][value=note]")).to_be_checked()
    assert "#key" not in page.url


@pytest.fixture
def own_desk(program, tmp_path):
    """The lively example for a test that changes it."""
    desk = Desk(program, tmp_path / "data")
    desk.fill()
    desk.start()
    yield desk
    desk.stop()


def reopen(page, number):
    """Somebody works on a finished ticket again: it comes to the open ones, with the latest news of all."""
    page.goto(f"/tickets/{number}")
    token = page.get_attribute("meta[name=csrf]", "content")
    answer = page.request.post(f"/tickets/{number}/closure/delete", form={"csrf": token}, max_redirects=0)
    assert answer.status == 303, answer.text()


def ids(page):
    return page.locator("#rows .row").evaluate_all("rows => rows.map((row) => row.id)")


def test_what_happens_elsewhere_is_seen_here_at_once(own_desk, signed_in):
    here, _ = signed_in(own_desk, "administrator")
    there, _ = signed_in(own_desk, "agent")
    there.goto("/tickets?view=done")
    finished = [row.removeprefix("row-") for row in ids(there)][:2]
    here.goto("/tickets?view=open")
    expect(here.locator("#connection")).to_have_attribute("data-state", "live")
    here.mouse.move(5, 5)
    before = ids(here)
    reopen(there, finished[0])
    # Promised within a second of the event; a busy machine is given two.
    expect(first_row(here)).to_have_id(f"row-{finished[0]}", timeout=2000)
    expect(here.locator("#views .view[aria-current] .view-count")).to_have_text(str(len(before) + 1), timeout=2000)
    # Who is there is seen as well, as long as they stay.
    expect(first_row(here).locator(".avatar")).to_have_attribute("data-presence", "online", timeout=2000)
    # Under the cursor nothing moves: what is new waits.
    here.locator("#rows .row").nth(3).hover()
    order = ids(here)
    reopen(there, finished[1])
    expect(here.locator(".news")).to_have_text("Новых: 1", timeout=2000)
    assert ids(here) == order
    expect(first_row(here).locator(".avatar")).not_to_have_attribute("data-presence", "online", timeout=2000)
    here.locator(".news").click()
    expect(first_row(here)).to_have_id(f"row-{finished[1]}")
    assert ids(here)[1:] == order


@pytest.mark.role("agent")
def test_columns_are_chosen(page, shot):
    page.goto("/tickets?view=open")
    page.click(".columns-open")
    page.uncheck("#columns-menu [value=client]")
    page.uncheck("#columns-menu [value=priority]")
    shot("list-columns")
    page.click("#columns-menu .button")
    expect(page.locator(".row-who")).to_have_count(0)
    expect(page.locator(".row-sla").first).to_be_visible()
    # Rows and headings stay on one grid.
    for cell, head in ((".row-sla", ".row-head-due"), (".row-number", ".row-head-number")):
        assert page.locator(cell).first.bounding_box()["x"] == page.locator(head).bounding_box()["x"]
    shot("list-without-columns")
    page.click(".columns-open")
    page.check("#columns-menu [value=client]")
    page.check("#columns-menu [value=priority]")
    page.click("#columns-menu .button")
    expect(page.locator(".row-who").first).to_be_visible()


def test_without_scripts(desk, open_context, sessions, signed_in):
    signed_in(desk, "agent")
    context, _ = open_context(desk.url, java_script_enabled=False, storage_state=sessions[desk.url, "agent"])
    page = context.new_page()
    page.goto("/tickets?view=done")
    page.click(".row-head-priority a")
    assert "sort=priority" in page.url
    page.click("#pages [rel=next]")
    assert "51–100" in page.inner_text("#pages")
    page.click("#rows .row-link >> nth=0")
    assert re.search(r"/tickets/\d+\?view=done&sort=priority", page.url)
    page.click("[aria-label^=Следующая]")
    assert "sort=priority" in page.url
    number = re.search(r"/tickets/(\d+)", page.url)[1]
    page.goto(f"/tickets?view=done&ticket={number}")
    assert page.locator("#pane article.ticket").is_visible()
