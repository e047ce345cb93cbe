"""Adds up what the stages of `make test` left in a folder and ends with one line `N passed, N failed`.

A stage leaves STAGE.code (its exit code) and its results: STAGE.events from Swift Testing or STAGE.xml from pytest.
A test that began and never ended has failed: it crashed the program or hung.
A stage that ended badly without a failed test, or without running a test, is itself counted as a failure.
"""

import json
import sys
import xml.etree.ElementTree as xml
from dataclasses import dataclass, field
from pathlib import Path


@dataclass
class Count:
    passed: int = 0
    skipped: int = 0
    failed: list[str] = field(default_factory=list)


def swift_events(text: str) -> Count:
    """Counts test functions; a function with many arguments is one test."""
    names, begun, ended, count = {}, set(), {}, Count()
    skipped = set()
    for line in text.splitlines():
        try:
            record = json.loads(line)
        except ValueError:
            # The last line may be cut off when the program crashed.
            continue
        payload = record["payload"]
        if record["kind"] == "test" and payload["kind"] == "function":
            names[payload["id"]] = readable(payload)
        elif record["kind"] == "event":
            test = payload.get("testID")
            if payload["kind"] == "testStarted":
                begun.add(test)
            elif payload["kind"] == "testSkipped":
                skipped.add(test)
            elif payload["kind"] == "testEnded":
                ended[test] = all(message["symbol"] != "fail" for message in payload["messages"])
    for test, name in names.items():
        if test in ended:
            if ended[test]:
                count.passed += 1
            else:
                count.failed.append(name)
        elif test in begun:
            count.failed.append(f"{name} (began and never ended)")
        elif test in skipped:
            count.skipped += 1
    return count


def readable(test: dict) -> str:
    """`MailTests.Threading/reply() "A reply joins its ticket"`"""
    name = test["id"].rsplit("/", 1)[0] if ".swift:" in test["id"] else test["id"]
    return f'{name} "{test["displayName"]}"' if test.get("displayName") else name


def pytest_report(text: str) -> Count:
    count = Count()
    for case in xml.fromstring(text).iter("testcase"):
        if case.find("failure") is not None or case.find("error") is not None:
            count.failed.append(f'{case.get("classname")}::{case.get("name")}')
        elif case.find("skipped") is not None:
            count.skipped += 1
        else:
            count.passed += 1
    return count


def stage_count(stage: str, code: int, folder: Path) -> Count:
    count = Count()
    events, report = folder / f"{stage}.events", folder / f"{stage}.xml"
    if events.exists():
        count = swift_events(events.read_text(errors="replace"))
    elif report.exists():
        count = pytest_report(report.read_text())
    reason = {124: "was stopped: it took too long", 137: "was stopped: it took too long"}.get(code, f"ended with code {code}")
    if code != 0 and not count.failed:
        count.failed.append(reason)
    elif code == 0 and count.passed == 0:
        count.failed.append("ran no test")
    return count


def main(folder: Path) -> int:
    total, failures = Count(), []
    print()
    for file in sorted(folder.glob("*.code"), key=lambda file: file.stat().st_mtime):
        count = stage_count(file.stem, int(file.read_text()), folder)
        note = f", {count.skipped} skipped" if count.skipped else ""
        print(f"{file.stem}: {count.passed} passed, {len(count.failed)} failed{note}")
        total.passed += count.passed
        failures += [f"{file.stem} · {name}" for name in count.failed]
    if failures:
        print("\nFailed:")
        for name in failures:
            print(f"  {name}")
    print(f"\n{total.passed} passed, {len(failures)} failed")
    return 1 if failures or total.passed == 0 else 0


if __name__ == "__main__":
    sys.exit(main(Path(sys.argv[1])))
