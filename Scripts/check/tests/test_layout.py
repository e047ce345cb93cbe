from pathlib import Path

import layout

CONFIGURATION = (Path(__file__).resolve().parents[3] / ".swift-format").read_text()


def test_a_crooked_file_is_found(sample, said):
    tree = sample({".swift-format": CONFIGURATION, "Sources/App/A.swift": "struct A {\n      var b = 1\n}\n"})
    assert "Sources/App/A.swift:2:" in said(layout.findings(tree))


def test_a_file_laid_out_well_is_not(sample):
    tree = sample({".swift-format": CONFIGURATION, "Sources/App/A.swift": "struct A {\n  var b = 1\n}\n"})
    assert not list(layout.findings(tree))


def test_a_broken_configuration_is_not_taken_for_success(sample, said):
    tree = sample({".swift-format": "{", "Sources/App/A.swift": "struct A {}\n"})
    assert said(layout.findings(tree))
