"""Runs the scenarios over generated desks of growing size; prints a table, writes JSON. Called by run.sh."""

import argparse
import datetime
import hashlib
import json
import os
import platform
import re
import subprocess
import time
from pathlib import Path
from urllib.parse import quote, urlsplit

from plot import svg
from scenarios import SCENARIOS, WHOLE, Scenario
from server import Server, next_page

HERE = Path(__file__).parent
UNITS = {"us": 0.001, "ms": 1, "s": 1000, "m": 60_000}


def generator() -> str:
    """Tells two generators, and the schemas that they fill, apart."""
    files = [HERE.parent / "docs/schema-sqlite.sql", *sorted((HERE.parent / "Sources/App/Bench").glob("*.swift"))]
    return hashlib.sha256(b"".join(file.read_bytes() for file in files)).hexdigest()


def generated(program: str, work: Path, tickets: int, database: list[str]) -> tuple[Path, dict]:
    """A desk of that size; an earlier one is used again while generator and size are the same."""
    data = work / f"{tickets}-{'postgresql' if database else 'sqlite'}"
    facts = data.with_suffix(".json")
    stamp = generator()
    if not database and facts.exists() and json.loads(facts.read_text())["generator"] == stamp:
        return data, json.loads(facts.read_text())
    subprocess.run(["rm", "-rf", data], check=True)
    work.mkdir(parents=True, exist_ok=True)
    print(f"generating {tickets:,} tickets …", flush=True)
    run = subprocess.run([program, "bench", "generate", "--tickets", str(tickets), "--data", data, *database], capture_output=True, text=True)
    if run.returncode:
        raise SystemExit(f"error: otklik bench generate ended with {run.returncode}:\n{run.stderr[-2000:]}")
    found = {**json.loads(run.stdout.strip().splitlines()[-1]), "generator": stamp}
    facts.write_text(json.dumps(found))
    return data, found


def own_database(server: str, tickets: int) -> list[str]:
    """Each size is a desk of its own, and a desk has its database for itself."""
    name = f"bench_{tickets}"
    subprocess.run(["psql", "-q", server, "-c", f"CREATE DATABASE {name}"], check=True)
    return ["--database", urlsplit(server)._replace(path=f"/{name}").geturl()]


def over_http(server: Server, scenario: Scenario, facts: dict, seconds: int) -> dict:
    path = quote(scenario.path.format(**facts), safe="/?&=%")
    for _ in range(scenario.follow):
        path = next_page(server.get(path)) or path
    wrk = ["wrk", "-t1", f"-c{scenario.connections}", "--latency", "-H", f"Cookie: {server.cookie}"]
    subprocess.run([*wrk, "-d1s", server.url + path], capture_output=True, check=True)
    before = server.cpu_seconds()
    said = subprocess.run([*wrk, f"-d{seconds}s", server.url + path], capture_output=True, text=True, check=True).stdout
    used = server.cpu_seconds() - before
    result = wrk_result(said)
    # Latency is measured by one client alone: what a person waits, not how long a queue is.
    alone = wrk_result(subprocess.run([*wrk, "-c1", f"-d{seconds}s", server.url + path], capture_output=True, text=True, check=True).stdout)
    if result["bad"] or not result["requests"]:
        raise SystemExit(f"error: {scenario.name}: {path} answered badly\n{said}")
    return {"path": path, "per_second": result["per_second"], "p50_ms": alone["p50_ms"], "p99_ms": alone["p99_ms"],
            "cpu_ms": used * 1000 / result["requests"]}


def wrk_result(said: str) -> dict:
    latency = {rank: float(value) * UNITS[unit] for rank, value, unit in re.findall(r"(\d+)%\s+([\d.]+)(us|ms|s|m)\b", said)}
    return {
        "requests": int(re.search(r"(\d+) requests in", said)[1]),
        "per_second": float(re.search(r"Requests/sec:\s+([\d.]+)", said)[1]),
        "bad": "Non-2xx" in said or "Socket errors" in said,
        "p50_ms": latency.get("50", 0.0), "p99_ms": latency.get("99", 0.0),
    }


def from_inside(program: str, scenario: Scenario, data: Path, database: list[str]) -> dict:
    before = os.times()
    run = subprocess.run([program, "bench", scenario.command, "--data", data, *database], capture_output=True, text=True)
    if run.returncode:
        raise SystemExit(f"error: otklik bench {scenario.command} ended with {run.returncode}:\n{run.stderr[-2000:]}")
    after, found = os.times(), json.loads(run.stdout.strip().splitlines()[-1])
    used = after.children_user + after.children_system - before.children_user - before.children_system
    if "cpu_ms" not in found and found.get("count"):
        found["cpu_ms"] = used * 1000 / found["count"]
    return found


def measure(program: str, work: Path, tickets: int, database: list[str], seconds: int, only: str | None) -> dict:
    data, facts = generated(program, work, tickets, database)
    results = {}
    server = Server(program, data, database)
    try:
        time.sleep(2)
        whole = {"start to first page, s": server.start_seconds, "idle memory, MiB": server.memory_mib()}
        server.sign_in(facts["email"], facts["password"])
        whole["list page, first visit, KiB"] = server.first_visit_kib("/tickets")
        for scenario in SCENARIOS:
            if scenario.path and (only is None or only in scenario.name):
                print(f"{tickets:,} tickets: {scenario.name} …", flush=True)
                results[scenario.name] = over_http(server, scenario, facts, seconds)
        whole["memory after the load, MiB"] = server.memory_mib()
    finally:
        server.stop()
    for scenario in SCENARIOS:
        if scenario.command and (only is None or only in scenario.name):
            print(f"{tickets:,} tickets: {scenario.name} …", flush=True)
            # What writes leaves another desk behind: the next run makes it anew.
            if scenario.command != "counts":
                data.with_suffix(".json").unlink(missing_ok=True)
            results[scenario.name] = from_inside(program, scenario, data, database)
    return {"tickets": tickets, "whole": whole, "scenarios": results}


def table(run: dict, engine: str) -> str:
    """Ours beside the bar and beside two other desks, as Markdown."""
    lines = [f"**{run['tickets']:,} tickets**", "",
             "| scenario | p50 ms | p99 ms | per second | CPU ms | bar | Request Tracker, CPU ms | django-helpdesk, CPU ms |", "|---|--:|--:|--:|--:|---|--:|--:|"]
    for scenario in SCENARIOS:
        if found := run["scenarios"].get(scenario.name):
            bar = ", ".join(bound(found, name, allowed(name, value, engine)) for name, value in scenario.bar.items())
            figures = (shown(found.get(name)) for name in ("p50_ms", "p99_ms", "per_second", "cpu_ms"))
            lines.append(f"| {scenario.name} | {' | '.join(figures)} | {bar} | {' | '.join(shown(peer) for peer in scenario.peers)} |")
    lines += ["", "| of the whole | ours | bar | Request Tracker | django-helpdesk |", "|---|--:|--:|--:|--:|"]
    for name, value in run["whole"].items():
        known = WHOLE.get(name, {"bar": "", "peers": ("", "")})
        lines.append(f"| {name} | {shown(value)} | {known['bar']} | {' | '.join(known['peers'])} |")
    return "\n".join(lines)


# Bars that are reached from below; the others are not to be passed.
LEAST = {"per_second", "of_raw"}


def allowed(name: str, bar: float, engine: str) -> float:
    """PostgreSQL may take twice as long; a share of what the database itself can do is the same for both."""
    if engine == "sqlite" or name == "of_raw":
        return bar
    return bar / 2 if name in LEAST else bar * 2


def bound(found: dict, name: str, bar: float) -> str:
    value, least = found.get(name), name in LEAST
    is_missed = value is not None and (value < bar if least else value > bar)
    # What has no column of its own is told here.
    own = f" ({value:.2g})" if name == "of_raw" and value is not None else ""
    return f"{name.replace('_', ' ')} {'≥' if least else '≤'} {bar:g}{own}{' **missed**' if is_missed else ''}"


def shown(value) -> str:
    if value is None:
        return ""
    return f"{value:,.0f}" if value >= 100 else f"{value:.3g}"


def machine() -> str:
    model = re.search(r"model name\s*:\s*(.+)", Path("/proc/cpuinfo").read_text())
    memory = int(re.search(r"MemTotal:\s+(\d+)", Path("/proc/meminfo").read_text())[1]) / (1 << 20)
    return f"{len(os.sched_getaffinity(0))} cores of {model[1].strip() if model else platform.machine()}, {memory:.0f} GiB"


def publish(text: str, engine: str, runs: list[dict]):
    """Puts the tables of an engine between its marks in bench/README.md, and the plot beside it."""
    if drawing := svg(runs, f"Cost over the size of the desk, {engine}"):
        (HERE / f"cost-{engine}.svg").write_text(drawing)
        text += f"\n\n![Cost over the size of the desk](cost-{engine}.svg)"
    page = HERE / "README.md"
    before, mark, rest = page.read_text().partition(f"<!-- results of {engine} -->\n")
    _, end, after = rest.partition(f"<!-- end of {engine} -->")
    page.write_text(before + mark + "\n" + text + "\n\n" + end + after)


def main():
    parser = argparse.ArgumentParser()
    parser.add_argument("--program", required=True)
    parser.add_argument("--work", type=Path, required=True)
    parser.add_argument("--tickets", default="10000,100000")
    parser.add_argument("--engine", choices=["sqlite", "postgresql"], default="sqlite")
    parser.add_argument("--seconds", type=int, default=5)
    parser.add_argument("--only", help="scenarios whose name has this in it")
    parser.add_argument("--publish", action="store_true", help="also write the tables into bench/README.md")
    asked = parser.parse_args()
    when = datetime.datetime.now(datetime.UTC)
    file = HERE / "results" / f"{when:%Y-%m-%d-%H%M%S}-{asked.engine}.json"
    file.parent.mkdir(exist_ok=True)
    runs = []
    # Kept after each size: the largest takes longest, and what was measured before it stands if it is cut short.
    for size in asked.tickets.split(","):
        database = own_database(os.environ["TEST_DATABASE_URL"], int(size)) if asked.engine == "postgresql" else []
        runs.append(measure(asked.program, asked.work, int(size), database, asked.seconds, asked.only))
        record = {"date": when.isoformat(timespec="seconds"), "machine": machine(), "engine": asked.engine, "load": os.getloadavg()[0], "runs": runs}
        file.write_text(json.dumps(record, indent=1, ensure_ascii=False))
        text = "\n\n".join([f"{when:%Y-%m-%d}, {record['machine']}, {asked.engine}.", *(table(run, asked.engine) for run in runs)])
        if asked.publish:
            publish(text, asked.engine, runs)
    print(f"\n{text}\n\n{file.relative_to(HERE.parent)}")


if __name__ == "__main__":
    main()
