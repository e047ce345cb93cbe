#!/usr/bin/env bash
# Installs what is missing from Debian: setup.sh PURPOSE… with purposes run, test, package, bench.
set -euo pipefail
source "$(dirname "$0")/toolchain.sh"

purposes="${*:-run}"
wanted=()
while read -r purpose name _; do
  [[ " $purposes " == *" $purpose "* ]] && wanted+=("$name")
done < <(grep -Ev '^(#|$)' "$root/Scripts/debian-packages.txt")

command -v dpkg-query >/dev/null || stop "this is not Debian: install by hand what matches ${wanted[*]}"
installed="$(dpkg-query -W -f '${db:Status-Abbrev} ${Package}\n' "${wanted[@]}" 2>/dev/null | awk '$1 == "ii" { print $2 }' || true)"
missing=()
for name in "${wanted[@]}"; do
  grep -qxF "$name" <<<"$installed" || missing+=("$name")
done
[ ${#missing[@]} -eq 0 ] && exit 0

as_root=()
if [ "$(id -u)" -ne 0 ]; then
  command -v sudo >/dev/null || stop "these Debian packages are missing and neither root nor sudo is at hand. As root, run:
  apt-get install --no-install-recommends ${missing[*]}"
  as_root=(sudo)
fi

say "Installing Debian packages, only what is missing: ${missing[*]}"
fetch() {
  "${as_root[@]}" env DEBIAN_FRONTEND=noninteractive apt-get install -y -q --no-install-recommends \
    -o Dpkg::Use-Pty=0 "${missing[@]}"
}
log="$(mktemp)"
# Databases and mail servers are wanted as programs for tests: Debian is kept from starting them as services.
policy=/usr/sbin/policy-rc.d
if [ -e "$policy" ]; then policy=; else printf '#!/bin/sh\nexit 101\n' | "${as_root[@]}" install -m 755 /dev/stdin "$policy"; fi
trap 'rm -f "$log"; [ -z "$policy" ] || "${as_root[@]}" rm -f "$policy"' EXIT
# The package lists may be absent or old: they are fetched anew only when the first try fails.
fetch >"$log" 2>&1 || { "${as_root[@]}" apt-get update -q >"$log" 2>&1 && fetch >>"$log" 2>&1; } || {
  tail -20 "$log" >&2
  stop "apt-get could not install ${missing[*]}: the reason is above"
}
