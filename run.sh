#!/usr/bin/env bash
# Starts the product on http://127.0.0.1:8080 (ASPNETCORE_URLS changes that), building it first if needed.
#   ./run.sh                                 server, and beside it the demonstration feed unless Ioc__Demo=false
#   ./run.sh feed-key CODE [--simulated]     makes the feed if needed and prints a new key, once, alone on its line
#   ./run.sh view-key CODE                   prints a key for looking only
#   ./run.sh feed-revoke CODE                takes back all keys of a feed
set -euo pipefail
cd "$(dirname "$0")"
./build.sh

server=artifacts/server/KhcnIoc.Web
if [ $# -gt 0 ]; then exec "$server" "$@"; fi

demo=$(printf '%s' "${Ioc__Demo:-true}" | tr '[:upper:]' '[:lower:]')
if [ "$demo" != true ]; then exec "$server"; fi

url=${ASPNETCORE_URLS:-http://127.0.0.1:8080}
url=${url%%;*}
url=$(printf '%s' "$url" | sed -E 's#//(0\.0\.0\.0|\*|\+|\[::\])#//127.0.0.1#; s#/$##')

"$server" &
server_pid=$!
simulator_pid=
stop() {
  [ -z "$simulator_pid" ] || kill "$simulator_pid" 2>/dev/null || true
  kill "$server_pid" 2>/dev/null || true
}
trap stop INT TERM

(
  # The demonstration needs a key of its own; each start takes a fresh one and takes the old one back.
  until node -e 'fetch(process.argv[1]).then(r=>process.exit(r.ok?0:1),()=>process.exit(1))' "$url/readyz"; do
    kill -0 "$server_pid" 2>/dev/null || exit 0
    sleep 0.3
  done
  "$server" feed-revoke demo 2>/dev/null
  IOC_SIMULATOR_KEY=$("$server" feed-key demo --simulated) exec artifacts/simulator/KhcnIoc.Simulator --url "$url"
) &
simulator_pid=$!

status=0
wait "$server_pid" || status=$?
kill "$simulator_pid" 2>/dev/null || true
wait "$simulator_pid" 2>/dev/null || true
exit "$status"
