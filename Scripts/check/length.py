"""Files stay under 400 lines: a longer one holds more than one behaviour."""

from tree import Finding, Tree

LIMIT = 400
ENDINGS = (".swift", ".py", ".sh", ".js", ".css", ".c", ".h")


def findings(tree: Tree):
    for name in tree.files:
        if not name.endswith(ENDINGS):
            continue
        lines = tree.text(name).count("\n")
        if lines > LIMIT:
            yield Finding(name, 0, f"{lines} lines; the limit is {LIMIT}: split it by behaviour")
