import sys
from pathlib import Path

import pytest

sys.path.insert(0, str(Path(__file__).resolve().parents[1]))
from tree import Tree  # noqa: E402


@pytest.fixture
def sample(tmp_path):
    """A tree of files from `path: text`."""
    def make(files: dict[str, str]) -> Tree:
        for name, text in files.items():
            (tmp_path / name).parent.mkdir(parents=True, exist_ok=True)
            (tmp_path / name).write_text(text)
        return Tree(tmp_path)
    return make


def said(findings) -> str:
    return "\n".join(str(finding) for finding in findings)


@pytest.fixture(name="said")
def said_fixture():
    return said
