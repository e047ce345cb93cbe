#!/usr/bin/env python3
"""Lays the third-party files of the interface into Public/vendor.

    python3 Scripts/assets.py [--out DIR] [--force]

Wheels named in web-assets.lock are fetched once into a cache (OTKLIK_CACHE, else ~/.cache/otklik) and
checked by hash; afterwards no network is needed. A second run with nothing changed ends at once.
Needs python3 with venv and pip (Debian: python3-venv). The tools that cut fonts go into a venv of their own.
"""
import argparse
import gzip
import hashlib
import io
import json
import os
import pathlib
import re
import subprocess
import sys
import zipfile

HERE = pathlib.Path(__file__).resolve().parent
LOCK = HERE / "web-assets.lock"
ICONS = HERE / "icons.txt"
CACHE = pathlib.Path(os.environ.get("OTKLIK_CACHE") or pathlib.Path.home() / ".cache" / "otklik")
TOOLS = ("fonttools", "brotli")

# package -> path inside its wheel -> name under Public/vendor
SCRIPTS = {
    "django-htmx": {
        "django_htmx/static/django_htmx/htmx-2.min.js": "htmx.js",
        "django_htmx/static/django_htmx/ext/hx-preload-2.min.js": "htmx-preload.js",
    },
    "djhtmx": {"djhtmx/static/htmx/2.0.4/ext/idiomorph-ext.min.js": "idiomorph.js"},
    "django-prose-editor": {"django_prose_editor/static/django_prose_editor/editor.js": "editor.js"},
}

# package, path inside its wheel, name, axes kept, OpenType features kept
FONTS = (
    ("fontpkg-inter", "fontpkg_inter/files/Inter[opsz,wght].ttf", "inter",
     {"opsz": 14, "wght": (400, 700)},
     ["kern", "ccmp", "locl", "mark", "mkmk", "tnum"]),
    ("fontpkg-jetbrains-mono", "fontpkg_jetbrains_mono/files/JetBrainsMono[wght].ttf", "mono",
     {"wght": (400, 700)}, ["kern", "ccmp"]),
)

# The same ranges stand in Public/css/fonts.css: a browser loads only the files that a page has letters of.
RANGES = {
    "latin": "0020-007E,00A0-00BF,00D7,00F7,2009-200A,2010-2015,2018-201E,2020-2022,2026,202F-2030,2039-203A,20AC,"
             "20BD,2116,2122,2190-2193,2212,2215,21B5,21E7",
    "accents": "00C0-00D6,00D8-00F6,00F8-00FF,0131,0152-0153,0160-0161,0178,017D-017E,02BB-02BC,02C6,02DA,02DC",
    "cyrillic": "0400-045F,0490-0491,04B0-04B1",
}


def locked():
    """Package name -> set of permitted SHA-256 sums, from the lock file."""
    pins = {}
    for line in LOCK.read_text().splitlines():
        if line and not line.startswith("#"):
            pins[line.split("==")[0]] = set(re.findall(r"sha256:([0-9a-f]{64})", line))
    return pins


def digest(data):
    return hashlib.sha256(data).hexdigest()


def stamp():
    """Changes with everything that the result depends on."""
    return digest(b"".join(p.read_bytes() for p in (pathlib.Path(__file__), LOCK, ICONS)))


def is_current(out):
    manifest = out / "manifest.json"
    if not manifest.exists():
        return False
    known = json.loads(manifest.read_text())
    files = known.get("files", {})
    return known.get("stamp") == stamp() and all(
        (out / name).is_file() and (out / name).stat().st_size == entry["bytes"] for name, entry in files.items())


def cached_wheels(folder, pins):
    """Package name -> wheel in the folder whose sum the lock permits."""
    found = {}
    by_sum = {digest(p.read_bytes()): p for p in sorted(folder.glob("*.whl"))}
    for package, sums in pins.items():
        found.update((package, by_sum[s]) for s in sums if s in by_sum)
    return found


def fetch(pins):
    """Downloads what the cache lacks, for every package but the tools, and returns package -> wheel."""
    folder = CACHE / "wheels"
    folder.mkdir(parents=True, exist_ok=True)
    wanted = {package: sums for package, sums in pins.items() if package not in TOOLS}
    wheels = cached_wheels(folder, wanted)
    if missing := [package for package in wanted if package not in wheels]:
        print("fetching", ", ".join(missing))
        lines = [line for line in LOCK.read_text().splitlines() if line.split("==")[0] in missing]
        pip_install(python_with_tools(), "download", lines, "--no-deps", "--ignore-requires-python", "--dest", str(folder))
        wheels = cached_wheels(folder, wanted)
    return wheels


def pip_install(python, verb, lines, *options):
    requirements = CACHE / "requirements.txt"
    requirements.write_text("\n".join(lines) + "\n")
    command = [str(python), "-m", "pip", verb, "--quiet", "--disable-pip-version-check",
               "--only-binary", ":all:", "--require-hashes", "-r", str(requirements), *options]
    if subprocess.run(command).returncode != 0:
        sys.exit("assets: the packages of Scripts/web-assets.lock could not be fetched (see above); "
                 f"without a network, copy {CACHE} from a machine where this has run")


def python_with_tools():
    """The Python of the venv that has the font tools, made at the first call."""
    venv = CACHE / f"assets-venv-{sys.version_info.major}.{sys.version_info.minor}"
    python = venv / "bin" / "python"
    ready = venv / "ready"
    lines = [line for line in LOCK.read_text().splitlines() if line.split("==")[0] in TOOLS]
    mark = digest("\n".join(lines).encode())
    if not ready.exists() or ready.read_text() != mark:
        if subprocess.run([sys.executable, "-m", "venv", "--clear", str(venv)]).returncode != 0:
            sys.exit("assets: this Python cannot make a venv; on Debian: apt-get install python3-venv")
        pip_install(python, "install", lines)
        ready.write_text(mark)
    return python


def font_files(wheel, inner, name, axes, features):
    """One variable font, cut to the axes and to one WOFF2 file a script."""
    from fontTools import subset
    from fontTools.ttLib import TTFont
    from fontTools.varLib import instancer

    whole = TTFont(io.BytesIO(wheel.read(inner)), recalcTimestamp=False)
    cut = io.BytesIO()
    instancer.instantiateVariableFont(whole, axes).save(cut)
    for script, ranges in RANGES.items():
        font = TTFont(io.BytesIO(cut.getvalue()), recalcTimestamp=False)
        options = subset.Options()
        options.layout_features = features
        options.notdef_outline = True
        subsetter = subset.Subsetter(options)
        subsetter.populate(unicodes=subset.parse_unicodes(ranges))
        subsetter.subset(font)
        font.flavor = "woff2"
        data = io.BytesIO()
        font.save(data)
        yield f"{name}-{script}.woff2", data.getvalue()


def sprite(wheel):
    """All icons of icons.txt as symbols; colour and stroke come from CSS (.icon)."""
    symbols = []
    for name in ICONS.read_text().split():
        svg = wheel.read(f"fasthtml_lucide/icons/{name}.svg").decode()
        shapes = re.search(r"<svg[^>]*>(.*)</svg>", svg, re.S).group(1)
        shapes = re.sub(r"\s+", " ", shapes).strip().replace(" />", "/>").replace("> <", "><")
        symbols.append(f'<symbol id="{name}" viewBox="0 0 24 24">{shapes}</symbol>')
    return ('<svg xmlns="http://www.w3.org/2000/svg">' + "".join(symbols) + "</svg>").encode()


def licences(wheels):
    for package, wheel in wheels.items():
        texts = [wheel.read(n).decode() for n in wheel.namelist() if re.search(r"(^|/|-)LICEN[CS]E[^/]*$", n)]
        yield f"licences/{package}.txt", "\n\n".join(dict.fromkeys(texts)).encode()


def build(out, paths):
    """Runs inside the venv: the font tools can be imported here."""
    import brotli

    wheels = {package: zipfile.ZipFile(path) for package, path in paths.items()}
    files = {}

    def put(name, data):
        target = out / name
        target.parent.mkdir(parents=True, exist_ok=True)
        target.write_bytes(data)
        files[name] = {"bytes": len(data), "sha256": digest(data)}
        if target.suffix in (".js", ".svg"):
            (out / f"{name}.gz").write_bytes(gzip.compress(data, 9, mtime=0))
            (out / f"{name}.br").write_bytes(brotli.compress(data, quality=11))

    for package, parts in SCRIPTS.items():
        for inner, name in parts.items():
            put(name, re.sub(rb"\n?//# sourceMappingURL=\S+\s*$", b"", wheels[package].read(inner)))
    for package, *rest in FONTS:
        for name, data in font_files(wheels[package], *rest):
            put(f"fonts/{name}", data)
    put("icons.svg", sprite(wheels["fasthtml-lucide"]))
    for name, data in licences(wheels):
        put(name, data)
    (out / "manifest.json").write_text(json.dumps({"stamp": stamp(), "files": files}, indent=1, sort_keys=True) + "\n")
    print(f"assets: {len(files)} files in {out}")


def main():
    options = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    options.add_argument("--out", type=pathlib.Path, default=HERE.parent / "Public" / "vendor")
    options.add_argument("--force", action="store_true", help="build again even if nothing changed")
    options.add_argument("--wheels", help=argparse.SUPPRESS)  # set when this file calls itself in the venv
    chosen = options.parse_args()
    if chosen.wheels:
        return build(chosen.out, json.loads(chosen.wheels))
    if is_current(chosen.out) and not chosen.force:
        return print("assets: up to date")
    pins = locked()
    wheels = fetch(pins)
    chosen.out.mkdir(parents=True, exist_ok=True)
    again = [str(python_with_tools()), str(pathlib.Path(__file__)), "--out", str(chosen.out),
             "--wheels", json.dumps({package: str(path) for package, path in wheels.items()})]
    sys.exit(subprocess.run(again).returncode)


if __name__ == "__main__":
    main()
