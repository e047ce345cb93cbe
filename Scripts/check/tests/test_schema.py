import os

import schema

ASKS = 'option("--dump-schema")'
WRITES = "#!/bin/sh\necho 'CREATE TABLE a (id INTEGER);' > \"$2/schema-sqlite.sql\"\n"


def tree_with(sample, script, **documents):
    tree = sample({"Sources/App/Migrate.swift": ASKS, "Scripts/schema.sh": script,
                   **{f"docs/schema-{engine}.sql": text for engine, text in documents.items()}})
    os.chmod(tree.root / "Scripts/schema.sh", 0o755)
    return tree


def test_a_stale_schema_is_found(sample, said):
    assert "is not what the migrations make" in said(schema.findings(tree_with(sample, WRITES, sqlite="CREATE TABLE b;")))


def test_a_missing_schema_is_found(sample, said):
    assert "is missing" in said(schema.findings(tree_with(sample, WRITES)))


def test_a_fresh_schema_is_not(sample):
    assert not list(schema.findings(tree_with(sample, WRITES, sqlite="CREATE TABLE a (id INTEGER);\n")))


def test_a_program_that_fails_is_no_success(sample, said):
    assert "could not write" in said(schema.findings(tree_with(sample, "#!/bin/sh\nexit 1\n")))
