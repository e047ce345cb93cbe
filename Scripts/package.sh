#!/usr/bin/env bash
# Makes dist/otklik-VERSION-linux-ARCH.tar.gz and dist/otklik_VERSION_ARCH.deb from the release build.
# The version is the first one in CHANGELOG.md, and the program must agree.
set -euo pipefail
source "$(dirname "$0")/toolchain.sh"
cd "$root"
Scripts/setup.sh run package
"$python" Scripts/assets.py
if [ -z "${OTKLIK_RELEASE:-}" ]; then
  Scripts/build.sh release
fi
program="${OTKLIK_RELEASE:-$root/bin/otklik}"
version="$(sed -nE 's/^## ([0-9]+\.[0-9]+\.[0-9]+\S*).*/\1/p' CHANGELOG.md | head -1)"
[ -n "$version" ] || stop "CHANGELOG.md has no heading '## 1.2.3'"
says="$("$program" --version)" || stop "$program --version failed"
[ "$says" = "$version" ] || stop "the program says it is '$says', CHANGELOG.md says $version"
machine="$(uname -m)"
architecture="$(dpkg --print-architecture)"

work="$(mktemp -d)"
trap 'rm -rf "$work"' EXIT
mkdir -p dist
"$python" Scripts/sbom.py "$version" >"$work/sbom.json"

# The licences of the Swift packages that are linked in.
mkdir -p "$work/licences"
for checkout in "$(build_folder)"/checkouts/*/; do
  for paper in "$checkout"LICENSE* "$checkout"NOTICE*; do
    [ -f "$paper" ] && install -D -m 644 "$paper" "$work/licences/$(basename "$checkout")/$(basename "$paper")"
  done
done

# What both carry: the parts of the interface and the papers.
resources() { mkdir -p "$1"; cp -a Public Languages "$1/"; }
papers() {
  mkdir -p "$1"
  cp --parents LICENSE NOTICE THIRD-PARTY.md README.md README.en.md CHANGELOG.md docs/operations.md docs/operations.en.md "$1/"
  cp "$work/sbom.json" "$1/"
  cp -a "$work/licences" "$1/"
}

say "Packing the archive"
name="otklik-$version-linux-$machine"
resources "$work/$name"
papers "$work/$name"
install -m 755 "$program" "$work/$name/otklik"
install -m 644 packaging/otklik.service packaging/settings.yml "$work/$name/"
# Same input, same bytes: names in order, no owner, the date of the last commit.
date="$(git log -1 --format=%cI 2>/dev/null || date -Iseconds)"
tar --sort=name --owner=0 --group=0 --numeric-owner --mtime="$date" -C "$work" -cf - "$name" | gzip -9n >"dist/$name.tar.gz"

say "Packing the .deb"
tree="$work/deb"
install -D -m 755 "$program" "$tree/usr/lib/otklik/otklik"
install -D -m 755 packaging/otklik.sh "$tree/usr/bin/otklik"
install -D -m 644 packaging/otklik.service "$tree/lib/systemd/system/otklik.service"
install -D -m 640 packaging/settings.yml "$tree/etc/otklik/settings.yml"
resources "$tree/usr/share/otklik"
papers "$tree/usr/share/doc/otklik"
mv "$tree/usr/share/doc/otklik/LICENSE" "$tree/usr/share/doc/otklik/copyright"
find "$tree/usr/share" -type f -exec chmod 644 {} +
find "$tree" -type d -exec chmod 755 {} +

# dpkg-shlibdeps reads which libraries the program needs and names the packages that bring them.
mkdir -p "$work/shlib/debian"
printf 'Source: otklik\n\nPackage: otklik\nArchitecture: any\n' >"$work/shlib/debian/control"
depends="$(cd "$work/shlib" && dpkg-shlibdeps -O "$tree/usr/lib/otklik/otklik" 2>"$work/shlib.log" | sed -n 's/^shlibs:Depends=//p')" || {
  cat "$work/shlib.log" >&2
  stop "dpkg-shlibdeps failed: the reason is above"
}
install -D -m 755 -t "$tree/DEBIAN" packaging/postinst packaging/prerm packaging/postrm
echo /etc/otklik/settings.yml >"$tree/DEBIAN/conffiles"
cat >"$tree/DEBIAN/control" <<CONTROL
Package: otklik
Version: $version
Architecture: $architecture
Maintainer: The Otklik authors <otklik@localhost>
Section: net
Priority: optional
Installed-Size: $(du -sk --exclude=DEBIAN "$tree" | cut -f1)
Depends: $depends
Recommends: ca-certificates
Suggests: postgresql
Homepage: https://otklik.example
Description: free self-hosted service desk
 Requests by mail become tickets with deadlines; employees answer in the
 browser. One program, one folder of data.
CONTROL
dpkg-deb --root-owner-group -Zxz --build "$tree" "dist/otklik_${version}_$architecture.deb" >/dev/null

(cd dist && sha256sum "$name.tar.gz" "otklik_${version}_$architecture.deb" >"otklik-$version.sha256")
say "dist/: $(cd dist && du -h "$name.tar.gz" "otklik_${version}_$architecture.deb" | awk '{ print $2 " " $1 }' | paste -sd, | sed 's/,/, /g')"
