"""The files under a folder, and what a check has to say about them."""

import subprocess
from dataclasses import dataclass, field
from functools import cached_property
from pathlib import Path

from swift_source import SwiftSource

SKIPPED = {".git", ".build", "vendor", "node_modules", "bin", "dist", "data", ".results", "__pycache__"}


@dataclass(frozen=True, order=True)
class Finding:
    path: str
    line: int
    message: str

    def __str__(self) -> str:
        return f"{self.path}:{self.line}: {self.message}" if self.line else f"{self.path}: {self.message}"


@dataclass
class Tree:
    root: Path
    _sources: dict = field(default_factory=dict)

    @cached_property
    def files(self) -> list[str]:
        """Every file that is or would be committed, by its path from the root."""
        if (self.root / ".git").exists():
            listed = subprocess.run(
                ["git", "-C", self.root, "ls-files", "--cached", "--others", "--exclude-standard", "-z"],
                capture_output=True, check=True, text=True).stdout
            return sorted(name for name in set(listed.split("\0")) if name and (self.root / name).is_file())
        found = (path.relative_to(self.root) for path in self.root.rglob("*") if path.is_file())
        return sorted(str(path) for path in found if not SKIPPED & set(path.parts))

    def under(self, *folders: str, ending: str) -> list[str]:
        return [name for name in self.files if name.endswith(ending) and name.startswith(tuple(f + "/" for f in folders))]

    def text(self, name: str) -> str:
        return (self.root / name).read_text(encoding="utf-8")

    def swift(self, name: str) -> SwiftSource:
        if name not in self._sources:
            self._sources[name] = SwiftSource(self.text(name))
        return self._sources[name]
