"""What a desk talks to: Dovecot, a server that takes mail, PostgreSQL. All real, all on this machine."""

import base64
import email.policy
import imaplib
import json
import os
import pwd
import shutil
import socket
import subprocess
import tempfile
import uuid
from email.message import EmailMessage
from pathlib import Path

from eventually import eventually

SMTP_SINK = Path(__file__).parent.parent / "Tests/Support/Peers/smtp_sink.py"
PSQL = Path(os.environ.get("OTKLIK_POSTGRES", "/usr/lib/postgresql/15/bin")) / "psql"

DOVECOT = """
base_dir = {folder}/run
state_dir = {folder}/state
log_path = {folder}/log
protocols = imap
listen = 127.0.0.1
default_internal_user = {own}
default_internal_group = {own_group}
default_login_user = {login}
ssl = no
disable_plaintext_auth = no
auth_mechanisms = plain
auth_failure_delay = 0
first_valid_uid = 1
mail_uid = {mail}
mail_gid = {mail_group}
mail_location = maildir:{folder}/mail/%u
imap_idle_notify_interval = 1s
mail_max_userip_connections = 100
passdb {{
  driver = passwd-file
  args = scheme=PLAIN {folder}/users
}}
userdb {{
  driver = static
  args = uid={mail} gid={mail_group} home={folder}/home/%u
}}
namespace inbox {{
  inbox = yes
}}
service anvil {{
  chroot =
  unix_listener anvil-auth-penalty {{
    mode = 0
  }}
}}
service imap-login {{
  chroot =
  inet_listener imap {{
    port = {port}
  }}
  inet_listener imaps {{
    port = 0
  }}
}}
service stats {{
  chroot =
}}
"""


def free_port() -> int:
    with socket.socket() as listener:
        listener.bind(("127.0.0.1", 0))
        return listener.getsockname()[1]


class Peer:
    """A server that runs for as long as a test; its folder goes with it."""

    def __init__(self, name: str):
        # A short path: sockets of Dovecot have no room for pytest's.
        self.folder = Path(tempfile.mkdtemp(prefix=f"otklik-{name}-", dir="/tmp"))
        self.port = free_port()
        self.process: subprocess.Popen | None = None

    def run(self, *command):
        self.output = (self.folder / "output").open("wb")
        self.process = subprocess.Popen(list(map(str, command)), stdin=subprocess.DEVNULL, stdout=self.output, stderr=subprocess.STDOUT)
        eventually(self._listens, f"answer of {command[0]}")

    def _listens(self) -> bool:
        assert self.process.poll() is None, "".join(path.read_text() for path in self.folder.glob("[lo][ou][gt]*") if path.is_file())
        with socket.socket() as probe:
            return probe.connect_ex(("127.0.0.1", self.port)) == 0

    def stop(self):
        self.process.terminate()
        self.process.wait(30)
        self.output.close()
        shutil.rmtree(self.folder, ignore_errors=True)


class Dovecot(Peer):
    """IMAP without encryption, for users with passwords. Needs Debian's dovecot-imapd."""

    def __init__(self, users: dict[str, str]):
        super().__init__("dovecot")
        self.users = users
        for name in ("mail", "home"):
            (self.folder / name).mkdir()
        (self.folder / "users").write_text("".join(f"{name}:{{PLAIN}}{password}\n" for name, password in users.items()))
        settings = self.folder / "dovecot.conf"
        settings.write_text(DOVECOT.format(folder=self.folder, port=self.port, **self._owners()))
        self.run("/usr/sbin/dovecot", "-F", "-c", settings)

    def _owners(self) -> dict[str, str]:
        # Dovecot refuses to read mail as root: then the users that its package made do it.
        if os.getuid() == 0:
            self.folder.chmod(0o755)
            for name in ("mail", "home"):
                shutil.chown(self.folder / name, "mail", "mail")
            return dict(mail="mail", mail_group="mail", login="dovenull", own="dovecot", own_group="dovecot")
        user = pwd.getpwuid(os.getuid()).pw_name
        group = str(os.getgid())
        return dict(mail=user, mail_group=group, login=user, own=user, own_group=group)

    def put(self, message: EmailMessage | bytes, user: str):
        """A message that just came in."""
        raw = message if isinstance(message, bytes) else message.as_bytes(policy=email.policy.SMTP)
        with imaplib.IMAP4("127.0.0.1", self.port) as client:
            client.login(user, self.users[user])
            answer = client.append("INBOX", None, None, raw)
            assert answer[0] == "OK", answer


class Sink(Peer):
    """Takes mail and shows it. Needs Debian's python3-aiosmtpd."""

    def __init__(self, users: dict[str, str]):
        super().__init__("sink")
        self.users = users
        self.answer()
        self.run("/usr/bin/python3", SMTP_SINK, self.port, self.folder, "plain", "yes")

    def answer(self, **script):
        """From the next command on: `answer(recipients={"*": "550 5.1.1 No such user"})`."""
        new = self.folder / "script.new"
        new.write_text(json.dumps({"users": self.users, **script}))
        new.rename(self.folder / "script.json")

    def mails(self, to: str) -> list[EmailMessage]:
        journal = self.folder / "messages.jsonl"
        lines = journal.read_text().splitlines() if journal.exists() else []
        parsed = [json.loads(line) for line in lines if line.endswith("}")]
        return [
            email.message_from_bytes(base64.b64decode(entry["data"]), policy=email.policy.default)
            for entry in parsed if to in entry["recipients"]
        ]

    def mail(self, to: str, number: int = 1) -> EmailMessage:
        """The number-th mail to an address, as soon as it is there."""
        return eventually(lambda: self.mails(to)[number - 1 : number], f"mail no. {number} to {to}")[0]


class PostgresDatabase:
    """An empty database on the server that `Scripts/with-postgres.sh` started."""

    def __init__(self, server: str):
        self.name = f"page_{uuid.uuid4().hex[:12]}"
        self.server = server
        self._sql(f"CREATE DATABASE {self.name}")
        self.url = server.rpartition("/")[0] + "/" + self.name

    def drop(self):
        self._sql(f"DROP DATABASE {self.name} WITH (FORCE)")

    def _sql(self, statement: str):
        subprocess.run([PSQL, self.server, "-qc", statement], check=True, capture_output=True)
