import pytest


@pytest.mark.role(None)
@pytest.mark.every_look
def test_the_sign_in_page(page, accessible, shot):
    page.goto("/sign-in")
    assert page.locator("html").get_attribute("lang") == "ru"
    # Password managers find the fields by these.
    assert page.get_attribute("[name=email]", "autocomplete") == "username"
    assert page.get_attribute("[name=password]", "autocomplete") == "current-password"
    accessible()
    shot("sign-in")


@pytest.mark.role(None)
@pytest.mark.every_look
def test_the_page_for_a_forgotten_password(page, accessible, shot):
    page.goto("/sign-in/forgotten")
    assert page.locator("h1").inner_text()
    accessible()
    shot("forgotten")


@pytest.mark.role(None)
def test_a_wrong_password_says_so_and_keeps_the_address(page, watch):
    watch.expect("status of 4")
    page.goto("/sign-in")
    page.fill("[name=email]", "anna@example.org")
    page.fill("[name=password]", "not the password")
    page.press("[name=password]", "Enter")
    page.locator("[role=alert]").first.wait_for()
    assert page.input_value("[name=email]") == "anna@example.org"
    assert page.input_value("[name=password]") == ""


@pytest.mark.role(None)
def test_a_stranger_is_sent_to_sign_in(page):
    page.goto("/tickets")
    assert "/sign-in" in page.url


def test_signing_in_without_javascript(desk, open_context):
    context, _ = open_context(desk.url, java_script_enabled=False)
    page = context.new_page()
    who = desk.sign_ins["administrator"]
    page.goto("/tickets")
    page.fill("[name=email]", who.email)
    page.fill("[name=password]", who.password)
    page.press("[name=password]", "Enter")
    page.wait_for_url(lambda url: "/sign-in" not in url)
    page.goto("/tickets?view=open")
    assert page.locator("#rows .row").count() > 0
