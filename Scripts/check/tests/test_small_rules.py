import clock
import contrast
import length
import links
import pytest
import printing
import statements
import unfinished

HERE = "Sources/Features/Desk/Tickets/Closing.swift"


@pytest.mark.parametrize("code", [
    "let now = Date()", "let now = Date.now", "f(at: ContinuousClock().now)", "let t = ContinuousClock.now", "time(nil)",
    'log("\\(Date())")', "Date(timeIntervalSinceNow: 5)",
])
def test_reading_the_clock_is_found(sample, said, code):
    assert f"{HERE}:2:" in said(clock.findings(sample({HERE: f"import Foundation\n{code}\n"})))


@pytest.mark.parametrize("path, code", [
    ("Sources/App/Wiring.swift", "Date()"), (HERE, "// Date()"), (HERE, 'let a = "Date()"'), (HERE, "Date(timeIntervalSince1970: 0)"),
    (HERE, "UpDate()"), (HERE, "world.now()"),
    (HERE, "let begun = ContinuousClock.now  // measures: the request, for the log"),
])
def test_time_that_was_handed_in_is_not(sample, path, code):
    assert not list(clock.findings(sample({path: code})))


def test_a_long_file_is_found(sample, said):
    tree = sample({HERE: "\n" * 401, "Sources/App/App.swift": "\n" * 400})
    assert said(length.findings(tree)) == f"{HERE}: 401 lines; the limit is 400: split it by behaviour"


@pytest.mark.parametrize("path, code, found", [
    (HERE, 'print("x")', True), (HERE, "debugPrint(x)", True), ("Public/js/list.js", "console.log(1)", True),
    ("Sources/App/App.swift", "print(1)", False), (HERE, "printer.print(page)", False), (HERE, "fingerprint(x)", False),
    (HERE, "static func print(_ hours: Int) -> String", False),
    (HERE, '// print("x")', False),
])
def test_printing_past_the_log(sample, path, code, found):
    assert bool(list(printing.findings(sample({path: code})))) == found


@pytest.mark.parametrize("text, found", [
    ("// TODO: later", True), ("# FIXME", True), ("<<<<<<< HEAD", True), ("let todo = mastodon", False), ("=======", True),
])
def test_what_is_unfinished(sample, text, found):
    assert bool(list(unfinished.findings(sample({"Sources/App/A.swift": text})))) == found


@pytest.mark.parametrize("code, found", [
    ("SQL(trusted: text)", True), ("SQL(stringLiteral: name)", True), ("let a = SQL(text)", True),
    ('let a: String = "SELECT id FROM ticket"', True), ('String(format: "DELETE FROM ticket WHERE id = %d", 7)', True),
    ('let a: SQL = "SELECT id FROM ticket WHERE id = \\(id)"', False), ('db.rows("SELECT id FROM ticket")', False),
    ('// SQL(trusted: x)', False), ("SQL.joined(pieces)", False), ('SQL("SELECT 1")', False),
    ('let title: String = "Select a ticket from the list"', True),
])
def test_sql_from_strings(sample, code, found):
    assert bool(list(statements.findings(sample({HERE: code})))) == found
    assert not list(statements.findings(sample({"Sources/Libraries/StorageSQLite/A.swift": code, HERE: ""})))


@pytest.mark.parametrize("text, found", [
    ("[a](docs/MAP.md)", None), ("[a](docs/NOT.md)", "leads nowhere"), ("[a](docs/MAP.md#a-tree)", None),
    ("[a](docs/MAP.md#no)", "no heading #no"), ("![a](shot.png)", "leads nowhere"), ("[a](https://example.org/x)", None),
    ("`[a](no.md)`", None), ("```\n[a](no.md)\n```", None), ("[a](../../etc/passwd)", "leads"), ("[a](#here)\n# Here", None),
])
def test_links(sample, said, text, found):
    result = said(links.findings(sample({"README.md": text, "docs/MAP.md": "# A tree\n"})))
    assert found in result if found else result == ""


def test_contrast_repeats_what_the_script_says(sample, said):
    tree = sample({"Public/css/tokens.css": "", "Scripts/contrast.py": "print('muted on surface: 3.9'); raise SystemExit(1)"})
    assert "muted on surface: 3.9" in said(contrast.findings(tree))


def test_contrast_without_its_script_is_no_success(sample, said):
    assert "is missing" in said(contrast.findings(sample({"Public/css/tokens.css": ""})))
