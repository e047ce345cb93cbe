"""Every C library that Package.swift takes from the system is installed by the set-up: Scripts/debian-packages.txt names it."""

import arrows
from tree import Finding, Tree

LIST = "Scripts/debian-packages.txt"


def findings(tree: Tree, package: dict | None = None):
    if package is None:
        if "Package.swift" not in tree.files:
            return
        try:
            package = arrows.manifest(tree)
        except (RuntimeError, OSError):
            # `arrows` says what is wrong with the manifest.
            return
    lines = [line.split() for line in tree.text(LIST).splitlines() if line and not line.startswith("#")]
    listed = {line[1] for line in lines if line[0] == "run"}
    for target in package["targets"]:
        if target["type"] != "system":
            continue
        wanted = [name for provider in target.get("providers") or [] for names in provider.get("apt", []) for name in flat(names)]
        if not wanted:
            yield Finding("Package.swift", 0, f"{target['name']} does not say which Debian package brings it (providers: [.apt([…])])")
        for name in wanted:
            if name not in listed:
                yield Finding(LIST, 0, f"has no line 'run {name}', which {target['name']} needs")


def flat(names) -> list[str]:
    return [names] if isinstance(names, str) else list(names)
