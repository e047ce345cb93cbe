"""What page tests are given: a desk, a signed-in page, a watch over it, every look.

    @every_look
    def test_list(page, accessible, shot):
        page.goto("/tickets")
        accessible()
        shot("list")

A test fails by itself when the page has a script error, breaks its own Content-Security-Policy, asks another host for something
or gets an answer of 500: see watch.py.
"""

import os
import sys
from dataclasses import dataclass
from pathlib import Path

import pytest
from playwright.sync_api import sync_playwright

sys.path.insert(0, str(Path(__file__).parent))
from desk import Desk  # noqa: E402
from peers import Dovecot, PostgresDatabase, Sink  # noqa: E402
from watch import Watch, barriers  # noqa: E402

SHOTS = Path(__file__).parent / "screenshots"
# The browser profiles of a test, for pictures of its failure.
OPENED = pytest.StashKey[list]()
CHROMIUM = os.environ.get("OTKLIK_CHROMIUM", "/usr/bin/chromium")


@dataclass(frozen=True)
class Look:
    theme: str = "light"
    width: int = 1280

    @property
    def height(self) -> int:
        return 844 if self.width < 600 else 800

    def __str__(self) -> str:
        return f"{self.theme}-{self.width}"


LOOKS = [Look(theme, width) for theme in ("light", "dark") for width in (1280, 390)]


def pytest_configure(config):
    config.addinivalue_line("markers", "role(name): the role that `page` is signed in as (administrator without it); None for a stranger")
    config.addinivalue_line("markers", "every_engine: runs the test with a fresh desk on SQLite and on PostgreSQL")
    config.addinivalue_line("markers", "every_look: runs the test in both themes on a wide and on a narrow screen")


def pytest_generate_tests(metafunc):
    if metafunc.definition.get_closest_marker("every_look"):
        metafunc.parametrize("look", LOOKS, indirect=True, ids=str)
    if metafunc.definition.get_closest_marker("every_engine"):
        metafunc.parametrize("database", ["sqlite", "postgresql"], indirect=True)


@pytest.hookimpl(wrapper=True)
def pytest_runtest_makereport(item, call):
    report = yield
    if call.when == "call" and report.failed:
        SHOTS.joinpath("failed").mkdir(parents=True, exist_ok=True)
        pages = [page for context, _ in item.stash.get(OPENED, []) for page in context.pages]
        for number, page in enumerate(pages):
            page.screenshot(path=SHOTS / "failed" / f"{item.name}-{number}.png".replace("/", "_"))
    return report


@pytest.fixture(scope="session")
def program() -> Path:
    path = os.environ.get("OTKLIK_PROGRAM")
    assert path and Path(path).exists(), "OTKLIK_PROGRAM must be the program to test; `make test STAGES=browser` builds it and sets this"
    return Path(path)


@pytest.fixture(scope="session")
def desk(program, tmp_path_factory):
    """One desk with the lively example, for all tests that leave it as they found it."""
    desk = Desk(program, tmp_path_factory.mktemp("desk") / "data")
    desk.fill()
    desk.start()
    yield desk
    desk.stop()


@pytest.fixture
def database(request):
    """Where the fresh desk of a test keeps its rows; None is SQLite."""
    if getattr(request, "param", "sqlite") == "sqlite":
        yield None
        return
    server = os.environ.get("TEST_DATABASE_URL")
    assert server, "TEST_DATABASE_URL must name a PostgreSQL server; Scripts/with-postgres.sh starts one and sets it"
    database = PostgresDatabase(server)
    yield database.url
    database.drop()


@pytest.fixture
def bare_desk(program, tmp_path, database):
    """A desk that nobody set up."""
    desk = Desk(program, tmp_path / "data", database)
    desk.start()
    yield desk
    desk.stop()


@pytest.fixture
def fresh_desk(program, tmp_path, database):
    """A desk that was just set up and belongs to one test."""
    desk = Desk(program, tmp_path / "data", database)
    desk.set_up()
    desk.start()
    yield desk
    desk.stop()


@pytest.fixture
def dovecot():
    dovecot = Dovecot({"help": "mail password"})
    yield dovecot
    dovecot.stop()


@pytest.fixture
def sink():
    sink = Sink({"help": "mail password"})
    yield sink
    sink.stop()


@pytest.fixture(scope="session")
def browser():
    with sync_playwright() as playwright:
        # Debian's Chromium: nothing is downloaded.
        browser = playwright.chromium.launch(
            executable_path=CHROMIUM, args=["--no-sandbox", "--disable-gpu", "--disable-dev-shm-usage"])
        yield browser
        browser.close()


@pytest.fixture
def look(request) -> Look:
    look = getattr(request, "param", Look())
    if isinstance(look, str):
        theme, width = look.split("-")
        return Look(theme, int(width))
    return look


@pytest.fixture
def open_context(request, browser, look):
    """`context, watch = open_context(desk.url)`: a separate browser profile, watched."""
    opened = request.node.stash[OPENED] = []

    def open_one(url: str, **options):
        usual = {"locale": "ru-RU", "timezone_id": "Europe/Moscow", "reduced_motion": "reduce"}
        size = {"width": look.width, "height": look.height}
        context = browser.new_context(base_url=url, viewport=size, color_scheme=look.theme, **usual | options)
        context.set_default_timeout(10_000)
        opened.append((context, Watch(context, url)))
        return opened[-1]

    yield open_one
    problems = [problem for _, watch in opened for problem in watch.unexpected()]
    for context, _ in opened:
        context.close()
    assert not problems, "\n".join(["the page did what it must not:", *problems])


@pytest.fixture(scope="session")
def sessions() -> dict:
    """Cookies of those who signed in already: signing in is slow on purpose, and throttled."""
    return {}


@pytest.fixture
def signed_in(open_context, sessions):
    """`page, watch = signed_in(desk, "agent")`."""

    def sign_in(desk: Desk, role: str | None = "administrator"):
        known = sessions.get((desk.url, role)) if role else None
        context, watch = open_context(desk.url, **({"storage_state": known} if known else {}))
        page = context.new_page()
        if role and not known:
            assert role in desk.sign_ins, f"no sign-in of the role {role}; there are {', '.join(desk.sign_ins)}"
            who = desk.sign_ins[role]
            page.goto("/sign-in")
            page.fill("[name=email]", who.email)
            page.fill("[name=password]", who.password)
            page.press("[name=password]", "Enter")
            page.wait_for_url(lambda url: "/sign-in" not in url)
            sessions[desk.url, role] = context.storage_state()
        return page, watch

    return sign_in


@pytest.fixture
def visit(request, desk, signed_in):
    marker = request.node.get_closest_marker("role")
    return signed_in(desk, marker.args[0] if marker else "administrator")


@pytest.fixture
def page(visit):
    """A page on the shared desk, signed in as `@pytest.mark.role(…)` says."""
    return visit[0]


@pytest.fixture
def watch(visit) -> Watch:
    return visit[1]


@pytest.fixture
def accessible(page):
    """`accessible()` fails on what axe calls serious or critical on the page as it is now."""

    def check():
        found = barriers(page)
        assert not found, "\n".join(["barriers:", *found])

    return check


@pytest.fixture
def shot_of(look):
    """`shot_of(page)("list")` keeps a picture of a page in Browser/screenshots, named after the look."""

    def of(page, prefix: str = ""):
        def take(name: str):
            SHOTS.mkdir(exist_ok=True)
            page.screenshot(path=SHOTS / f"{prefix}{name}-{look}.png")

        return take

    return of


@pytest.fixture
def shot(page, shot_of):
    """`shot("list")` for the page of the test."""
    return shot_of(page)
