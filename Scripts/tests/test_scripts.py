"""The scripts themselves: what they promise when all goes well, and when it does not."""

import os
import signal
import subprocess
import time
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[2]
BESIDE_POSTGRES = ROOT / "Scripts/with-postgres.sh"
needs_postgres = pytest.mark.skipif(not Path("/usr/lib/postgresql/15/bin/initdb").exists(), reason="PostgreSQL 15 is not installed")


def bash(command: str, **options) -> subprocess.CompletedProcess:
    return subprocess.run(["bash", "-c", command], capture_output=True, text=True, timeout=60, **options)


@needs_postgres
def test_a_command_finds_a_server_and_its_exit_code_is_kept():
    run = bash(f"{BESIDE_POSTGRES} bash -c '/usr/lib/postgresql/15/bin/psql \"$TEST_DATABASE_URL\" -Atc \"show fsync\"; exit 7'")
    assert (run.returncode, run.stdout.strip()) == (7, "off"), run.stderr


@needs_postgres
@pytest.mark.parametrize("sent", [signal.SIGTERM, signal.SIGKILL])
def test_the_server_goes_whatever_ends_the_script(tmp_path, sent):
    said = tmp_path / "url"
    process = subprocess.Popen([BESIDE_POSTGRES, "bash", "-c", f'echo "$TEST_DATABASE_URL" > {said}.new; mv {said}.new {said}; exec sleep 20'])
    until(said.exists)
    port = said.read_text().strip().rpartition(":")[2].split("/")[0]
    assert is_ready(port)
    os.kill(process.pid, sent)
    process.wait(20)
    until(lambda: not is_ready(port))


def is_ready(port: str) -> bool:
    return bash(f"/usr/lib/postgresql/15/bin/pg_isready -q -h 127.0.0.1 -p {port}").returncode == 0


def until(question):
    deadline = time.monotonic() + 20
    while not question():
        assert time.monotonic() < deadline, "waited in vain"
        time.sleep(0.1)


@pytest.mark.parametrize("change, same", [
    ("s/targets: \\[/targets: [ .target(name: \"New\"),/", True),
    ("s/from: \"7.10.0\"/from: \"7.11.0\"/", False),
])
def test_built_dependencies_outlive_a_new_target_but_not_a_new_version(tmp_path, change, same):
    manifest = 'let package = Package(\n  dependencies: [\n    .package(url: "https://x/GRDB.swift", from: "7.10.0"),\n  ],\n  targets: [\n  ])\n'
    folders = []
    for edit in ("", change):
        (tmp_path / "Package.swift").write_text(manifest)
        subprocess.run(["sed", "-i", edit, tmp_path / "Package.swift"], check=True)
        run = bash(f"source {ROOT}/Scripts/toolchain.sh; root={tmp_path}; find_swift; build_folder")
        assert run.returncode == 0, run.stderr
        folders.append(run.stdout)
    assert (folders[0] == folders[1]) == same


def test_a_missing_compiler_is_said_plainly(tmp_path):
    tools = tmp_path / "bin"
    tools.mkdir()
    for name in ("bash", "dirname", "pwd"):
        (tools / name).symlink_to(bash(f"command -v {name} | grep / || echo /bin/{name}").stdout.strip())
    script = (ROOT / "Scripts/toolchain.sh").read_text().replace("/opt/swift", str(tmp_path / "nowhere"))
    (tmp_path / "toolchain.sh").write_text(script)
    run = bash(f"source {tmp_path}/toolchain.sh; find_swift", env={"PATH": str(tools), "HOME": str(tmp_path)})
    assert run.returncode == 1 and "https://www.swift.org/install/linux/" in run.stderr


def test_without_root_the_set_up_says_what_to_install(tmp_path):
    scripts = tmp_path / "Scripts"
    scripts.mkdir()
    for name in ("setup.sh", "toolchain.sh"):
        (scripts / name).write_text((ROOT / "Scripts" / name).read_text())
    (scripts / "debian-packages.txt").write_text("run coreutils there already\nrun otklik-no-such-package missing\ntest otklik-other other purpose\n")
    (scripts / "id").write_text("#!/bin/sh\necho 1000\n")
    (scripts / "id").chmod(0o755)
    tools = ("grep", "awk", "dpkg-query", "dirname", "bash")
    for name in tools:
        (scripts / name).symlink_to(bash(f"command -v {name}").stdout.strip())
    run = bash(f"bash {scripts}/setup.sh run", env={"PATH": str(scripts), "HOME": str(tmp_path)})
    assert run.returncode == 1
    assert run.stderr.rstrip().endswith("apt-get install --no-install-recommends otklik-no-such-package"), run.stderr
