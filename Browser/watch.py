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
    for violation in Axe().run(page, options={"resultTypes": ["violations"]}).response["violations"]:
        if violation["impact"] in ("serious", "critical"):
            places = ", ".join(" ".join(map(str, node["target"])) for node in violation["nodes"][:5])
            found.append(f"{violation['id']} ({violation['impact']}): {violation['help']} — {places}")
    return found


def faults(page) -> list[str]:
    """What is wrong with the layout and the outline of the page as it is now, whatever its contents."""
    return page.evaluate(FAULTS)


FAULTS = """() => {
  const found = [];
  const main = document.querySelector('.main');
  if (document.documentElement.scrollWidth > innerWidth) found.push('the page is wider than the screen');
  if (main && main.scrollWidth > main.clientWidth + 1) {
    const edge = main.getBoundingClientRect().right;
    const wide = [...main.querySelectorAll('*')].find((each) => each.getBoundingClientRect().right > edge + 1 && !each.closest('.table-box'));
    found.push(`the page is wider than its place: ${wide?.outerHTML.slice(0, 100)}`);
  }
  const headings = [...document.querySelectorAll('h1')].filter((each) => each.checkVisibility());
  if (headings.length !== 1) found.push(`${headings.length} headings of the first level`);
  let level = 0;
  for (const heading of document.querySelectorAll('main :is(h1, h2, h3, h4)')) {
    const next = Number(heading.localName[1]);
    if (level && next > level + 1) found.push(`after a heading ${level} comes ${next}: ${heading.textContent.slice(0, 40)}`);
    level = next;
  }
  const ids = [...document.querySelectorAll('[id]')].map((each) => each.id);
  const twice = ids.filter((id, index) => ids.indexOf(id) !== index);
  if (twice.length) found.push(`ids that stand twice: ${[...new Set(twice)].join(', ')}`);
  const raw = document.body.innerText.match(/\\b[a-z]+(\\.[a-zA-Z]+){1,3}\\b/g)?.filter((word) => /^(js|list|ticket|mail|mailbox|settings|people|history|audit|sla|calendar|profile|notify|form|error|nav|setup|composer|message)\\./.test(word) && !/\\.(example|ru|org|com)$/.test(word));
  if (raw?.length) found.push(`keys instead of words: ${raw.join(', ')}`);
  return found;
}"""
