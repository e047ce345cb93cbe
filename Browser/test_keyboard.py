"""Keys on the ticket page, in both layouts: `r` is where `к` is."""

import re

import pytest
from playwright.sync_api import expect

# What the same key gives in the Russian layout.
RUSSIAN = {"r": "к", "n": "т", "a": "ф", "s": "ы", "e": "у", "g": "п", "i": "ш", "c": "с", "m": "ь", "u": "г", "t": "е"}


@pytest.fixture(params=["latin", "russian"])
def press(request, page):
    """`press("r")` as the layout has it."""

    def press(key: str):
        if request.param == "latin":
            return page.keyboard.press(key)
        page.evaluate(
            """([key, code]) => {
              const target = document.activeElement ?? document.body;
              for (const kind of ['keydown', 'keyup']) {
                target.dispatchEvent(new KeyboardEvent(kind, { key, code, bubbles: true, cancelable: true }));
              }
            }""", [RUSSIAN[key], f"Key{key.upper()}"])

    page.goto("/tickets/199")
    expect(page.locator("#connection")).to_have_attribute("data-state", "live")
    return press


def test_reply_and_note(page, press):
    press("r")
    editor = page.locator("form.composer .ProseMirror")
    expect(editor).to_be_focused()
    expect(page.locator("form.composer [value=reply]")).to_be_checked()
    page.keyboard.press("Escape")
    expect(editor).not_to_be_focused()
    press("n")
    expect(page.locator("form.composer [value=note]")).to_be_checked()
    expect(editor).to_be_focused()
    # In a text, keys are letters.
    page.keyboard.type("rnse")
    expect(editor).to_have_text("rnse")
    page.keyboard.press("Control+a")
    page.keyboard.press("Delete")
    page.keyboard.press("Escape")


def test_fields_and_status(page, press):
    press("a")
    expect(page.locator("#f-as")).to_be_focused()
    page.locator("#f-as").blur()
    press("s")
    expect(page.locator("#status-menu")).to_be_visible()
    page.keyboard.press("Escape")
    expect(page.locator("#status-menu")).not_to_be_visible()


@pytest.mark.parametrize("key, path", [("i", r"/tickets(\?|$)"), ("c", "/(clients|companies)"), ("s", "/settings")])
def test_going_places(page, press, key, path):
    press("g")
    press(key)
    expect(page).to_have_url(re.compile(path))


def test_what_can_be_pressed_here(page, press):
    page.keyboard.press("?")
    help_sheet = page.locator("dialog[open]")
    for key in ("r", "n", "a", "s", "Ctrl+Enter"):
        expect(help_sheet.locator("kbd", has_text=re.compile(f"^{re.escape(key)}$")).first).to_be_visible()
    page.keyboard.press("Escape")
    expect(page.locator("dialog[open]")).to_have_count(0)


def test_ctrl_enter_saves_a_note(page, press):
    press("n")
    editor = page.locator("form.composer .ProseMirror")
    expect(editor).to_be_focused()
    page.keyboard.type("Проверено с клавиатуры")
    page.keyboard.press("Control+Enter")
    expect(page.locator("#timeline .message[data-kind=note]").last).to_contain_text("Проверено с клавиатуры")


@pytest.mark.parametrize("what, focus", [("deadlines", "#dialog-title"), ("requester", "input:not([type=hidden])")])
def test_a_dialog_begins_at_its_first_words(page, what, focus):
    """The focus is on the first field, unless there is more to read before it than is seen: then a reader begins at the title."""
    page.goto("/tickets/180")
    expect(page.locator("#connection")).to_have_attribute("data-state", "live")
    page.locator(f"a[href='/tickets/180/{what}'][data-dialog]").first.click()
    dialog = page.locator("dialog[open]")
    expect(dialog.locator(focus).first).to_be_focused()
    assert dialog.evaluate("dialog => dialog.scrollTop") == 0
