import arrows
import pytest


def target(name, path, *dependencies, kind="regular"):
    return {"name": name, "type": kind, "path": path, "dependencies": [{"byName": [name, None]} for name in dependencies]}


PACKAGE = {"targets": [
    target("App", None, "Desk", "Service", "Automation", kind="executable"),
    target("Desk", "Sources/Features/Desk", "Storage", "Web"),
    target("Service", "Sources/Features/Service", "Desk", "WorkTime"),
    target("Automation", "Sources/Features/Automation", "Desk"),
    target("Storage", "Sources/Libraries/Storage"),
    target("Web", "Sources/Libraries/Web"),
    target("WorkTime", "Sources/Libraries/WorkTime"),
    target("CStemmer", "Sources/Libraries/CStemmer", kind="system"),
]}


@pytest.mark.parametrize("path, code, reason", [
    ("Sources/Features/Service/SLA.swift", "import Automation", "imports its sibling Automation"),
    ("Sources/Features/Desk/World.swift", "import Service", "Desk imports the feature Service"),
    ("Sources/Features/Desk/World.swift", "import App", "arrows never turn back"),
    ("Sources/Libraries/Storage/SQL.swift", "import Desk", "library that may not import Desk"),
    ("Sources/Libraries/WorkTime/Week.swift", "import Storage", "library that may not import Storage"),
    ("Sources/Libraries/Web/HTML.swift", "import GRDB", "library that may not import GRDB"),
    ("Sources/Features/Desk/World.swift", "import GRDB", "belongs to StorageSQLite"),
    ("Sources/Features/Desk/World.swift", "@preconcurrency import CPostgres", "belongs to StoragePostgres"),
    ("Sources/Features/Desk/World.swift", "import struct Yams.Node", "may not import Yams directly"),
])
def test_an_arrow_that_turns_back_is_found(sample, said, path, code, reason):
    found = said(arrows.findings(sample({path: f"import Foundation\n{code}\n"}), PACKAGE))
    assert f"{path}:2:" in found and reason in found


@pytest.mark.parametrize("path, code", [
    ("Sources/App/Features.swift", "import Service\nimport Automation\nimport GRDB"),
    ("Sources/Features/Service/SLA.swift", "import Desk\nimport WorkTime\nimport Hummingbird\nimport Foundation"),
    ("Sources/Features/Desk/World.swift", "// import Service\nimport Storage\nimport Web"),
    ("Sources/Libraries/Web/HTML.swift", "import Hummingbird\nimport Synchronization"),
])
def test_arrows_as_drawn_are_not(sample, path, code):
    assert not list(arrows.findings(sample({path: code}), PACKAGE))


def test_a_dependency_in_the_manifest_counts_without_an_import(sample, said):
    package = {"targets": [*PACKAGE["targets"], target("Portal", "Sources/Features/Portal", "Desk", "Service")]}
    assert "Portal imports its sibling Service" in said(arrows.findings(sample({}), package))


def test_a_target_in_a_strange_place_is_found(sample, said):
    assert "targets live in" in said(arrows.findings(sample({}), {"targets": [target("Helpers", None)]}))


def test_a_library_without_a_line_in_the_table_is_found(sample, said):
    tree = sample({"Sources/Libraries/Telephony/Call.swift": "import Foundation"})
    assert "has no line for" in said(arrows.findings(tree, {"targets": [target("Telephony", "Sources/Libraries/Telephony")]}))


def test_the_manifest_is_read(sample, said):
    tree = sample({
        "Package.swift": '// swift-tools-version:6.1\nimport PackageDescription\nlet package = Package(name: "x", targets: ['
        '.target(name: "Storage", path: "Sources/Libraries/Storage"),'
        '.target(name: "WorkTime", dependencies: ["Storage"], path: "Sources/Libraries/WorkTime")])',
        "Sources/Libraries/WorkTime/A.swift": "", "Sources/Libraries/Storage/A.swift": ""})
    assert "WorkTime is a library that may not import Storage" in said(arrows.findings(tree))
