"""Takes the pictures of the README from a running desk with the example: `make screenshots`."""

import os
import sys
import tempfile
from pathlib import Path

from playwright.sync_api import sync_playwright

ROOT = Path(__file__).parent.parent
sys.path.insert(0, str(ROOT / "Browser"))
from desk import Desk  # noqa: E402

FOLDER = ROOT / "docs/screenshots"
LARGEST = 250_000
# Name, address, theme, width, height.
PICTURES = [
    ("list", "/tickets?view=open&ticket={ticket}", "light", 1440, 860),
    ("ticket", "/tickets/{ticket}", "light", 1280, 800),
    ("dark", "/tickets/{ticket}", "dark", 1280, 800),
    ("phone", "/tickets?view=open", "light", 390, 844),
]


def lively(page) -> str:
    """The number of an open ticket with a conversation to look at."""
    page.goto("/tickets?view=open")
    numbers = page.locator("#rows .row").evaluate_all("(rows) => rows.map((row) => row.id.replace('row-', ''))")
    best, most = numbers[0], 0
    for number in numbers[:25]:
        page.goto(f"/tickets/{number}")
        messages = page.locator("#timeline .message").count()
        if messages > most:
            best, most = number, messages
    return best


def main():
    FOLDER.mkdir(parents=True, exist_ok=True)
    with tempfile.TemporaryDirectory() as folder, sync_playwright() as playwright:
        desk = Desk(Path(os.environ["OTKLIK_PROGRAM"]), Path(folder) / "data")
        desk.fill()
        desk.start()
        browser = playwright.chromium.launch(
            executable_path=os.environ.get("OTKLIK_CHROMIUM", "/usr/bin/chromium"),
            args=["--no-sandbox", "--disable-gpu", "--disable-dev-shm-usage"])
        try:
            take(browser, desk)
        finally:
            browser.close()
            desk.stop()


def take(browser, desk: Desk):
    usual = {"base_url": desk.url, "locale": "ru-RU", "timezone_id": "Europe/Moscow", "reduced_motion": "reduce"}
    context = browser.new_context(**usual)
    page = context.new_page()
    who = desk.sign_ins["agent"]
    page.goto("/sign-in")
    page.fill("[name=email]", who.email)
    page.fill("[name=password]", who.password)
    page.press("[name=password]", "Enter")
    page.wait_for_url(lambda url: "/sign-in" not in url)
    state, ticket = context.storage_state(), lively(page)
    for name, address, theme, width, height in PICTURES:
        size = {"width": width, "height": height}
        view = browser.new_context(viewport=size, color_scheme=theme, storage_state=state, **usual)
        page = view.new_page()
        page.goto(address.format(ticket=ticket))
        page.locator("#connection[data-state=live]").wait_for(state="attached")
        path = FOLDER / f"{name}.png"
        page.screenshot(path=path)
        view.close()
        assert path.stat().st_size < LARGEST, f"{path} is too large for a README: {path.stat().st_size} bytes"
        print(path.relative_to(ROOT), path.stat().st_size)


main()
