"""Hostile markup on every way into the desk, then every page that shows it, in a real browser: no script runs, nothing is asked of
anybody, nobody is led away."""

import json
import re
import smtplib
from email.message import EmailMessage
from pathlib import Path
from urllib.parse import urlsplit

import pytest

from desk import Desk

CORPUS = [vector["html"] for vector in json.loads((Path(__file__).parent.parent / "Tests/MarkupTests/XSSCorpus.json").read_text())]
# A mail holds this many: an unclosed comment swallows its neighbours, so there are not too many, and both orders come.
IN_ONE_MAIL = 12
ADDRESS = "help@service.example"
# What the pages themselves ask for.
OWN = re.compile(r"^/(assets/|live$|messages/\d+/body$|tickets|mail|contacts|companies|notifications|search|sign-in$|files/|profile|settings|$)")
# An open ticket says by itself that somebody looks at it.
PRESENCE = re.compile(r"^/tickets/\d+/presence$")
ALARM = "Object.defineProperty(window, 'pwned', { set() { console.error('PWNED in ' + location.href) }, get() { return 0 } });"


def one_line(text: str) -> str:
    return " ".join(text.split())[:180] or "x"


def letters() -> list[EmailMessage]:
    batches = [CORPUS[start:start + IN_ONE_MAIL] for start in range(0, len(CORPUS), IN_ONE_MAIL)]
    found = []
    for number, batch in enumerate(batches + [list(reversed(batch)) for batch in batches[:4]]):
        message = EmailMessage()
        message["From"] = f'"{one_line(batch[0]).translate(str.maketrans("", "", chr(34) + chr(92)))}" <sender{number}@client{number}.example>'
        message["To"] = ADDRESS
        message["Subject"] = one_line(batch[1 % len(batch)])
        message["Message-ID"] = f"<xss-{number}@client.example>"
        message.set_content("\n".join(one_line(vector) for vector in batch))
        # Bytes as they are: no library of ours gets to clean them.
        message.add_alternative(("<p>begin</p>" + "\n".join(f"<div>{vector}</div>" for vector in batch)).encode("utf-8", "replace"),
                                maintype="text", subtype="html", cte="base64", params={"charset": "utf-8"})
        for name, kind in [(one_line(batch[2 % len(batch)]) + ".png", "png"), ("image.svg", "svg+xml"), ("page.html", "html")]:
            message.add_attachment("\n".join(batch).encode("utf-8", "replace"), maintype="image" if kind != "html" else "text", subtype=kind,
                                   filename=name)
        found.append(message)
    return found


@pytest.fixture(scope="module")
def hostile_desk(program, tmp_path_factory):
    """A desk whose whole mail is hostile, delivered to its own SMTP receiver."""
    desk = Desk(program, tmp_path_factory.mktemp("xss") / "data")
    desk.set_up()
    desk.command("mailbox", "add", "--address", ADDRESS, "--smtp", "smtp://127.0.0.1:9?security=none", "--smtp-without-login", "--without-test")
    desk.start("--smtp", "127.0.0.1:0")
    with smtplib.SMTP("127.0.0.1", desk.smtp_port) as server:
        for message in letters():
            server.send_message(message)
    yield desk
    desk.stop()


class Trap:
    """Whatever a page does besides showing itself."""

    def __init__(self, page, url: str):
        self.caught: list[str] = []
        self.host = urlsplit(url).netloc
        page.add_init_script(ALARM)
        page.on("dialog", self._dialog)
        page.on("popup", lambda popup: self.caught.append(f"a window: {popup.url}"))
        page.on("download", lambda download: self.caught.append(f"a download: {download.url}"))
        page.on("request", self._request)

    def _dialog(self, dialog):
        self.caught.append(f"a dialog: {dialog.message}")
        dialog.dismiss()

    def _request(self, request):
        parts = urlsplit(request.url)
        if parts.scheme in ("data", "blob") or parts.scheme == "about":
            return
        is_own = parts.netloc == self.host and OWN.match(parts.path)
        if not is_own or request.method != "GET" and not PRESENCE.match(parts.path):
            self.caught.append(f"a request: {request.method} {request.url}")


def look_at(page, trap: Trap, path: str):
    page.goto(path, wait_until="load")
    assert urlsplit(page.url).path == urlsplit(path).path, f"{path} led to {page.url}"
    # Hovering and focus set off handlers that loading does not.
    page.evaluate("""() => { for (const one of document.querySelectorAll('#ticket *, main *')) {
        for (const kind of ['mouseover', 'pointerenter', 'focus', 'toggle', 'animationstart', 'error', 'load']) one.dispatchEvent(new Event(kind)) } }""")
    for frame in page.frames:
        markup = frame.evaluate("""() => [...document.querySelectorAll('*')].flatMap(one => [...one.attributes].map(a => [one.localName, a.name, a.value]))
          .filter(([tag, name, value]) => /^on/i.test(name) || /^\\s*(javascript|vbscript|data:text)/i.test(value) && ['href', 'src', 'action', 'formaction', 'xlink:href'].includes(name))""")
        assert not markup, f"{path}: {markup[:5]}"
    assert not trap.caught, f"{path}: {trap.caught[:5]}"


def test_hostile_mail_is_only_shown(hostile_desk, signed_in):
    page, _ = signed_in(hostile_desk)
    trap = Trap(page, hostile_desk.url)
    page.goto("/mail?tab=tickets")
    page.reload()
    count = len(letters())
    wait_for_tickets(page, count)
    for number in range(1, count + 1):
        look_at(page, trap, f"/tickets/{number}")
        look_at(page, trap, f"/mail/{number}")
    for path in ["/tickets?view=open", "/tickets?view=unassigned", "/mail", "/mail?tab=tickets", "/notifications?all=1", "/contacts", "/companies",
                 "/tickets/1/history", "/tickets/1/watchers", "/contacts/1", "/contacts/2", "/settings/audit?subject=contact"]:
        look_at(page, trap, path)


def test_what_is_typed_is_only_shown(hostile_desk, signed_in):
    """Replies, notes, subjects, names and tags as an employee with bad intent would send them."""
    page, watch = signed_in(hostile_desk)
    trap = Trap(page, hostile_desk.url)
    page.goto("/tickets/1")
    token = page.locator("input[name=csrf]").first.get_attribute("value")

    def send(path: str, **fields):
        answer = page.request.post(path, form={"csrf": token, **fields}, headers={"Sec-Fetch-Site": "same-origin"}, max_redirects=0)
        assert answer.status in (200, 201, 204, 303), f"{path}: {answer.status} {answer.text()[-1500:]}"
        return answer.headers.get("location", path)

    for start in range(0, len(CORPUS), IN_ONE_MAIL):
        batch = "<p>begin</p>" + "".join(f"<p>{vector}</p>" for vector in CORPUS[start:start + IN_ONE_MAIL])
        send("/tickets/2/messages", kind="note", format="html", text=batch)
        send("/tickets/3/messages", kind="reply", format="html", text=batch)
        send("/tickets/2/messages", kind="note", format="text", text=batch)
    send("/tickets/2/fields", subject=one_line(CORPUS[3]), tags=", ".join(one_line(vector).replace(",", "")[:40] for vector in CORPUS[:9]))
    made = [send("/companies", name=one_line(CORPUS[5]), note=CORPUS[6]), send("/contacts", name=one_line(CORPUS[7]), email="x@xss.example"),
            send("/settings/teams", name=one_line(CORPUS[9]))]
    for path in [*made, "/tickets/2", "/tickets/3", "/tickets/2/history", "/tickets?view=open", "/companies", "/contacts", "/settings/teams",
                 "/settings/audit", "/profile", "/tickets/2?quote=1", "/tickets?view=%22%3E%3Cscript%3Epwned=1%3C/script%3E"]:
        look_at(page, trap, path)


@pytest.mark.role(None)
def test_addresses_are_only_shown(hostile_desk, signed_in):
    page, watch = signed_in(hostile_desk, None)
    watch.expect("status of 4")
    trap = Trap(page, hostile_desk.url)
    for vector in CORPUS[:25]:
        page.goto("/sign-in?next=" + "".join(f"%{byte:02x}" for byte in ("/" + one_line(vector)).encode()))
        assert not trap.caught


@pytest.mark.role(None)
def test_the_trap_catches(hostile_desk, signed_in):
    """A trap that nothing falls into proves nothing."""
    page, watch = signed_in(hostile_desk, None)
    watch.expect("PWNED|status of 404")
    trap = Trap(page, hostile_desk.url)
    page.goto("/sign-in")
    page.evaluate("() => { window.pwned = 1; new Image().src = '/sign-out'; alert(1) }")
    page.wait_for_function("() => true")
    assert any("PWNED" in problem for problem in watch.problems)
    assert any("dialog" in caught for caught in trap.caught) and any("/sign-out" in caught for caught in trap.caught), trap.caught


def wait_for_tickets(page, count: int):
    """The desk handles mail in the background; nothing on a page tells when the last is done."""
    page.wait_for_function(
        """async count => { const answer = await fetch('/tickets/' + count, { redirect: 'manual' }); return answer.status === 200 }""",
        arg=count, polling=200, timeout=60_000)
