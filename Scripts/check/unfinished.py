"""No TODO or FIXME, no unresolved merge: what is left to do is an issue, not a comment."""

import re

from tree import Finding, Tree

MARKS = re.compile(r"\b(?:TODO|FIXME|XXX|HACK)\b")
MERGE = re.compile(r"^(?:<{7} |>{7} |={7}$)")
READ = (".swift", ".py", ".sh", ".js", ".css", ".c", ".h", ".sql", ".yml", ".json", "Makefile")


def findings(tree: Tree):
    for name in tree.files:
        if not name.endswith(READ) or name.startswith("Scripts/check/"):
            continue
        for number, text in enumerate(tree.text(name).splitlines(), 1):
            if MARKS.search(text):
                yield Finding(name, number, "left to do: finish it, or file an issue and take the mark out")
            if MERGE.match(text):
                yield Finding(name, number, "a merge was not resolved")
