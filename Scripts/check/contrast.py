"""Every pair of colours in the design tokens is legible in both themes (4.5 for text, 3 for marks)."""

import subprocess
import sys

from tree import Finding, Tree

SCRIPT = "Scripts/contrast.py"


def findings(tree: Tree):
    if not tree.under("Public/css", ending=".css"):
        return
    if not (tree.root / SCRIPT).exists():
        yield Finding(SCRIPT, 0, "is missing, so the contrast of Public/css is not checked")
        return
    run = subprocess.run([sys.executable, SCRIPT], cwd=tree.root, capture_output=True, text=True)
    if run.returncode:
        said = (run.stdout + run.stderr).strip().splitlines() or ["failed and said nothing"]
        for line in said:
            yield Finding("Public/css", 0, line.strip())
