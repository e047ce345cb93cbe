"""The measured program: started, signed in to, and asked what it has used."""

import gzip
import http.cookiejar
import os
import re
import subprocess
import time
import urllib.parse
import urllib.request
from html.parser import HTMLParser
from pathlib import Path

TICKS = os.sysconf("SC_CLK_TCK")


class Server:
    def __init__(self, program: str, data: Path, arguments: list[str]):
        self.jar = http.cookiejar.CookieJar()
        self.opener = urllib.request.build_opener(urllib.request.HTTPCookieProcessor(self.jar))
        self.log = data.with_suffix(".log")
        begun = time.monotonic()
        with self.log.open("wb") as output:
            self.process = subprocess.Popen(
                [program, "serve", "--data", data, "--listen", "127.0.0.1:0", *arguments], stdout=output, stderr=subprocess.STDOUT)
        self.url = self._address()
        self.get("/sign-in")
        self.start_seconds = time.monotonic() - begun

    def _address(self) -> str:
        while self.process.poll() is None:
            if match := re.search(r"https?://127\.0\.0\.1:\d+", self.log.read_text(errors="replace")):
                return match.group()
            time.sleep(0.002)
        raise SystemExit(f"error: otklik serve ended at once:\n{self.log.read_text(errors='replace')[-2000:]}")

    def get(self, path: str) -> str:
        request = urllib.request.Request(self.url + path, headers={"Accept-Encoding": "identity"})
        with self.opener.open(request, timeout=60) as answer:
            return answer.read().decode()

    def sign_in(self, email: str, password: str):
        fields = {**hidden_fields(self.get("/sign-in")), "email": email, "password": password}
        request = urllib.request.Request(f"{self.url}/sign-in", urllib.parse.urlencode(fields).encode(), {"Origin": self.url})
        with self.opener.open(request, timeout=60) as answer:
            if "/sign-in" in answer.url:
                raise SystemExit("error: the sign-in of the generator was refused")

    @property
    def cookie(self) -> str:
        return "; ".join(f"{cookie.name}={cookie.value}" for cookie in self.jar)

    def cpu_seconds(self) -> float:
        return sum(process_cpu(pid) for pid in [self.process.pid, *postgres_processes()])

    def memory_mib(self) -> float:
        return sum(proportional_memory(pid) for pid in [self.process.pid, *postgres_processes()])

    def first_visit_kib(self, path: str) -> float:
        """The page and everything that it loads, as sent: what it names, the modules that its modules import, fonts of its letters."""
        page = self.get(path)
        total, seen = len(gzip.compress(page.encode())), set()
        waiting = re.findall(r"(?:src|href)=\"(/[^\"#]+\.(?:js|css|woff2|svg))[\"#?]", page)
        while waiting:
            link = waiting.pop()
            if link in seen:
                continue
            seen.add(link)
            body, weight = self.sent(link)
            total += weight
            if link.endswith(".js"):
                waiting += [urllib.parse.urljoin(link, name) for name in re.findall(r"^import[^;]*?from ?'(\./[^']+)'", body, re.MULTILINE)]
            if link.endswith(".css"):
                waiting += [urllib.parse.urljoin(link, name) for name in re.findall(r"url\(\"?([^\")]*inter-(?:latin|cyrillic)\.woff2)", body)]
        return total / 1024

    def sent(self, link: str) -> tuple[str, int]:
        """What a file says, and how many bytes it has on its way to a browser."""
        plain = urllib.request.Request(self.url + link, headers={"Accept-Encoding": "identity"})
        packed = urllib.request.Request(self.url + link, headers={"Accept-Encoding": "br, gzip"})
        with self.opener.open(plain, timeout=60) as answer, self.opener.open(packed, timeout=60) as small:
            return answer.read().decode(errors="replace"), len(small.read())

    def stop(self):
        self.process.terminate()
        self.process.wait(30)


class Hidden(HTMLParser):
    def __init__(self):
        super().__init__()
        self.fields = {}

    def handle_starttag(self, tag, attributes):
        found = dict(attributes)
        if tag == "input" and found.get("type") == "hidden":
            self.fields[found.get("name")] = found.get("value") or ""


def hidden_fields(page: str) -> dict[str, str]:
    parser = Hidden()
    parser.feed(page)
    return parser.fields


def next_page(page: str) -> str | None:
    for tag in re.findall(r"<(?:a|link)\s[^>]*>", page):
        if re.search(r"rel=\"?next\b", tag) and (match := re.search(r"href=\"([^\"]+)\"", tag)):
            return match[1].replace("&amp;", "&")
    return None


def process_cpu(pid: int) -> float:
    try:
        # After the name in parentheses, which may hold spaces: user and system time are fields 14 and 15.
        fields = Path(f"/proc/{pid}/stat").read_text().rpartition(")")[2].split()
        return (int(fields[11]) + int(fields[12])) / TICKS
    except OSError:
        return 0.0


def proportional_memory(pid: int) -> float:
    """Shared pages count in parts, so that a database of many processes is not counted many times."""
    try:
        return int(re.search(r"^Pss:\s+(\d+)", Path(f"/proc/{pid}/smaps_rollup").read_text(), re.MULTILINE)[1]) / 1024
    except (OSError, TypeError):
        return 0.0


def postgres_processes() -> list[int]:
    """Of the server that with-postgres.sh started, found by its port; none with SQLite."""
    port = urllib.parse.urlsplit(os.environ.get("TEST_DATABASE_URL", "")).port
    if port is None:
        return []
    listed = subprocess.run(["ps", "-eo", "pid,ppid,args"], capture_output=True, text=True, check=True).stdout.splitlines()[1:]
    rows = [line.split(None, 2) for line in listed]
    owner = [int(pid) for pid, _, args in rows if "postgres" in args and f"-p {port}" in args]
    return owner + [int(pid) for pid, parent, _ in rows if int(parent) in owner]
