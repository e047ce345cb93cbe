"""Links and pictures in the documents lead somewhere."""

import re
from pathlib import Path
from urllib.parse import unquote

from tree import Finding, Tree

LINK = re.compile(r"!?\[[^\]]*\]\(([^)\s]+)(?:\s+\"[^\"]*\")?\)")


def findings(tree: Tree):
    for name in [name for name in tree.files if name.endswith(".md")]:
        fenced = False
        for number, line in enumerate(tree.text(name).splitlines(), 1):
            if line.lstrip().startswith("```"):
                fenced = not fenced
            if fenced:
                continue
            for target in LINK.findall(re.sub(r"`[^`]*`", "", line)):
                if reason := broken(tree, name, target):
                    yield Finding(name, number, reason)


def broken(tree: Tree, name: str, target: str) -> str | None:
    if re.match(r"[a-z][a-z+.-]*:", target):
        return None
    path, _, anchor = unquote(target).partition("#")
    file = (tree.root / name).parent / path if path else tree.root / name
    if not file.exists():
        return f"leads nowhere: {target}"
    if tree.root.resolve() not in [file.resolve(), *file.resolve().parents]:
        return f"leads out of the repository: {target}"
    if anchor and file.suffix == ".md" and anchor not in anchors(file):
        return f"there is no heading #{anchor} in {path or name}"
    return None


def anchors(file: Path) -> set[str]:
    headings = re.findall(r"^#{1,6}\s+(.+?)\s*#*$", file.read_text(), re.MULTILINE)
    plain = (re.sub(r"[^\w\- ]", "", re.sub(r"[`*]", "", heading).lower()) for heading in headings)
    return {heading.strip().replace(" ", "-") for heading in plain}
