#!/usr/bin/env bash
# Lays the Swift code out as .swift-format says.
set -euo pipefail
source "$(dirname "$0")/toolchain.sh"
find_swift
cd "$root"
git ls-files --cached --others --exclude-standard '*.swift' | xargs -r swift format format --in-place --parallel --configuration .swift-format
