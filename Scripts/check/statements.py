"""SQL holds bound values only: no statement is made from a string outside of the storage targets.

The type `SQL` can only bind what is interpolated. Its ways around that (`SQL(trusted:)`, `SQL(stringLiteral:)`) belong to
Sources/Libraries/Storage*. A statement in a variable of type String, or one made by String(format:), could not be run
without them, and is found here earlier.
"""

import re

from tree import Finding, Tree

HOME = ("Sources/Libraries/Storage",)
AROUND = r"\bSQL\(\s*(trusted|raw|unsafe|stringLiteral|stringInterpolation|verbatim)\s*:|\bSQL\(\s*(?![\"#)\s])(?=\w)"
STATEMENT = re.compile(r"\s*(?:SELECT\s.+\sFROM|INSERT\s+INTO|UPDATE\s.+\sSET|DELETE\s+FROM|CREATE\s+(?:TABLE|INDEX)|ALTER\s+TABLE|DROP\s+TABLE|WITH\s+\w+\s+AS\s*\()",
                       re.IGNORECASE | re.DOTALL)


def findings(tree: Tree):
    for name in tree.under("Sources", ending=".swift"):
        if name.startswith(HOME):
            continue
        source = tree.swift(name)
        for line, match in source.find(AROUND):
            yield Finding(name, line, f"{match[0].strip()} makes SQL from a string; write it as a literal and interpolate the values")
        for literal in source.literals:
            if not STATEMENT.match(literal.text.lstrip("\\\n ")):
                continue
            before = source.code[max(0, literal.start - 60):literal.start].rstrip()
            if re.search(r"\bString\s*=$|\bString\(format:$|\bString\($|\bString\s*\{$|-> String \{\s*(?:return)?$", before):
                yield Finding(name, literal.line, "a statement as a String; its type must be SQL")
