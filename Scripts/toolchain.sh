# Sourced by the other scripts: where Swift is, where it builds, how scripts speak.

root="$(cd "$(dirname "${BASH_SOURCE[0]}")/.." && pwd)"
# Python of the system: another one in PATH may lack what Debian's packages bring.
python=/usr/bin/python3
export SWIFT_BACKTRACE="${SWIFT_BACKTRACE:-enable=no}"

say() { printf '==> %s\n' "$*"; }
stop() { printf 'error: %s\n' "$*" >&2; exit 1; }

find_swift() {
  if ! command -v swift >/dev/null && [ -x /opt/swift/usr/bin/swift ]; then
    export PATH="/opt/swift/usr/bin:$PATH"
  fi
  command -v swift >/dev/null || stop "Swift 6.3 was not found in PATH or in /opt/swift/usr/bin.
Get the toolchain for Debian 12 from https://www.swift.org/install/linux/ and unpack it into /opt/swift,
or put its usr/bin into PATH. Nothing was changed."
}

# Outside the clone, so that a fresh clone finds the dependencies built. Named after the dependencies alone:
# a new target in Package.swift keeps them, another version of one starts anew. OTKLIK_SCRATCH names a folder outright.
build_folder() {
  if [ -n "${OTKLIK_SCRATCH:-}" ]; then echo "$OTKLIK_SCRATCH"; return; fi
  local key
  key="$( { swift --version 2>/dev/null | head -1; grep -E 'swift-tools-version|^ *\.package\(' "$root/Package.swift"; } | sha256sum | cut -c1-12)"
  printf '%s/%s\n' "${OTKLIK_BUILD:-$HOME/.cache/otklik}" "$key"
}

# One set of flags for everything: another set would rebuild every dependency.
# The index store costs 40 % of a clean build; Tests/XCTMain.swift makes it unnecessary for tests.
swift_flags() {
  printf '%s\n' --package-path "$root" --scratch-path "$(build_folder)" --disable-index-store
}
