"""Only Sources/App prints; everything else logs through swift-log."""

from tree import Finding, Tree


def findings(tree: Tree):
    for name in tree.under("Sources", ending=".swift"):
        if name.startswith("Sources/App/"):
            continue
        for line, match in tree.swift(name).find(r"(?<![.\w])(?<!func )(?:debugPrint|print|dump|NSLog)\("):
            yield Finding(name, line, f"{match[0]}…) writes past the log; use the logger of the world or of the request")
    for name in tree.under("Public", ending=".js"):
        for number, text in enumerate(tree.text(name).splitlines(), 1):
            if "console.log(" in text:
                yield Finding(name, number, "console.log is left over")
