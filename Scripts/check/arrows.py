"""Arrows between targets point one way: App → features → Desk → libraries. No feature imports a sibling.

Read from the package's manifest and from the `import` lines, so that an import that only happens to compile is found as well.
What a library may import is the table below: a library that would serve any web application knows nothing of a desk.
"""

import json
import re
import subprocess
import tempfile
from dataclasses import dataclass

import layout
from tree import Finding, Tree

# Part of Swift and its Foundation: everybody may.
STANDARD = {"Foundation", "FoundationEssentials", "Synchronization", "Dispatch", "Glibc", "Swift", "Observation", "RegexBuilder"}

# Library → what it may import besides the standard modules: other libraries, C modules, packages.
LIBRARIES = {
    "Storage": set(),
    "StorageSQLite": {"Storage", "GRDB", "GRDBSQLite", "WordForms"},
    "StoragePostgres": {"Storage", "CPostgres", "NIOPosix"},
    "Web": {"Hummingbird", "HummingbirdCore", "NIOHTTPTypes", "HTTPTypes", "NIOCore", "NIOPosix", "NIOFoundationCompat", "Logging", "CZlib"},
    "Markup": {"CGumbo", "CGumboArena"},
    "Mail": {
        "TLS", "Logging", "NIOCore", "NIOPosix", "NIOExtras", "CGMime", "CGMimeShim", "CCurl", "CCurlShim", "CGumbo", "CGumboArena", "Markup"},
    "WordForms": {"CStemmer"},
    "WorkTime": set(),
    "TLS": {"COpenSSL", "NIOCore"},
    "Chance": set(),
    "Secrets": {"CSodium", "NIOPosix", "Crypto"},
    "Scripting": {"CQuickJS"},
    "Documents": {"CXLSXWriter", "CZip", "CXML"},
}
# Imported by one library and nowhere else.
OWNED = {
    "GRDB": "StorageSQLite", "GRDBSQLite": "StorageSQLite", "CStemmer": "WordForms", "CPostgres": "StoragePostgres", "CSodium": "Secrets", "CCurl": "Mail", "COpenSSL": "TLS",
    "CGMime": "Mail", "CQuickJS": "Scripting",
}
# Modules from packages that features and Desk may use directly.
FEATURES = {"Hummingbird", "HTTPTypes", "Logging", "Metrics", "NIOCore", "NIOPosix", "NIOFoundationCompat", "ServiceLifecycle", "Mustache", "Crypto"}

IMPORT = r"^\s*(?:@\w+(?:\([^)]*\))?\s+)*(?:(?:package|public|internal|private|fileprivate)\s+)?import\s+(?:(?:struct|class|enum|func|protocol|typealias|var|let)\s+)?(\w+)"


@dataclass
class Part:
    name: str
    path: str
    layer: str
    dependencies: set[str]


def layer(path: str) -> str:
    if path == "Sources/App":
        return "app"
    if path == "Sources/Features/Desk":
        return "desk"
    if path.startswith("Sources/Features/"):
        return "feature"
    return "library" if path.startswith("Sources/Libraries/") else "unknown"


def manifest(tree: Tree) -> dict:
    # A scratch folder of its own: the check does not wait for a build that is going on.
    with tempfile.TemporaryDirectory() as folder:
        run = subprocess.run(
            [layout.swift(), "package", "--scratch-path", folder, "--package-path", tree.root, "dump-package"],
            capture_output=True, text=True)
    if run.returncode:
        raise RuntimeError(run.stderr.strip()[-400:])
    return json.loads(run.stdout)


def parts(package: dict) -> list[Part]:
    found = []
    for target in package["targets"]:
        if target["type"] in ("test", "plugin"):
            continue
        path = (target.get("path") or f"Sources/{target['name']}").strip("/")
        if path.startswith("Tests/"):
            continue
        names = set()
        for dependency in target.get("dependencies", []):
            (kind, value), = dependency.items()
            names.add(value[0] if isinstance(value, list) else value)
        found.append(Part(target["name"], path, layer(path), names))
    return found


def findings(tree: Tree, package: dict | None = None):
    if package is None:
        if "Package.swift" not in tree.files:
            return
        try:
            package = manifest(tree)
        except (RuntimeError, OSError) as error:
            yield Finding("Package.swift", 0, f"could not be read: {error}")
            return
    known = {part.name: part for part in parts(package)}
    for part in known.values():
        if part.layer == "unknown":
            yield Finding("Package.swift", 0, f"{part.name} is in {part.path}; targets live in Sources/App, Sources/Features/* or Sources/Libraries/*")
            continue
        if part.layer == "library" and part.name not in LIBRARIES and tree.under(part.path, ending=".swift"):
            yield Finding("Package.swift", 0, f"{part.name} is a library that Scripts/check/arrows.py has no line for")
        for name in sorted(part.dependencies):
            if reason := refused(part, name, known):
                yield Finding("Package.swift", 0, reason)
        for file in tree.under(part.path, ending=".swift"):
            for line, match in tree.swift(file).find(IMPORT):
                if reason := refused(part, match[1], known):
                    yield Finding(file, line, reason)


def refused(part: Part, name: str, known: dict[str, Part]) -> str | None:
    """Why `part` may not import `name`."""
    if name in STANDARD or name == part.name or part.layer == "app":
        return None
    if name in OWNED and OWNED[name] != part.name and part.layer != "library":
        return f"{part.name} imports {name}, which belongs to {OWNED[name]}"
    other = known.get(name)
    if part.layer == "library":
        if name in LIBRARIES.get(part.name, set()) or part.name not in LIBRARIES:
            return None if other is None or other.layer == "library" else f"{part.name} is a library and imports {name}, which is above it"
        return f"{part.name} is a library that may not import {name} (table in Scripts/check/arrows.py)"
    if other is None:
        return None if name in FEATURES else f"{part.name} may not import {name} directly (table in Scripts/check/arrows.py)"
    if other.layer == "app":
        return f"{part.name} imports {name}: arrows never turn back"
    if other.layer == "feature":
        return f"{part.name} imports its sibling {name}: features meet through events and panels" if part.layer == "feature" else \
            f"Desk imports the feature {name}: arrows never turn back"
    return None
