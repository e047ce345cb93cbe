#!/usr/bin/env bash
# Prints the path of a Python that has what a requirements file asks for: python.sh REQUIREMENTS. Made once, outside the clone.
set -euo pipefail
source "$(dirname "$0")/toolchain.sh"
requirements="$1"
folder="${OTKLIK_BUILD:-$HOME/.cache/otklik}/python-$(sha256sum "$requirements" | cut -c1-12)"
if [ ! -x "$folder/bin/python" ] || [ ! -f "$folder/complete" ]; then
  rm -rf "$folder"
  "$python" -m venv "$folder" >&2
  "$folder/bin/python" -m pip install -q --disable-pip-version-check -r "$requirements" >&2
  touch "$folder/complete"
fi
echo "$folder/bin/python"
