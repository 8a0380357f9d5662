#!/usr/bin/env bash
# scripts/postgres: a private cluster of one's own, wherever it is put.
set -euo pipefail
cd "$(dirname "$0")/../.."

fail() {
  printf 'FAIL: %s\n' "$1" >&2
  exit 1
}
# same WHAT GOT EXPECTED
same() { [[ $2 == "$3" ]] || fail "$1 is '$2', expected '$3'"; }

base=$(mktemp -d /tmp/orgair-test-postgres-XXXXXX)
chmod 711 "$base"
# A path too long for a socket, with what shells and URLs stumble over.
folder=$base/$(printf 'deep%.0s' {1..25})/"it's 100% ours"
finish() {
  scripts/postgres stop "$folder" || true
  if [[ -f $folder/socket-folder ]]; then rm -rf "$(<"$folder/socket-folder")"; fi
  rm -rf "$base"
}
trap finish EXIT
# Settings of the caller must not reach the server or the URL.
export PGHOST=/nowhere PGPORT=1 PGUSER=nobody PGDATABASE=nothing

# The folder is not there yet.
status=0
said=$(scripts/postgres url "$folder" 2>&1) || status=$?
same 'the status of url without a cluster' "$status" 1
same 'what it says' "$said" "postgres: there is no cluster in '$folder'
hint: scripts/postgres start '$folder' creates one"
scripts/postgres stop "$folder"

# Started twice at once, and once more: one cluster, and nothing on stdout.
scripts/postgres start --scratch "$folder" >"$base/out" &
said=$(scripts/postgres start --scratch "$folder")
wait $!
same 'the output of start' "$said$(<"$base/out")$(scripts/postgres start "$folder")" ''

url=$(scripts/postgres url "$folder")
ask() { psql --no-psqlrc --no-align --tuples-only "$url" --command="$1"; }
same 'who and where' "$(ask "SELECT current_user, current_database(), session_user")" \
  'orgair|orgair|orgair'
same 'what it listens to' "$(ask 'SHOW listen_addresses')" ''
same 'the encoding' "$(ask 'SHOW server_encoding')" UTF8
same 'the locale' \
  "$(ask "SELECT datcollate FROM pg_database WHERE datname = current_database()")" C.UTF-8
same 'the clock' "$(ask 'SHOW TimeZone')" UTC
[[ $(ask 'SHOW server_version_num') -ge 150000 ]] || fail 'the server is older than 15'

# Its socket is nobody else's business, and it does not run as root.
socket=$(ask "SHOW unix_socket_directories" | tr -d '"')
same 'the mode of the socket folder' "$(stat -c %a "$socket")" 700
pid=$(head -n 1 "$folder/data/postmaster.pid")
[[ $(stat -c %u "/proc/$pid") -ne 0 ]] || fail 'the server runs as root'

# What is in it outlives a stop.
ask 'CREATE TABLE kept (x INTEGER)' >/dev/null
scripts/postgres stop "$folder"
scripts/postgres stop "$folder"
if ask 'SELECT 1' >/dev/null 2>&1; then fail 'it still answers after stop'; fi
scripts/postgres start "$folder"
same 'the table after a restart' "$(ask "SELECT to_regclass('public.kept')")" kept
same 'fsync of a cluster that is not scratch' "$(ask 'SHOW fsync')" on

# A folder of something else is left alone.
mkdir "$base/other"
touch "$base/other/precious"
status=0
said=$(scripts/postgres start "$base/other" 2>&1) || status=$?
same 'the status of start in a foreign folder' "$status" 1
same 'what it says' "$said" \
  "postgres: '$base/other' holds something else than a cluster of this script
hint: name an empty or a new folder"
same 'what is in it' "$(ls -A "$base/other")" precious

for arguments in '' 'begin' 'start --fast' 'start a b' 'stop --scratch'; do
  status=0
  # shellcheck disable=SC2086
  scripts/postgres $arguments >/dev/null 2>&1 || status=$?
  same "the status of '$arguments'" "$status" 2
done
scripts/postgres --help | grep -q '^usage: scripts/postgres start' || fail 'help does not help'
