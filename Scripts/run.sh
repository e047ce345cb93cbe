#!/usr/bin/env bash
# From a bare machine to the first page: installs what is missing, builds, serves ./data. Arguments go to `otklik serve`.
set -euo pipefail
source "$(dirname "$0")/toolchain.sh"
cd "$root"
find_swift
"$root/Scripts/setup.sh" run
# Fetched beside the build, which takes longer; what was said is shown when it went wrong.
assets="$(mktemp)"
trap 'rm -f "$assets"' EXIT
say "Fetching the web assets: fonts, icons, scripts"
"$python" Scripts/assets.py >"$assets" 2>&1 &
fetching=$!
# Debug on purpose: a release takes half as long again to build, and the desk is quick enough without it.
"$root/Scripts/build.sh" debug || { kill "$fetching" 2>/dev/null; exit 1; }
wait "$fetching" || { cat "$assets" >&2; exit 1; }
rm -f "$assets"
say "Starting (Ctrl-C stops; data is kept in ./data)"
exec "$(build_folder)/debug/otklik" serve --data ./data "$@"
