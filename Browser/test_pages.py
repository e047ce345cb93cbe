"""Every page in every look, in both languages, for every role: no barrier, nothing cut off, nothing broken."""

import pages
import pytest
from playwright.sync_api import expect
from watch import barriers, faults

PASSWORD = "a long enough password"
MAIN = ["/tickets?view=open", "/tickets/180", "/clients", "/settings", "/settings/sla/rules/1", "/mail", "/profile"]


def test_every_page_is_named():
    named = set(pages.PAGES) | pages.OTHERS
    assert pages.declared() - named == set(), "pages that no test looks at: name them in pages.py"
    assert named - pages.declared() == set(), "pages that are no more"


def look_at(page, shot, addresses, *, statuses=(200,), more=barriers) -> list[str]:
    """Visits each page; what is wrong, a line each. Only words differ between languages and roles: they are spared the slow look."""
    wrong = []
    for address in addresses:
        answer = page.goto(address)
        if answer.status not in statuses:
            wrong.append(f"{address}: status {answer.status}")
            continue
        shot(pages.file_name(address))
        wrong += [f"{address}: {each}" for each in faults(page) + more(page)]
    return wrong


@pytest.mark.every_look
def test_as_administrator(page, shot):
    found = look_at(page, shot, pages.addresses())
    assert not found, "\n".join(found)


@pytest.fixture(scope="session")
def english(desk):
    """An employee who reads English; the words of clients stay Russian."""
    desk.hire("john@service.example", "John Smith", "administrator", PASSWORD, known_as="english")
    return desk


@pytest.mark.parametrize("look", ["light-1280", "dark-390"], indirect=True)
def test_in_english(english, signed_in, look, shot_of):
    page, _ = signed_in(english, "english")
    page.goto("/settings")
    if page.locator("html").get_attribute("lang") != "en":
        page.goto("/profile")
        page.locator("[name=language]").select_option("en")
        page.get_by_role("button", name="Сохранить").first.click()
    page.goto("/settings")
    expect(page.locator("html")).to_have_attribute("lang", "en")
    found = look_at(page, shot_of(page, "en-"), pages.addresses(), more=lambda _: [])
    assert not found, "\n".join(found)


@pytest.mark.parametrize("role", ["agent", "auditor"])
def test_as_others(desk, signed_in, shot_of, role):
    page, watch = signed_in(desk, role)
    watch.expect("status of 403")
    found = look_at(page, shot_of(page, f"{role}-"), pages.addresses(), statuses=(200, 403), more=lambda _: [])
    assert not found, "\n".join(found)


@pytest.mark.parametrize("look", ["light-1280", "dark-390"], indirect=True)
def test_on_an_empty_desk(fresh_desk, signed_in, shot_of, look):
    page, watch = signed_in(fresh_desk)
    watch.expect("status of 404")
    found = look_at(page, shot_of(page, "empty-"), pages.addresses(), statuses=(200, 404), more=lambda _: [])
    assert not found, "\n".join(found)


@pytest.mark.parametrize("look", ["light-320"], indirect=True)
def test_four_times_as_large(page, shot, look):
    """1280 pixels at 400 % are 320: everything is still there, in one column."""
    found = []
    for address in MAIN:
        page.goto(address)
        shot(f"zoom-{pages.file_name(address)}")
        found += [f"{address}: {each}" for each in faults(page)]
    assert not found, "\n".join(found)


@pytest.mark.parametrize("address", MAIN)
def test_the_keyboard_leads_through_the_page(page, address):
    page.goto(address)
    page.keyboard.press("Tab")
    skip = page.locator(".skip")
    expect(skip).to_be_focused()
    expect(skip).to_be_in_viewport()
    page.keyboard.press("Enter")
    expect(page.locator("#main")).to_be_focused()
    unseen = []
    for _ in range(15):
        page.keyboard.press("Tab")
        unseen += page.evaluate(UNSEEN_FOCUS)
    assert not unseen, "focus is not to be seen on " + ", ".join(unseen)


# The focused element or something around it must look different: an outline, a shadow, a border of its own.
UNSEEN_FOCUS = """() => {
  const element = document.activeElement;
  if (!element || element === document.body) return [];
  for (let each = element, depth = 0; each && depth < 5; each = each.parentElement, depth += 1) {
    const style = getComputedStyle(each);
    if (style.outlineStyle !== 'none' && parseFloat(style.outlineWidth) > 0 && each.matches(':focus-visible, :has(:focus-visible)')) return [];
    if (depth < 4 && style.boxShadow !== 'none' && each.matches(':focus-within')) return [];
  }
  return [element.outerHTML.slice(0, 120)];
}"""
