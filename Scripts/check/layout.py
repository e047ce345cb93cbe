"""Swift code is laid out as .swift-format says (2 spaces, 140 columns); `make format` puts it right."""

import re
import shutil
import subprocess
from pathlib import Path

from tree import Finding, Tree


def swift() -> str:
    return shutil.which("swift") or "/opt/swift/usr/bin/swift"


def findings(tree: Tree):
    files = tree.under("Sources", "Tests", ending=".swift") + [name for name in tree.files if name == "Package.swift"]
    if not files:
        return
    if not Path(swift()).exists():
        yield Finding("Package.swift", 0, "Swift was not found, so the layout could not be checked")
        return
    run = subprocess.run(
        [swift(), "format", "lint", "--strict", "--parallel", "--configuration", tree.root / ".swift-format", *files],
        cwd=tree.root, capture_output=True, text=True)
    said = run.stderr.splitlines()
    for line in said:
        if match := re.match(r"(.+?):(\d+):\d+: (?:error|warning): (.*)", line):
            yield Finding(match[1].removeprefix(f"{tree.root}/"), int(match[2]), match[3])
    if run.returncode and not any(re.match(r".+?:\d+:\d+:", line) for line in said):
        yield Finding(".swift-format", 0, f"swift format failed: {' '.join(said)[:300]}")
