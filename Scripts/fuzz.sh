#!/usr/bin/env bash
# Feeds the mail reader broken messages, made from those of Tests/MailTests/Corpus: fuzz.sh SECONDS [SEED]
# It fails on a crash, on a message that takes more than a second, on growth over 200 MiB, and on anything read that must not be.
# The number of a round and the seed name a message: MAILFUZZ_FROM=ROUND MAILFUZZ_SEED=SEED plays it again.
set -euo pipefail
source "$(dirname "$0")/toolchain.sh"
seconds="${1:-60}"
seed="${2:-$(date +%Y%m%d)}"
"$root/Scripts/build.sh" tests
say "Fuzzing the mail reader for $seconds s, seed $seed"
MAILFUZZ_SECONDS="$seconds" MAILFUZZ_SEED="$seed" exec nice -n 19 "$root/Scripts/swift-tests.sh" --skip-build --filter MailFuzzTests.longRun
