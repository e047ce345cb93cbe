#!/usr/bin/env bash
# Everything that proves the desk: test.sh [checks] [libraries] [sqlite] [postgresql] [browser]; no argument means all.
# Ends with the failing tests by name and one line `N passed, N failed`.
set -uo pipefail
source "$(dirname "$0")/toolchain.sh"
cd "$root"
stages="${*:-checks libraries sqlite postgresql browser}"
results="$root/.results"
rm -rf "$results"
mkdir -p "$results"
export NO_COLOR=1
# A test that hangs is stopped, and counts as failed.
limit="${OTKLIK_TEST_LIMIT:-30m}"

# Runs one stage; its exit code is kept for the tally, which knows a crash from a failed test by it.
stage() {
  local name="$1"
  shift
  say "$name"
  local begun=$SECONDS
  # Of Swift's tests only what went wrong is shown; the whole is in the log.
  timeout --kill-after=20s "$limit" "$@" 2>&1 | tee "$results/$name.log" | grep --line-buffered -vE '^(◇|✔|➜|━) '
  echo "${PIPESTATUS[0]}" >"$results/$name.code"
  say "$name: $((SECONDS - begun)) s"
}
asked() { [[ " $stages " == *" $1 "* ]]; }

find_swift
"$root/Scripts/setup.sh" run test || exit 1

if asked checks || asked browser; then
  say "Preparing Python for the tests"
  tests_python="$("$root/Scripts/python.sh" "$root/Browser/requirements.txt")" || exit 1
fi
asked checks && stage checks "$tests_python" -m pytest -q -p no:cacheprovider Scripts/check/tests Scripts/tests --junitxml="$results/checks.xml"

built=yes
if asked libraries || asked sqlite || asked postgresql || asked browser; then
  "$root/Scripts/build.sh" tests || { built=; echo 1 >"$results/build.code"; }
fi
# Every text and icon of a page comes from here; without them the pages would be tested bare.
if [ -n "$built" ] && asked browser && [ -f Scripts/assets.py ]; then "$python" Scripts/assets.py || echo 1 >"$results/assets.code"; fi

if [ -n "$built" ]; then
  # These know no database, and some of them wait for real peers with a limit: they run once, and not beside the others.
  libraries='^(MailTests|MarkupTests|WorkTimeTests)'
  asked libraries && stage libraries env -u TEST_DATABASE_URL "$root/Scripts/swift-tests.sh" --skip-build --filter "$libraries" \
    --event-stream-output-path "$results/libraries.events" --event-stream-version 0
  asked sqlite && stage sqlite env -u TEST_DATABASE_URL "$root/Scripts/swift-tests.sh" --skip-build --skip "$libraries" \
    --event-stream-output-path "$results/sqlite.events" --event-stream-version 0
  asked postgresql && stage postgresql "$root/Scripts/with-postgres.sh" "$root/Scripts/swift-tests.sh" --skip-build --skip "$libraries" \
    --event-stream-output-path "$results/postgresql.events" --event-stream-version 0
  asked browser && OTKLIK_PROGRAM="$(build_folder)/debug/otklik" \
    stage browser "$root/Scripts/with-postgres.sh" "$tests_python" -m pytest -q -p no:cacheprovider Browser --junitxml="$results/browser.xml"
fi
exec "$python" "$root/Scripts/tally.py" "$results"
