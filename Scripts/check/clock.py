"""Time is handed in: nothing reads the clock outside of Sources/App.

`World` carries the clock. A rule that reads it by itself cannot be tested on the day the clocks change.
What measures how long something took, and decides nothing, may: a comment `// measures: what` on the line says so.
"""

from tree import Finding, Tree

READS = [
    r"\bDate\(\s*\)", r"\bDate\.now\b", r"\bDate\(timeIntervalSinceNow:", r"\.timeIntervalSinceNow\b",
    r"\b(?:Continuous|Suspending)Clock\(\)\.now\b", r"\b(?:Continuous|Suspending)Clock\.now\b",
    r"\bDispatchTime\.now\(", r"\bDispatchWallTime\.now\(", r"\b(?:clock_gettime|gettimeofday)\(", r"\btime\(nil\)",
    r"\bCFAbsoluteTimeGetCurrent\(", r"\.systemUptime\b",
]


def findings(tree: Tree):
    for name in tree.under("Sources", ending=".swift"):
        if name.startswith("Sources/App/"):
            continue
        source = tree.swift(name)
        measured = {line for line, comment in source.comments if comment.startswith("// measures:")}
        for line, match in source.find("|".join(READS)):
            if line in measured:
                continue
            yield Finding(name, line, f"{match[0]} reads the clock; take the instant as a parameter (World hands it out)")
