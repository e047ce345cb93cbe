#!/usr/bin/env bash
# Builds and runs the Swift tests: swift-tests.sh [--filter NAME] [--skip-build] …
# On SQLite, or on PostgreSQL when TEST_DATABASE_URL is set. Other arguments go to the test program.
#
# The program is run directly and not through `swift test`, which wants an index of every file in order to find tests
# (docs/decisions/0002-tests-without-an-index.md).
set -euo pipefail
source "$(dirname "$0")/toolchain.sh"
find_swift
arguments=()
build=yes
for argument in "$@"; do
  if [ "$argument" = --skip-build ]; then build=; else arguments+=("$argument"); fi
done
if [ -n "$build" ]; then
  "$root/Scripts/build.sh" tests
fi
# All tests at once would open a thousand connections to one server, and starve those that wait for a peer with a limit.
export SWT_EXPERIMENTAL_MAXIMUM_PARALLELIZATION_WIDTH="${SWT_EXPERIMENTAL_MAXIMUM_PARALLELIZATION_WIDTH:-12}"
# What the program says is compared with its English.
export LC_ALL=C.UTF-8
exec "$(build_folder)/debug/otklikPackageTests.xctest" --testing-library swift-testing "${arguments[@]}"
