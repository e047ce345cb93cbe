"""What is measured, as data, beside what two other desks cost on this kind of machine.

`path` may use what the generator says about its data ({newest}, {long}, {rare}, {common} …). `follow` goes that many pages on by `rel="next"` first.
`command` runs `otklik bench COMMAND`, which measures from inside (no HTTP), and prints one line of JSON: {"per_second": …, "p50_ms": …, "p99_ms": …}.
`bar` is what the specification of speed allows on two cores with SQLite: p50 and p99 in ms, CPU ms a request, a rate, or the share of the rate at
which the database alone writes the same rows.
"""

from dataclasses import dataclass, field


@dataclass(frozen=True)
class Scenario:
    name: str
    path: str = ""
    command: str = ""
    follow: int = 0
    connections: int = 4
    bar: dict = field(default_factory=dict)
    # CPU ms a request (application + database): Request Tracker 5.0.3, django-helpdesk 2.6.1; 100 thousand tickets, 2026-11-22.
    peers: tuple = (None, None)


SCENARIOS = [
    Scenario("open tickets, page 1", "/tickets?view=open", bar={"p50_ms": 5, "p99_ms": 25, "cpu_ms": 3}, peers=(1069, 705)),
    Scenario("open tickets, page 200", "/tickets?view=open", follow=199, bar={"p50_ms": 5, "p99_ms": 25, "cpu_ms": 3}, peers=(1132, 796)),
    Scenario("ticket with 3 messages", "/tickets/{newest}", bar={"p50_ms": 8, "cpu_ms": 1.5}, peers=(406, 137)),
    Scenario("ticket with 300 messages", "/tickets/{long}", bar={"p50_ms": 8, "cpu_ms": 4}, peers=(3634, 2046)),
    Scenario("search, rare word", "/search?q={rare}", bar={"p99_ms": 50, "cpu_ms": 2}, peers=(395, 4153)),
    Scenario("search, common word", "/search?q={common}", bar={"p99_ms": 50, "cpu_ms": 15}, peers=(2190, 5025)),
    Scenario("counts of the views", command="counts", bar={"p50_ms": 5}),
    Scenario("create by the use case, durable, 32 clients", command="create", bar={"per_second": 2000, "of_raw": 0.5, "cpu_ms": 0.6}, peers=(482, 60)),
    Scenario("mail to ticket, 20 KB, two parts", command="mail", bar={"per_second": 500, "cpu_ms": 2}, peers=(900, 200)),
]

# Of the whole program rather than of a request.
WHOLE = {
    "start to first page, s": {"bar": 0.3, "peers": ("5", "3 to 4")},
    "idle memory, MiB": {"bar": 60, "peers": ("441 to 1,049", "635")},
    "list page, first visit, KiB": {"bar": 125, "peers": ("962", "537")},
}
