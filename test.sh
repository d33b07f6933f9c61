#!/usr/bin/env bash
# Installs what the tests need, runs all of them, and ends with a line "N passed, N failed" (", N skipped" where so).
# Long runs (outages, soaks, kills) are in ./soak.sh.
set -uo pipefail
cd "$(dirname "$0")"
export DOTNET_CLI_TELEMETRY_OPTOUT=1 DOTNET_NOLOGO=1 MSBUILDDISABLENODEREUSE=1
passed=0 failed=0 skipped=0
fail() { failed=$((failed + 1)); echo "FAILED: $*"; }
finish() {
  if [ "$skipped" -gt 0 ]; then echo "$passed passed, $failed failed, $skipped skipped"; else echo "$passed passed, $failed failed"; fi
  [ "$failed" -eq 0 ] && [ "$passed" -gt 0 ]
  exit $?
}

if ! command -v "${CHROMIUM:-chromium}" >/dev/null 2>&1; then
  echo "Installing Chromium for the browser tests…"
  if [ "$(id -u)" -eq 0 ] && command -v apt-get >/dev/null 2>&1; then
    apt-get update -qq >/dev/null && DEBIAN_FRONTEND=noninteractive apt-get install -y -qq chromium >/dev/null 2>&1 || fail "chromium could not be installed"
  else
    fail "the browser tests need Chromium: install the package 'chromium', or set CHROMIUM to its program"
  fi
fi

./build.sh || { fail "build.sh"; finish; }

# Each test project: one run, its totals from the result file.
results=$(mktemp -d)
trap 'rm -rf "$results"' EXIT
echo "Building tests…"
dotnet build KhcnIoc.sln -c Release -v quiet -nologo -p:UseSharedCompilation=false || { fail "dotnet build"; finish; }
echo "Checking the format…"
dotnet format whitespace KhcnIoc.sln --verify-no-changes --no-restore -v quiet && passed=$((passed + 1)) || fail "dotnet format whitespace (run it without --verify-no-changes)"
for project in tests/*.Tests; do
  name=$(basename "$project")
  echo "== $name"
  dotnet test "$project" -c Release --no-build -v quiet -nologo --logger "trx;LogFileName=$name.trx" --results-directory "$results" --blame-hang-timeout 5m || true
  counters=$(grep -o '<Counters [^>]*>' "$results/$name.trx" 2>/dev/null | head -1)
  if [ -z "$counters" ]; then fail "$name gave no result"; continue; fi
  number() { printf '%s' "$counters" | sed -nE "s/.* $1=\"([0-9]+)\".*/\1/p"; }
  total=$(number total) executed=$(number executed) good=$(number passed)
  passed=$((passed + good)) failed=$((failed + executed - good)) skipped=$((skipped + total - executed))
  [ "$executed" -gt 0 ] || fail "$name ran no test"
done

# Node tests: schemas of the packs, scripts, and the running product in a real browser.
for folder in tests/schema wwwroot-assets tests/EndToEnd; do
  [ -f "$folder/package.json" ] || continue
  echo "== $folder"
  if ! (cd "$folder" && npm ci --no-audit --no-fund --loglevel=error); then fail "npm ci in $folder"; continue; fi
  (cd "$folder" && node --test --test-reporter=spec --test-reporter-destination=stdout --test-reporter=tap --test-reporter-destination="$results/node.tap" --test-concurrency=1) || true
  count() { sed -nE "s/^# $1 ([0-9]+)$/\1/p" "$results/node.tap" | tail -1; }
  good=$(count pass) bad=$(count fail) cancelled=$(count cancelled) left=$(count skipped)
  if [ -z "$good" ] || [ $((good + bad)) -eq 0 ]; then fail "$folder ran no test"; continue; fi
  passed=$((passed + good)) failed=$((failed + bad + cancelled)) skipped=$((skipped + left))
done
finish
