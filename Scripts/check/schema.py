"""docs/schema-sqlite.sql and docs/schema-postgresql.sql are what the migrations make; `make schema` writes them anew.

Compared only when the program has been built: building is the business of `make test`.
"""

import subprocess
import tempfile
from pathlib import Path

from tree import Finding, Tree

ENGINES = ("sqlite", "postgresql")


def findings(tree: Tree, script: str = "Scripts/schema.sh"):
    if not any("dump-schema" in tree.text(name) for name in tree.under("Sources/App", ending=".swift")):
        return
    with tempfile.TemporaryDirectory() as folder:
        run = subprocess.run([tree.root / script, "--built", folder], cwd=tree.root, capture_output=True, text=True)
        if run.returncode:
            yield Finding(script, 0, f"could not write the schema: {run.stderr.strip()[-300:]}")
            return
        for engine in ENGINES:
            name = f"docs/schema-{engine}.sql"
            fresh = Path(folder, f"schema-{engine}.sql")
            if not fresh.exists():
                continue
            if not (tree.root / name).exists():
                yield Finding(name, 0, "is missing: make schema")
            elif tree.text(name) != fresh.read_text():
                yield Finding(name, 0, "is not what the migrations make: make schema")
