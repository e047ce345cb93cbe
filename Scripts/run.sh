#!/usr/bin/env bash
# From a bare machine to the first page: installs what is missing, builds, serves ./data. Arguments go to `otklik serve`.
set -euo pipefail
source "$(dirname "$0")/toolchain.sh"
cd "$root"
find_swift
"$root/Scripts/setup.sh" run
say "Fetching the web assets (a second time takes no time)"
"$python" Scripts/assets.py
# Debug on purpose: a release takes half as long again to build, and the desk is quick enough without it.
"$root/Scripts/build.sh" debug
say "Starting (Ctrl-C stops; data is kept in ./data)"
exec "$(build_folder)/debug/otklik" serve --data ./data "$@"
