import pytest
from swift_source import SwiftSource


@pytest.mark.parametrize("text, literals", [
    ('let a = "b"', ["b"]),
    (r'let a = "b\"c" + "d"', [r'b\"c', "d"]),
    ('let a = """\n  two\n  lines\n  """', ["\n  two\n  lines\n  "]),
    (r'let a = "x \(f("inner")) y"', [r"x \(…) y", "inner"]),
    (r'let a = #"raw \n " quote"# + "b"', [r'raw \n " quote', "b"]),
    (r'let a = #"raw \#(name) x"#', [r"raw \(…) x"]),
    ('// "not this"\nlet a = "this"', ["this"]),
    ('/* "no" /* "nested" */ "no" */ let a = "yes"', ["yes"]),
    ('let url = "https://example.org" // after', ["https://example.org"]),
    (r'html("""' + '\n' + r'<a href="\(url)">\(each: rows, { "<b>\($0)</b>" })</a>' + '\n""")',
     ['\n<a href="\\(…)">\\(…)</a>\n', "<b>\\(…)</b>"]),
])
def test_literals_are_told_from_code(text, literals):
    assert [literal.text for literal in SwiftSource(text).literals] == literals


def test_code_keeps_its_lines_and_its_interpolations():
    source = SwiftSource('let a = 1 // Date()\nlet b = "Date() \\(Date())"\n')
    assert [line for line, _ in source.find(r"Date\(\)")] == [2]
    assert source.code.count("\n") == 2
