#!/bin/sh
# The web app: its texts in four languages, its types against the server's description, its size, and every journey in Debian's
# Chromium against the real program.
set -u
cd "$(dirname "$0")/../.." || exit 1
. scripts/lib.sh

if [ ! -d web/node_modules ] || ! have node || [ ! -x "${CHROMIUM:-/usr/bin/chromium}" ]; then
    say "web: SKIPPED, Node.js, its packages (npm ci --prefix web) or Chromium are not here"
    exit 0
fi
failed=0
checked() { # NAME COMMAND...
    name=$1
    shift
    if "$@"; then say "web-$name: 1 passed, 0 failed"; else say "web-$name: 0 passed, 1 failed" && failed=1; fi
}
checked words node web/words.mjs --check
checked types web/node_modules/.bin/tsc --noEmit -p web
checked worker web/node_modules/.bin/tsc --noEmit -p web/tsconfig.sw.json
checked api node tests/web/api.mjs
# Two at a time: a browser mostly waits.
one=$(mktemp)
trap 'rm -f "$one"' EXIT
cat >"$one" <<'END'
told=$(timeout 240 node "$1" 2>&1)
status=$?
printf '%s\n' "$told"
exit $status
END
printf '%s\n' tests/web/*.test.mjs tests/web/size.mjs | xargs -n 1 -P 2 sh "$one" || failed=1
exit $failed
