#!/usr/bin/env bash
# Takes the pictures of the README from the built program.
set -euo pipefail
source "$(dirname "$0")/toolchain.sh"
tests_python="$("$root/Scripts/python.sh" "$root/Browser/requirements.txt")"
OTKLIK_PROGRAM="$(build_folder)/debug/otklik" "$tests_python" "$root/Scripts/screenshots.py"
