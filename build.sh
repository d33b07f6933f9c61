#!/usr/bin/env bash
# Builds what is missing or older than its sources: browser assets, server and simulator (release) into artifacts/.
# Prints on standard error only, so that callers may print results on standard output.
set -euo pipefail
cd "$(dirname "$0")"

need() { # need COMMAND WHAT
  command -v "$1" >/dev/null 2>&1 || { echo "Missing: $2 ('$1' is not on the PATH). Install it and run this again." >&2; exit 1; }
}
need dotnet "the .NET SDK 10 (any 10.0 feature band)"
need node "Node.js 20 or later"
need npm "npm 10 or later"

newer() { # newer STAMP PATH... : is any file of the paths newer than the stamp, or the stamp missing?
  local stamp=$1; shift
  [ ! -e "$stamp" ] || [ -n "$(find "$@" -newer "$stamp" \( -name node_modules -o -name bin -o -name obj -o -path 'src/KhcnIoc.Web/wwwroot/assets' \) -prune -o -newer "$stamp" -type f -print -quit)" ]
}

mkdir -p artifacts
if newer artifacts/.assets wwwroot-assets || [ ! -e src/KhcnIoc.Web/wwwroot/assets/wall.js ]; then
  echo "Building browser assets…" >&2
  if [ ! -d wwwroot-assets/node_modules ] || newer wwwroot-assets/node_modules/.package-lock.json wwwroot-assets/package-lock.json; then
    (cd wwwroot-assets && npm ci --no-audit --no-fund --loglevel=error >&2)
  fi
  (cd wwwroot-assets && npm run --silent build >&2)
  touch artifacts/.assets
fi
if newer artifacts/.server src dashboards Directory.Build.props Directory.Packages.props artifacts/.assets; then
  echo "Building server and simulator (release)…" >&2
  # No servers of the build tool may stay behind: they would hold the output of whoever called this.
  export MSBUILDDISABLENODEREUSE=1
  dotnet publish src/KhcnIoc.Web -c Release -o artifacts/server -v quiet -nologo -p:UseSharedCompilation=false >&2
  dotnet publish src/KhcnIoc.Simulator -c Release -o artifacts/simulator -v quiet -nologo -p:UseSharedCompilation=false >&2
  touch artifacts/.server
fi
