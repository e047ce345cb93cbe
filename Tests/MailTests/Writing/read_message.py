"""Prints what another reader of mail, Python's own, finds in the message of standard input."""

import base64
import email
import email.header
import email.policy
import email.utils
import json
import sys

raw = sys.stdin.buffer.read()
message = email.message_from_bytes(raw, policy=email.policy.default)
# The newer policy keeps the space between two encoded words of a name, against RFC 2047 (6.2); the older one does not.
older = email.message_from_bytes(raw)


def people(name):
    pairs = email.utils.getaddresses([" ".join(older.get(name, "").split())])
    return [f"{email.header.make_header(email.header.decode_header(person))}|{address}" for person, address in pairs]


body = {}
files = []
defects = [repr(d) for part in message.walk() for d in part.defects]
defects += [repr(d) for value in message.values() for d in value.defects]
for part in message.walk():
    if part.is_multipart():
        continue
    if part.get_filename():
        files.append("|".join([part.get_filename(), part.get_content_type(), base64.b64encode(part.get_payload(decode=True)).decode()]))
    else:
        body[part.get_content_type()] = part.get_content().replace("\r\n", "\n")
json.dump(
    {
        "subject": message["Subject"], "from": people("From"), "to": people("To"), "cc": people("Cc"), "replyTo": people("Reply-To"),
        "seconds": [str(int(message["Date"].datetime.timestamp()))], "messageID": message["Message-ID"], "references": message["References"],
        "text": body.get("text/plain"), "html": body.get("text/html"), "files": files, "defects": defects,
        "shape": [part.get_content_type() for part in message.walk()],
    },
    sys.stdout,
)
