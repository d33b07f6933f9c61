#!/usr/bin/env bash
# Long runs by hand, against the built product on a free port with data of their own. At the end: one dated line a run, for docs/performance.md.
#   ./soak.sh outage    a wall, the server away for OUTAGE_SECONDS (420) of real time, the wall back by itself and equal to a fresh load
#   ./soak.sh soak      a 4K wall for SOAK_MINUTES (30), all 24 tiles changing each second: does the page or the server grow
#   ./soak.sh kills     KILLS (100) times kill -9 under 50 writers: is what was acknowledged there, once
#   ./soak.sh cycles    CYCLES (2000) circuits connect and drop: do they leave anything behind
#   ./soak.sh all       one after the other, about an hour
set -uo pipefail
cd "$(dirname "$0")"

case "${1:-}" in
  outage | soak | kills | cycles) runs=("$1") ;;
  all) runs=(outage soak kills cycles) ;;
  *) sed -n '2,7s/^# \{0,1\}//p' "$0" >&2; exit 2 ;;
esac

./build.sh || exit 1
for folder in tests/EndToEnd tests/load; do
  [ -d "$folder/node_modules" ] || (cd "$folder" && npm ci --no-audit --no-fund --loglevel=error >&2) || exit 1
done

work=$(mktemp -d)
server_pid=
stop_server() {
  [ -n "$server_pid" ] || return 0
  kill "$server_pid" 2>/dev/null && wait "$server_pid" 2>/dev/null
  server_pid=
}
trap 'stop_server; rm -rf "$work"' EXIT
trap 'exit 130' INT TERM

free_port() { node -e 'const s=require("node:net").createServer().listen(0,"127.0.0.1",()=>{console.log(s.address().port);s.close()})'; }

prepare() { # prepare NAME: settings and a key for a server of its own
  url=http://127.0.0.1:$(free_port) data=$work/$1
  mkdir -p "$data"
  export ASPNETCORE_URLS=$url Ioc__PackDirectory=$PWD/dashboards Ioc__DataDirectory=$data Ioc__Demo=false Ioc__ExtraDashboards=$PWD/tests/load/dashboards Ioc__Province=dong-thap
  artifacts/server/KhcnIoc.Web feed-key load > "$work/$1.key"
}

start_server() {
  artifacts/server/KhcnIoc.Web > "$work/server.log" 2>&1 &
  server_pid=$!
  local tries=0
  until node -e 'fetch(process.argv[1]).then(r=>process.exit(r.ok?0:1),()=>process.exit(1))' "$url/readyz"; do
    tries=$((tries + 1))
    if ! kill -0 "$server_pid" 2>/dev/null || [ "$tries" -gt 120 ]; then
      echo "The server did not get ready:" >&2
      tail -20 "$work/server.log" >&2
      return 1
    fi
    sleep 0.5
  done
}

tool() { (cd tests/load && node "$@"); }

run_outage() {
  OUTAGE_SECONDS=${OUTAGE_SECONDS:-420} node --test --test-reporter=spec --test-name-pattern='outage of minutes' tests/EndToEnd/wall-recovery.test.mjs
}

run_soak() {
  prepare soak && start_server &&
    tool heap-soak.mjs --url "$url" --key-file "$work/soak.key" --pid "$server_pid" --minutes "${SOAK_MINUTES:-30}" --max-heap-kib-per-minute 5
}

run_kills() {
  prepare kills &&
    tool kill-writers.mjs --url "$url" --key-file "$work/kills.key" --writers 50 --kills "${KILLS:-100}" --seconds-between "${SECONDS_BETWEEN:-3}" --command "$PWD/artifacts/server/KhcnIoc.Web"
}

run_cycles() {
  # The server keeps a dropped circuit for three minutes; only what is there after that was left behind.
  prepare cycles && start_server &&
    tool circuits.mjs --url "$url" --pid "$server_pid" --cycles "${CYCLES:-2000}" --drop --settle-seconds "${SETTLE_SECONDS:-200}" --max-left-kib 51200
}

lines=() failed=0
for run in "${runs[@]}"; do
  echo "== $run, $(date '+%Y-%m-%d %H:%M')" >&2
  "run_$run" 2>&1 | tee "$work/$run.out" >&2
  status=${PIPESTATUS[0]}
  stop_server
  if [ "$run" = outage ]; then
    said=$(grep -oE 'outage [0-9]+ s: .*' "$work/$run.out" | head -1)
  else
    said=$(grep -v '^\s*$' "$work/$run.out" | tail -1)
  fi
  if [ "$status" -eq 0 ]; then verdict=passed; else verdict=FAILED failed=1; fi
  lines+=("$(date +%Y-%m-%d) | $run | $verdict | ${said:-no result}")
done
printf '%s\n' "${lines[@]}"
exit "$failed"
