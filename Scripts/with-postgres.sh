#!/usr/bin/env bash
# Runs a command beside a throw-away PostgreSQL 15: with-postgres.sh [--durable] COMMAND…
# The command finds it in TEST_DATABASE_URL. The server and its files are gone afterwards, whatever happened.
# Without --durable the server does not wait for the disk: right for tests, wrong for measuring.
set -euo pipefail
source "$(dirname "$0")/toolchain.sh"

durable=
if [ "${1:-}" = --durable ]; then durable=yes; shift; fi
[ $# -gt 0 ] || stop "usage: with-postgres.sh [--durable] COMMAND…"
programs="${OTKLIK_POSTGRES:-/usr/lib/postgresql/15/bin}"
[ -x "$programs/initdb" ] || stop "PostgreSQL 15 is not installed: make setup-test"

# PostgreSQL refuses to run as root.
as_owner=()
if [ "$(id -u)" -eq 0 ]; then as_owner=(runuser -u postgres --); fi

folder="$(mktemp -d /tmp/otklik-postgres.XXXXXX)"
chmod 755 "$folder"
if [ "$(id -u)" -eq 0 ]; then chown postgres "$folder"; fi

clean_up() {
  [ -d "$folder" ] || return 0
  (cd "$folder" && "${as_owner[@]}" "$programs/pg_ctl" -D "$folder/data" -m immediate stop) >/dev/null 2>&1 || true
  rm -rf "$folder"
}
trap clean_up EXIT
command=
end() { [ -z "$command" ] || kill -TERM "$command" 2>/dev/null || true; exit "$1"; }
trap 'end 130' INT
trap 'end 143' TERM HUP
# Should this script be killed outright, the watcher cleans up instead.
(
  trap '' INT TERM HUP
  while kill -0 $$ 2>/dev/null; do sleep 1; done
  clean_up
) </dev/null >/dev/null 2>&1 &
watcher=$!
disown "$watcher"

free_port() { "$python" -c 'import socket; s = socket.socket(); s.bind(("127.0.0.1", 0)); print(s.getsockname()[1])'; }

cd "$folder"
"${as_owner[@]}" "$programs/initdb" -D "$folder/data" -A trust -U postgres --encoding=UTF8 --locale=C.UTF-8 --no-sync >"$folder/initdb.log" 2>&1 || {
  cat "$folder/initdb.log" >&2
  stop "initdb failed: the reason is above"
}
options="-c listen_addresses=127.0.0.1 -c max_connections=600 -k $folder"
[ -n "$durable" ] || options+=" -c fsync=off -c synchronous_commit=off -c full_page_writes=off"
started=
for _ in 1 2 3; do
  port="$(free_port)"
  # Another program may take the port in between: then another one is tried.
  if "${as_owner[@]}" "$programs/pg_ctl" -D "$folder/data" -l "$folder/data/server.log" -w -o "-p $port $options" start >/dev/null 2>&1; then
    started=yes
    break
  fi
done
[ -n "$started" ] || { tail -20 "$folder/data/server.log" >&2; stop "PostgreSQL did not start: the reason is above"; }
cd "$OLDPWD"

export TEST_DATABASE_URL="postgresql://postgres@127.0.0.1:$port/postgres"
code=0
# In the background and waited for, so that a signal is answered at once; with the caller's input.
"$@" <&0 &
command=$!
wait "$command" || code=$?
kill -9 "$watcher" 2>/dev/null || true
exit "$code"
