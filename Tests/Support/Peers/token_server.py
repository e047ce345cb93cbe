"""Gives out access tokens for refresh tokens as a provider of OAuth 2 does: token_server.py PORT FOLDER. `FOLDER/script.json` maps
refresh tokens to answers ({"status": 200, "body": {…}}); what was asked goes to `FOLDER/asked.jsonl`."""

import json
import pathlib
import sys
import urllib.parse
from http.server import BaseHTTPRequestHandler, HTTPServer

port, folder = int(sys.argv[1]), pathlib.Path(sys.argv[2])


class Handler(BaseHTTPRequestHandler):
    def do_POST(self):
        form = self.rfile.read(int(self.headers["Content-Length"])).decode()
        asked = dict(urllib.parse.parse_qsl(form, keep_blank_values=True))
        with (folder / "asked.jsonl").open("a") as log:
            log.write(json.dumps(asked) + "\n")
        script = json.loads((folder / "script.json").read_text())
        refused = {"status": 400, "body": {"error": "invalid_grant", "error_description": "Token has been revoked."}}
        answer = script.get(asked.get("refresh_token"), refused)
        body = json.dumps(answer["body"]).encode()
        self.send_response(answer["status"])
        self.send_header("Content-Type", "application/json")
        self.send_header("Content-Length", str(len(body)))
        self.end_headers()
        self.wfile.write(body)

    def log_message(self, *_):
        pass


HTTPServer(("127.0.0.1", port), Handler).serve_forever()
