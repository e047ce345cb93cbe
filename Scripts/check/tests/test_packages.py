import packages

MANIFEST = (
    '// swift-tools-version:6.1\nimport PackageDescription\nlet package = Package(name: "x", targets: ['
    '.systemLibrary(name: "CZip", path: "Sources/Libraries/CZip", pkgConfig: "libzip", providers: [.apt(["libzip-dev"])])])')


def tree_with(sample, listed):
    return sample({"Package.swift": MANIFEST, "Sources/Libraries/CZip/module.modulemap": "", "Scripts/debian-packages.txt": listed})


def test_a_library_that_nothing_installs_is_found(sample, said):
    assert "no line 'run libzip-dev'" in said(packages.findings(tree_with(sample, "test libzip-dev  x\n")))


def test_a_library_that_is_installed_is_not(sample):
    assert not list(packages.findings(tree_with(sample, "# x\nrun libzip-dev  archives\n")))


def test_a_library_without_a_package_is_found(sample, said):
    package = {"targets": [{"name": "CZip", "type": "system", "path": "Sources/Libraries/CZip", "providers": None}]}
    assert "does not say which Debian package" in said(packages.findings(tree_with(sample, ""), package))
