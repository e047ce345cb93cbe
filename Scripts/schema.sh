#!/usr/bin/env bash
# Writes the schema of both engines: schema.sh [--built] FOLDER. With --built an older program is used as it is.
set -euo pipefail
source "$(dirname "$0")/toolchain.sh"
find_swift
built=
if [ "${1:-}" = --built ]; then built=yes; shift; fi
folder="$(realpath "${1:?usage: schema.sh [--built] FOLDER}")"
cd "$root"
program="${OTKLIK_PROGRAM:-$(build_folder)/debug/otklik}"
if [ -z "$built" ]; then Scripts/build.sh debug; fi
[ -x "$program" ] || exit 0
"$program" migrate --dump-schema sqlite >"$folder/schema-sqlite.sql.new"
mv "$folder/schema-sqlite.sql.new" "$folder/schema-sqlite.sql"
# PostgreSQL's own types and defaults are known to a server only.
if [ -x /usr/lib/postgresql/15/bin/initdb ]; then
  export program target="$folder"
  # shellcheck disable=SC2016
  Scripts/with-postgres.sh bash -c \
    'OTKLIK_DATABASE="$TEST_DATABASE_URL" "$program" migrate --dump-schema postgresql >"$target/schema-postgresql.sql.new"'
  mv "$folder/schema-postgresql.sql.new" "$folder/schema-postgresql.sql"
fi
