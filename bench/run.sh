#!/usr/bin/env bash
# Measures the release build: run.sh [--tickets 10000,100000] [--engine sqlite|postgresql] [--seconds 5] [--only NAME] [--publish]
# or run.sh --everything: SQLite to a million tickets, PostgreSQL to a hundred thousand, both published.
set -euo pipefail
source "$(dirname "$0")/../Scripts/toolchain.sh"
cd "$root"
program="${OTKLIK_RELEASE:-}"
if [ -z "$program" ]; then
  Scripts/build.sh release
  program="$root/bin/otklik"
fi
drive=("$python" bench/drive.py --program "$program" --work "${OTKLIK_BUILD:-$HOME/.cache/otklik}/bench")
if [ "${1:-}" = --everything ]; then
  export OTKLIK_RELEASE="$program"
  "$0" --tickets 10000,100000,1000000 --publish
  exec "$0" --engine postgresql --tickets 10000,100000 --publish
fi
if [[ " $* " == *" --engine postgresql "* || " $* " == *" --engine=postgresql "* ]]; then
  Scripts/setup.sh bench test
  exec Scripts/with-postgres.sh --durable "${drive[@]}" "$@"
fi
exec "${drive[@]}" "$@"
