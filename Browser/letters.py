"""Letters as clients and mail servers write them."""

from email.message import EmailMessage
from email.utils import format_datetime, localtime, make_msgid
from itertools import count

CLIENT = "olga@romashka.example"
HELP = "help@service.example"
_numbers = count(1)


def letter(subject: str, text: str, sender: str = f"Ольга Ромашкина <{CLIENT}>", to: str = HELP, **headers: str) -> EmailMessage:
    message = EmailMessage()
    message["From"], message["To"], message["Subject"] = sender, to, subject
    # The program under test runs by the real clock, and acknowledges no old mail.
    message["Date"] = format_datetime(localtime())
    message["Message-ID"] = make_msgid(f"page{next(_numbers)}", domain="romashka.example")
    for name, value in headers.items():
        message[name.replace("_", "-")] = value
    message.set_content(text)
    return message


def answer(to: EmailMessage, text: str) -> EmailMessage:
    """What a mail program sends when somebody presses "reply"."""
    references = f"{to['References'] or ''} {to['Message-ID']}".strip()
    quoted = "".join(f"> {line}\n" for line in to.get_body(("plain",)).get_content().splitlines())
    return letter(f"Re: {to['Subject']}", f"{text}\n\n{quoted}", In_Reply_To=to["Message-ID"], References=references)


def bounce(of: EmailMessage, reason: str) -> bytes:
    """The report of a mail server that could not deliver."""
    return f"""\
From: Mail Delivery System <MAILER-DAEMON@mx.example>
To: {HELP}
Subject: Undelivered Mail Returned to Sender
Date: {format_datetime(localtime())}
Message-ID: <bounce{next(_numbers)}@mx.example>
Auto-Submitted: auto-replied
MIME-Version: 1.0
Content-Type: multipart/report; report-type=delivery-status; boundary="part"

--part
Content-Type: text/plain; charset=utf-8

The message could not be delivered.

--part
Content-Type: message/delivery-status

Reporting-MTA: dns; mx.example

Final-Recipient: rfc822; {CLIENT}
Action: failed
Status: 5.1.1
Diagnostic-Code: smtp; {reason}

--part
Content-Type: text/rfc822-headers

Message-ID: {of["Message-ID"]}
Subject: {of["Subject"]}

--part--
""".replace("\n", "\r\n").encode()
