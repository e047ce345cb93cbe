"""A desk to test: the real program on a free port of this machine, over a data folder of its own."""

import os
import re
import signal
import subprocess
import urllib.error
import urllib.request
from dataclasses import dataclass, field
from pathlib import Path

from eventually import PATIENCE, eventually

ADDRESS = re.compile(r"https?://(?:127\.0\.0\.1|localhost):\d+")
RECEIVED = re.compile(r"received on 127\.0\.0\.1:(\d+)")


@dataclass(frozen=True)
class SignIn:
    role: str
    email: str
    password: str


ADMINISTRATOR = SignIn("administrator", "anna@example.org", "correct horse battery staple")
ROLES = {"administrator", "agent", "auditor"}


@dataclass
class Desk:
    program: Path
    data: Path
    # SQLite in the data folder without it.
    database: str | None = None
    url: str = ""
    smtp_port: int = 0
    sign_ins: dict[str, SignIn] = field(default_factory=dict)
    process: subprocess.Popen | None = None

    def command(self, *arguments: str) -> str:
        """Runs `otklik …` over this desk's data; returns what it printed."""
        run = subprocess.run(
            [self.program, *arguments, "--data", self.data], capture_output=True, text=True, timeout=120, env=self._environment())
        assert run.returncode == 0, f"otklik {arguments[0]} ended with {run.returncode}:\n{run.stdout}\n{run.stderr}"
        return run.stdout

    def set_up(self):
        admin = ADMINISTRATOR
        self.command("setup", "--admin-email", admin.email, "--admin-password", admin.password, "--company", "Ромашка",
                     "--language", "ru", "--time-zone", "Europe/Moscow")
        self.sign_ins[admin.role] = admin

    def hire(self, email: str, name: str, role: str, password: str, known_as: str | None = None):
        self.command("user", "add", email, "--name", name, "--role", role, "--password", password)
        self.sign_ins[known_as or role] = SignIn(role, email, password)

    def fill(self):
        """The lively example, on a desk that nobody set up; a sign-in of each role is taken from what the program prints."""
        for sign_in in printed_sign_ins(self.command("demo")):
            self.sign_ins.setdefault(sign_in.role, sign_in)

    def start(self, *options: str):
        """A desk that was stopped comes back at its old address."""
        listen = self.url.removeprefix("http://") or "127.0.0.1:0"
        with self._log.open("wb") as output:
            self.process = subprocess.Popen(
                [self.program, "serve", "--data", self.data, "--listen", listen, *options],
                stdin=subprocess.DEVNULL, stdout=output, stderr=subprocess.STDOUT, env=self._environment())
        self.url = eventually(self._address, "address on the standard output of otklik serve")
        if "--smtp" in options:
            self.smtp_port = int(eventually(lambda: RECEIVED.search(self._log.read_text(errors="replace")), "address of the receiver")[1])
        eventually(self._is_ready, "answer 200 on /readyz")

    @property
    def _log(self) -> Path:
        return self.data.with_suffix(".log")

    def _address(self) -> str | None:
        text = self._log.read_text(errors="replace")
        assert self.process.poll() is None, f"otklik serve ended with {self.process.returncode}:\n{text[-4000:]}"
        found = ADDRESS.search(text)
        return found and found.group()

    def _environment(self) -> dict[str, str]:
        # Test servers of mail listen on any port of this machine.
        return environment() | {"OTKLIK_MAIL_NETWORKS": "127.0.0.0/8,::1"} | ({"OTKLIK_DATABASE": self.database} if self.database else {})

    def _is_ready(self) -> bool:
        try:
            with urllib.request.urlopen(f"{self.url}/readyz", timeout=5) as answer:
                return answer.status == 200
        except (urllib.error.URLError, OSError):
            return False

    def stop(self):
        if self.process is None or self.process.poll() is not None:
            return
        self.process.send_signal(signal.SIGTERM)
        try:
            self.process.wait(PATIENCE)
        except subprocess.TimeoutExpired:
            self.process.kill()
            raise AssertionError(f"otklik serve did not stop within {PATIENCE} s of SIGTERM") from None


def environment() -> dict[str, str]:
    """Without settings of the person who runs the tests."""
    kept = {name: value for name, value in os.environ.items() if not name.startswith("OTKLIK_")}
    return kept | {"SWIFT_BACKTRACE": "enable=no", "LC_ALL": "C.UTF-8"}


def printed_sign_ins(text: str) -> list[SignIn]:
    """The password of everybody, then a line each: address, name, role, between tabs."""
    password = re.search(r"password of everybody is (\S+)", text)
    found = []
    for line in text.splitlines():
        columns = line.strip().split("\t")
        if password and len(columns) == 3 and "@" in columns[0] and columns[2] in ROLES:
            found.append(SignIn(columns[2], columns[0], password[1]))
    return found
