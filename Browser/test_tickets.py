import pytest


@pytest.mark.every_look
def test_the_list(page, accessible, shot):
    page.goto("/tickets")
    assert page.locator("a[href*='/tickets/']").count() > 5
    accessible()
    shot("tickets")


@pytest.mark.every_look
def test_a_ticket(page, accessible, shot):
    page.goto("/tickets/7")
    assert "7" in page.title()
    assert page.locator("h1").count() == 1
    accessible()
    shot("ticket")


@pytest.mark.every_look
def test_the_form_of_a_new_ticket(page, accessible, shot):
    page.goto("/tickets/new")
    accessible()
    shot("ticket-new")


@pytest.mark.every_look
@pytest.mark.parametrize("path", ["/tickets", "/tickets/7", "/tickets/new"])
def test_a_narrow_page_does_not_scroll_sideways(page, look, path):
    page.goto(path)
    overflow = page.evaluate("document.documentElement.scrollWidth - document.documentElement.clientWidth")
    assert overflow <= 0, f"{overflow} px wider than {look.width}"


def test_a_ticket_that_is_not_there(page, watch):
    watch.expect("status of 404")
    answer = page.goto("/tickets/999999999")
    assert answer.status == 404
    assert page.locator("h1").count() == 1
