#!/bin/sh
# Builds the web console with the machine's Node, as a step of Maven's build: types from the contract,
# type check, bundle. Only what has changed: packages when the lock file did, the bundle when a source did.
set -eu
cd "$(dirname "$0")"

contract=../adapters-rest/target/classes/META-INF/swagger/vmgate-1.json
out=target/classes/io/vmgate/ui

if ! command -v node >/dev/null || ! command -v npm >/dev/null; then
  echo "The web console is left out: install Node 20.19 or newer with npm to build it." >&2
  exit 0
fi
if ! node -e 'const [a, b] = process.versions.node.split("."); process.exit(a > 20 || (a == 20 && b >= 19) ? 0 : 1)'; then
  echo "The web console is left out: it needs Node 20.19 or newer, and this is $(node -v)." >&2
  exit 0
fi

if [ ! -f node_modules/.package-lock.json ] || [ package-lock.json -nt node_modules/.package-lock.json ]; then
  # Whoever cannot reach a package registry still gets the platform; what is wrong stands above.
  if ! npm ci --ignore-scripts --no-audit --no-fund --loglevel=error; then
    echo "The web console is left out: its packages cannot be installed." >&2
    rm -rf node_modules target/built target/checked
    exit 0
  fi
  touch node_modules/.package-lock.json
fi

stamp=target/built
if [ "${1:-build}" = check ]; then
  stamp=target/checked
fi
if [ -f "$stamp" ] && [ -f "$out/index.html" ] &&
  # Folders, too: what was taken away is newer nowhere else.
  [ -z "$(find . -path ./node_modules -prune -o -path ./target -prune -o -path ./src/api/contract.d.ts -prune -o \
    \( -type f -o -path './src*' -o -path './public*' \) -newer "$stamp" -print -quit)" ] &&
  { [ ! -f target/contract.json ] || cmp -s "$contract" target/contract.json; }; then
  exit 0
fi

mkdir -p target
if [ "${1:-build}" = check ]; then
  npm run --silent check
else
  cp "$contract" target/contract.json
  npm run --silent types
  npm run --silent build
fi
touch "$stamp"
