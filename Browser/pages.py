"""Every page of the program, on the desk of the example. A page that is not named here fails `test_every_page_is_named`."""

import re
from pathlib import Path

SOURCES = Path(__file__).parent.parent / "Sources"
ROUTE = re.compile(r'routes\.get\(\s*"([^"]+)"')

# Pattern of the route → addresses to look at.
PAGES = {
    "tickets": ["/tickets", "/tickets?view=unassigned", "/tickets?view=open", "/tickets?view=risk", "/tickets?view=done"],
    "tickets/:number": ["/tickets/180", "/tickets/199", "/tickets/7"],
    "tickets/new": ["/tickets/new"],
    "search": ["/search", "/search?q=принтер", "/search?q=абракадабра", "/search?q=%23180"],
    "tickets/:number/history": ["/tickets/180/history"],
    "tickets/:number/deadlines": ["/tickets/180/deadlines"],
    "tickets/:number/watchers": ["/tickets/180/watchers"],
    "tickets/:number/requester": ["/tickets/180/requester"],
    "tickets/:number/postponement": ["/tickets/180/postponement"],
    "clients": ["/clients", "/clients?q=Ромашка"],
    "companies": ["/companies"],
    "companies/:id": ["/companies/1"],
    "companies/:id/edit": ["/companies/1/edit"],
    "companies/new": ["/companies/new"],
    "contacts": ["/contacts"],
    "contacts/:id": ["/contacts/1"],
    "contacts/:id/edit": ["/contacts/1/edit"],
    "contacts/new": ["/contacts/new"],
    "mail": ["/mail"],
    "notifications": ["/notifications"],
    "notifications/settings": ["/notifications/settings"],
    "profile": ["/profile"],
    "profile/password": ["/profile/password"],
    "settings": ["/settings", "/settings?q=почта", "/settings?q=нетничего"],
    "settings/audit": ["/settings/audit"],
    "settings/jobs": ["/settings/jobs"],
    "settings/calendars": ["/settings/calendars"],
    "settings/calendars/:id": ["/settings/calendars/1"],
    "settings/calendars/new": ["/settings/calendars/new"],
    "settings/desk": ["/settings/desk"],
    "settings/design": ["/settings/design"],
    "settings/employees": ["/settings/employees"],
    "settings/employees/:id": ["/settings/employees/2"],
    "settings/employees/:id/deactivation": ["/settings/employees/2/deactivation"],
    "settings/employees/new": ["/settings/employees/new"],
    "settings/mailboxes": ["/settings/mailboxes"],
    "settings/mailboxes/new": ["/settings/mailboxes/new"],
    "settings/roles": ["/settings/roles"],
    "settings/sla": ["/settings/sla"],
    "settings/sla/rules/:id": ["/settings/sla/rules/1"],
    "settings/sla/rules/new": ["/settings/sla/rules/new"],
    "settings/sla/what-if": ["/settings/sla/what-if"],
    "settings/teams": ["/settings/teams"],
    "settings/teams/:id": ["/settings/teams/1"],
    "settings/teams/new": ["/settings/teams/new"],
    "setup/:step": ["/setup/hours", "/setup/mail", "/setup/ticket"],
}

# Fragments, files, answers for programs, ways to other pages; pages that need mail or a fresh desk are looked at elsewhere.
OTHERS = {
    "/", ".well-known/security.txt", "companies/search", "contacts/search", "drafts/new-ticket", "files/:id", "files/:id/:name", "healthz", "live", "mail/:id",
    "mail/:id/raw", "mail/outgoing/:id", "messages/:id/body", "messages/:id/original", "metrics", "notifications/bell",
    "readyz", "settings/mailboxes/:id", "setup", "sign-in", "sign-in/forgotten", "sign-in/reset", "tickets/new/panels", "tickets/:number/drafts/:kind", "tickets/:number/head",
    "tickets/:number/panels/:id", "tickets/:number/presence", "tickets/:number/timeline",
}


def declared() -> set[str]:
    """The routes that the sources declare with a literal pattern."""
    return {found for file in SOURCES.rglob("*.swift") for found in ROUTE.findall(file.read_text())}


def addresses() -> list[str]:
    return [address for each in PAGES.values() for address in each]


def file_name(address: str) -> str:
    return re.sub(r"[^\w-]+", "_", address.strip("/")) or "home"
