"""The watch over pages must be able to fail: bad pages, served from here, that it must catch."""

import threading
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer

import pytest
from desk import SignIn, printed_sign_ins
from watch import Watch, barriers

POLICY = "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self' data:; connect-src 'self'; form-action 'self'"
HEAD = '<!doctype html><html lang="en"><head><title>Sample</title><link rel="icon" href="data:,"></head><body><main><h1>Sample</h1>'
PAGES = {
    "/good": "<p>Nothing to see.</p>",
    "/inline": "<script>document.title = 'run'</script>",
    "/style": '<p style="color: red">x</p>',
    "/throws": '<script src="/throws.js"></script>',
    "/outside": '<img alt="" src="http://127.0.0.1:9/pixel.png">',
    "/broken": '<script src="/answers-500.js"></script>',
    "/refused": '<script src="/answers-422.js"></script>',
    "/nameless": "<button></button>",
    "/unlabelled": '<form><input type="text"></form>',
}


class Pages(BaseHTTPRequestHandler):
    def do_GET(self):
        status = int(self.path[9:12]) if self.path.startswith("/answers-") else 200
        script = self.path.endswith(".js")
        body = "throw new Error('thrown')" if script else HEAD + PAGES[self.path] + "</main></body></html>"
        self.send_response(status)
        self.send_header("Content-Type", "text/javascript" if script else "text/html; charset=utf-8")
        self.send_header("Content-Security-Policy", POLICY)
        self.end_headers()
        self.wfile.write(body.encode())

    def log_message(self, *_):
        pass


@pytest.fixture(scope="module")
def server():
    server = ThreadingHTTPServer(("127.0.0.1", 0), Pages)
    threading.Thread(target=server.serve_forever, daemon=True).start()
    yield f"http://127.0.0.1:{server.server_port}"
    server.shutdown()
    server.server_close()


@pytest.fixture
def opened(browser, server):
    context = browser.new_context(base_url=server)
    watch = Watch(context, server)
    page = context.new_page()

    def open_page(path):
        page.goto(path, wait_until="networkidle")
        return page, watch

    yield open_page
    context.close()


@pytest.mark.parametrize("path, problem", [
    ("/inline", "Content Security Policy"), ("/style", "Content Security Policy"), ("/throws", "thrown"),
    ("/outside", "another host"), ("/broken", "answer 500"), ("/refused", "status of 422"),
])
def test_a_bad_page_is_caught(opened, path, problem):
    _, watch = opened(path)
    assert any(problem in said for said in watch.unexpected()), watch.problems


def test_a_good_page_is_not(opened):
    page, watch = opened("/good")
    assert watch.unexpected() == [] and barriers(page) == []


def test_what_is_expected_is_forgiven_and_nothing_else(opened):
    _, watch = opened("/refused")
    watch.expect("status of 422")
    assert watch.unexpected() == []
    opened("/inline")
    assert watch.unexpected() != []


@pytest.mark.parametrize("path, rule", [("/nameless", "button-name"), ("/unlabelled", "label")])
def test_a_barrier_is_found_under_the_strict_policy(opened, path, rule):
    page, _ = opened(path)
    assert any(found.startswith(rule) for found in barriers(page))


@pytest.mark.parametrize("text, expected", [
    ("The password of everybody is s3cret\n  anna@example.org\tАнна\tagent", [SignIn("agent", "anna@example.org", "s3cret")]),
    ("anna@example.org\tАнна\tagent", []),
    ("200 заявок", []),
])
def test_printed_sign_ins_are_read(text, expected):
    assert printed_sign_ins(text) == expected
