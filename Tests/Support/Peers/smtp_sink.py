"""An SMTP server for tests: answers as it is told and shows what it got. Needs Debian's python3-aiosmtpd.

Arguments: port folder mode(plain|starttls|tls) auth(none|yes). Replies are read from folder/script.json, which may change at any time.
Each message becomes a line of folder/messages.jsonl.
"""

import asyncio
import base64
import json
import pathlib
import ssl
import sys

from aiosmtpd.smtp import SMTP, AuthResult, MISSING

port, folder, mode, auth = int(sys.argv[1]), pathlib.Path(sys.argv[2]), sys.argv[3], sys.argv[4]


def script():
    return json.loads((folder / "script.json").read_text())


def matching(table, key):
    return table.get(key, table.get("*"))


class Handler:
    async def handle_MAIL(self, server, session, envelope, address, options):
        reply = script().get("mail")
        if reply == "drop":
            server.transport.abort()
        if reply:
            return reply
        envelope.mail_from = address
        envelope.mail_options.extend(options)
        return "250 OK"

    async def handle_RCPT(self, server, session, envelope, address, options):
        reply = matching(script().get("recipients", {}), address)
        if reply == "drop":
            server.transport.abort()
        if reply:
            return reply
        envelope.rcpt_tos.append(address)
        return "250 OK"

    async def handle_DATA(self, server, session, envelope):
        reply = script().get("data")
        if reply == "drop":
            server.transport.abort()
            return "250 OK"
        if reply and not reply.startswith("2"):
            return reply
        entry = {
            "sender": "" if envelope.mail_from in (None, "<>") else envelope.mail_from,
            "recipients": envelope.rcpt_tos,
            "options": envelope.mail_options,
            "data": base64.b64encode(envelope.original_content).decode(),
            "isEncrypted": session.ssl is not None or mode == "tls",
            "port": session.peer[1],
        }
        with open(folder / "messages.jsonl", "a") as out:
            out.write(json.dumps(entry) + "\n")
        if reply == "2 drop":
            server.transport.abort()
        return "250 2.0.0 Queued"

    async def auth_XOAUTH2(self, server, args):
        response = server.challenge_auth("", False) if len(args) == 1 else args[1]
        if asyncio.iscoroutine(response):
            response = await response
        raw = response if isinstance(response, bytes) else base64.b64decode(response)
        words = dict(part.split("=", 1) for part in raw.decode().split("\x01") if "=" in part)
        expected = script().get("tokens", {}).get(words.get("user"))
        if expected and words.get("auth") == "Bearer " + expected:
            return AuthResult(success=True, auth_data=words["user"])
        return AuthResult(success=False, handled=False)


def authenticate(server, session, envelope, mechanism, data):
    reply = script().get("auth")
    if reply:
        return AuthResult(success=False, handled=False, message=reply)
    known = script().get("users", {})
    user, password = data.login.decode(), data.password.decode()
    return AuthResult(success=known.get(user) == password, handled=False)


async def main():
    context = None
    if mode != "plain":
        context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
        context.load_cert_chain(folder / "cert.pem", folder / "key.pem")

    def make():
        return SMTP(
            Handler(),
            hostname="sink.example",
            enable_SMTPUTF8=True,
            decode_data=False,
            data_size_limit=script().get("limit", 33554432),
            authenticator=authenticate,
            auth_required=auth == "yes",
            auth_require_tls=False,
            tls_context=context if mode == "starttls" else None,
            require_starttls=False,
        )

    loop = asyncio.get_running_loop()
    server = await loop.create_server(make, "127.0.0.1", port, ssl=context if mode == "tls" else None)
    async with server:
        await server.serve_forever()


asyncio.run(main())
