"""The tally must not call a crash, a hang or an empty run a success."""

import json
import subprocess
import sys
from pathlib import Path

SCRIPT = Path(__file__).resolve().parents[1] / "tally.py"
GOOD, BAD = "DeskTests.Closing/good()/A.swift:3:4", "DeskTests.Closing/bad()/A.swift:9:4"


def declared(identity):
    return {"kind": "test", "payload": {"id": identity, "kind": "function", "name": "x"}}


def event(kind, identity, symbol="pass"):
    return {"kind": "event", "payload": {"kind": kind, "testID": identity, "messages": [{"symbol": symbol, "text": ""}]}}


def tally(folder, records, code=0):
    (folder / "sqlite.code").write_text(str(code))
    if records is not None:
        (folder / "sqlite.events").write_text("\n".join(json.dumps(record) for record in records))
    run = subprocess.run([sys.executable, SCRIPT, folder], capture_output=True, text=True)
    return run.returncode, run.stdout


def test_passed_and_failed_are_counted_and_the_failed_are_named(tmp_path):
    code, said = tally(tmp_path, [
        declared(GOOD), declared(BAD), event("testStarted", GOOD), event("testEnded", GOOD),
        event("testStarted", BAD), event("testEnded", BAD, "fail")], code=1)
    assert code == 1 and said.endswith("\n1 passed, 1 failed\n") and "sqlite · DeskTests.Closing/bad()" in said


def test_a_known_issue_is_no_failure(tmp_path):
    assert tally(tmp_path, [declared(GOOD), event("testStarted", GOOD), event("testEnded", GOOD, "passWithKnownIssue")])[0] == 0


def test_a_test_that_never_ended_has_failed(tmp_path):
    code, said = tally(tmp_path, [declared(GOOD), declared(BAD), event("testStarted", GOOD), event("testEnded", GOOD), event("testStarted", BAD)], 132)
    assert code == 1 and "1 passed, 1 failed" in said and "began and never ended" in said


def test_a_crash_before_the_first_test_is_a_failure(tmp_path):
    assert "0 passed, 1 failed" in tally(tmp_path, None, 139)[1]


def test_a_cut_last_line_is_borne(tmp_path):
    (tmp_path / "sqlite.code").write_text("0")
    (tmp_path / "sqlite.events").write_text("\n".join(map(json.dumps, [declared(GOOD), event("testEnded", GOOD)])) + '\n{"kind": "ev')
    run = subprocess.run([sys.executable, SCRIPT, tmp_path], capture_output=True, text=True)
    assert run.returncode == 0 and run.stdout.endswith("1 passed, 0 failed\n")


def test_no_test_at_all_is_a_failure(tmp_path):
    code, said = tally(tmp_path, [])
    assert code == 1 and "ran no test" in said


def test_a_stage_that_was_stopped_says_so(tmp_path):
    assert "took too long" in tally(tmp_path, [declared(GOOD), event("testEnded", GOOD)], 124)[1]


def test_pytest_reports_are_read(tmp_path):
    (tmp_path / "browser.code").write_text("1")
    (tmp_path / "browser.xml").write_text(
        '<testsuites><testsuite><testcase classname="a" name="b"/><testcase classname="a" name="c"><failure/></testcase>'
        '<testcase classname="a" name="d"><skipped/></testcase></testsuite></testsuites>')
    run = subprocess.run([sys.executable, SCRIPT, tmp_path], capture_output=True, text=True)
    assert run.returncode == 1 and "browser · a::c" in run.stdout and "1 passed, 1 failed, 1 skipped" in run.stdout
