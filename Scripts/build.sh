#!/usr/bin/env bash
# Builds the program: build.sh debug|tests|release. The release goes to bin/otklik, with the Swift library inside.
set -euo pipefail
source "$(dirname "$0")/toolchain.sh"
find_swift
mode="${1:-debug}"
mapfile -t flags < <(swift_flags)

# How long it takes is said where it will be long.
note() { [ -d "$(build_folder)/$1" ] || printf ' (the first time takes about %s minutes on two cores, most of it dependencies)' "$2"; }

# Planning alone takes seconds: it is left out when nothing is newer than the last build, and that was of this clone.
stamp="$(build_folder)/built-from"
is_current() {
  [ -x "$(build_folder)/debug/otklik" ] && [ -f "$stamp" ] && [ "$(cat "$stamp")" = "$root" ] &&
    [ -z "$(find "$root/Sources" "$root/Package.swift" "$root/Package.resolved" -newer "$stamp" -print -quit)" ]
}
# The stamp bears the time of the beginning: what is edited meanwhile is newer.
begin() { rm -f "$stamp"; mkdir -p "$(dirname "$stamp")"; echo "$root" >"$stamp.new"; }
finish() { mv "$stamp.new" "$stamp"; }

case "$mode" in
  debug)
    if is_current; then say "Built already, nothing changed since"; exit; fi
    say "Building$(note debug five)"
    begin
    swift build "${flags[@]}" --product otklik
    finish ;;
  tests)
    say "Building the program and its tests$(note debug eight)"
    begin
    swift build "${flags[@]}" --build-tests
    finish ;;
  release)
    say "Building the release$(note release fifteen)"
    swift build "${flags[@]}" -c release --static-swift-stdlib --product otklik
    mkdir -p "$root/bin"
    # Written aside and moved, so that a running copy is not disturbed.
    strip -o "$root/bin/otklik.new" "$(build_folder)/release/otklik"
    mv "$root/bin/otklik.new" "$root/bin/otklik"
    say "bin/otklik, $(du -h "$root/bin/otklik" | cut -f1)" ;;
  *) stop "build.sh debug|tests|release" ;;
esac
