"""Prints the list of what a release is made of (SBOM, CycloneDX 1.5): sbom.py VERSION

Swift packages come from Package.resolved, C libraries from the Debian packages of the machine that builds, with the versions found there;
web assets from the lock file of Scripts/assets.py, if there is one.
"""

import json
import re
import subprocess
import sys
from pathlib import Path

ROOT = Path(__file__).resolve().parents[1]
# In the lock file, but only at work while the assets are made.
TOOLS = {"fonttools", "brotli"}


def swift_packages() -> list[dict]:
    resolved = ROOT / "Package.resolved"
    if not resolved.exists():
        sys.exit("error: Package.resolved is missing; build first")
    found = []
    for pin in json.loads(resolved.read_text())["pins"]:
        version = pin["state"].get("version") or pin["state"].get("revision")
        owner_name = re.sub(r"^https://|\.git$", "", pin["location"])
        found.append(component("library", pin["identity"], version, f"pkg:swift/{owner_name}@{version}"))
    return found


def debian_packages() -> list[dict]:
    """What the program needs while it runs: for each -dev package the libraries that it depends on."""
    wanted = [line.split()[1] for line in (ROOT / "Scripts/debian-packages.txt").read_text().splitlines() if line.startswith("run ")]
    developers = [name for name in wanted if (name.startswith("lib") or name == "zlib1g-dev") and name.endswith("-dev") and name not in ("libc6-dev", "libstdc++-12-dev")]
    libraries = set()
    for name in developers:
        version, depends = query(name, "${Version}\t${Depends}")
        for dependency in depends.split(","):
            match = re.match(r"\s*(\S+)\s*(?:\(= *([^)]+)\))?", dependency)
            # A library's headers depend on the library in the very same version.
            if match and match[2] == version and not match[1].endswith("-dev") and match[1].startswith(("lib", "zlib")):
                libraries.add(match[1])
    return [component("library", name, query(name, "${Version}\t")[0], f"pkg:deb/debian/{name}@{query(name, '${Version}' + chr(9))[0]}")
            for name in sorted(libraries)]


def query(package: str, form: str) -> tuple[str, str]:
    run = subprocess.run(["dpkg-query", "-W", "-f", form, package], capture_output=True, text=True)
    if run.returncode:
        sys.exit(f"error: {run.stderr.strip()}; run make setup")
    version, _, rest = run.stdout.partition("\t")
    return version, rest


def web_assets() -> list[dict]:
    found = []
    for lock in sorted((ROOT / "Scripts").glob("*.lock")):
        for name, version in re.findall(r"^([A-Za-z0-9_.-]+)==([^\s;\\]+)", lock.read_text(), re.MULTILINE):
            if name not in TOOLS:
                found.append(component("file", name, version, f"pkg:pypi/{name.lower()}@{version}"))
    return found


def component(kind: str, name: str, version: str, purl: str) -> dict:
    return {"type": kind, "name": name, "version": version, "purl": purl}


def main(version: str):
    components = swift_packages() + debian_packages() + web_assets()
    print(json.dumps({
        "bomFormat": "CycloneDX", "specVersion": "1.5", "version": 1,
        "metadata": {"component": {"type": "application", "name": "otklik", "version": version, "licenses": [{"license": {"id": "Apache-2.0"}}]}},
        "components": components,
    }, indent=1, ensure_ascii=False))


if __name__ == "__main__":
    main(sys.argv[1])
