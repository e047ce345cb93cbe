"""Watches a page: whatever a person would not see but must not happen ends the test."""

import re
from urllib.parse import urlsplit

from axe_playwright_python.sync_playwright import Axe


class Watch:
    """Collects script errors, console errors (a broken Content-Security-Policy is one), failed answers and requests to other hosts."""

    def __init__(self, context, url: str):
        self.host = urlsplit(url).netloc
        self.problems: list[str] = []
        self._expected: list[str] = []
        context.on("console", self._console)
        context.on("weberror", lambda error: self.problems.append(f"script error: {error.error}"))
        context.on("request", self._request)
        context.on("response", self._response)

    def expect(self, pattern: str):
        """Problems that match are part of the test: `watch.expect("status of 422")`."""
        self._expected.append(pattern)

    def unexpected(self) -> list[str]:
        return [problem for problem in self.problems if not any(re.search(pattern, problem) for pattern in self._expected)]

    def _console(self, message):
        if message.type == "error":
            self.problems.append(f"console: {message.text} ({message.location.get('url', '')})")

    def _request(self, request):
        parts = urlsplit(request.url)
        if parts.scheme in ("http", "https", "ws", "wss") and parts.netloc != self.host:
            self.problems.append(f"a request to another host: {request.url}")

    def _response(self, response):
        if response.status >= 500:
            self.problems.append(f"answer {response.status} of {response.url}")


def barriers(page) -> list[str]:
    """What axe calls serious or critical, a line each: rule, what it means, where."""
    found = []
    for violation in Axe().run(page).response["violations"]:
        if violation["impact"] in ("serious", "critical"):
            places = ", ".join(" ".join(map(str, node["target"])) for node in violation["nodes"][:5])
            found.append(f"{violation['id']} ({violation['impact']}): {violation['help']} — {places}")
    return found
