#!/bin/sh
# The web app: its texts in four languages, its types against the server's description, its size, and every journey in Debian's
# Chromium against the real program.
set -u
cd "$(dirname "$0")/../.." || exit 1
. scripts/lib.sh

if [ ! -d web/node_modules ] || ! have node || [ ! -x "$(browser)" ]; then
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
# Two at a time: a browser mostly waits. What fails is played once more when all is over and nothing else runs, and says so:
# what fails twice is broken.
folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
cat >"$folder/one" <<'END'
log=$1/$(basename "$2").log
timeout 400 node "$2" >"$log" 2>&1
echo $? >"$log.status"
[ "$(cat "$log.status")" -ne 0 ] || cat "$log"
END
printf '%s\n' tests/web/*.test.mjs tests/web/size.mjs | xargs -n 1 -P 2 sh "$folder/one" "$folder"
for suite in tests/web/*.test.mjs tests/web/size.mjs; do
    log=$folder/$(basename "$suite").log
    [ "$(cat "$log.status" 2>/dev/null)" != 0 ] || continue
    sed 's/^/  the first time: /' "$log"
    told=$(timeout 400 node "$suite" 2>&1) || failed=1
    printf '%s\n' "$told"
    # One that was stopped has counted nothing.
    case $told in *' passed, '*) ;; *) say "web-$(basename "$suite"): 0 passed, 1 failed" ;; esac
done
exit $failed
