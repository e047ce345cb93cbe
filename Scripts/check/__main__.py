"""`make check`: the rules of the code that a machine can hold. `python3 Scripts/check [NAME…]` runs some of them.

Each rule is a file here with its reason at the top and a function `findings(tree)`; each has a test with a sample that it must catch.
"""

import importlib
import sys
import time
from pathlib import Path

from tree import Tree

CHECKS = ["layout", "arrows", "clock", "length", "printing", "unfinished", "statements", "words", "packages", "schema", "contrast", "links"]


def main(names: list[str]) -> int:
    unknown = set(names) - set(CHECKS)
    if unknown:
        print(f"error: there is no check {', '.join(sorted(unknown))}; there are {', '.join(CHECKS)}", file=sys.stderr)
        return 2
    tree, wrong = Tree(Path(__file__).resolve().parents[2]), 0
    for name in names or CHECKS:
        check = importlib.import_module(name)
        begun = time.monotonic()
        found = sorted(set(check.findings(tree)))
        title = check.__doc__.splitlines()[0]
        print(f"{'ok  ' if not found else 'BAD '} {name:<11} {title} ({time.monotonic() - begun:.1f} s)")
        for finding in found:
            print(f"       {finding}")
        wrong += len(found)
    print(f"\n{wrong} to put right" if wrong else "\nAll rules hold")
    return 1 if wrong else 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
