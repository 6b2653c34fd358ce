#!/bin/sh
# The built program from outside: each case is arguments, input and expected output (tests/cases.mjs), and behaves well at its edges (tests/behaviour.mjs).
set -u
. scripts/lib.sh
folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
trap 'exit 130' INT TERM HUP
status=0
# It waits at terminals, while the others work.
beside behaviour node tests/behaviour.mjs behaviour build/amends
node tests/cases.mjs "end to end" build/amends tests/cases/*.test || status=1
node tests/alike.mjs alike build/amends || status=1
if [ -x build-sanitized/amends ]; then
    node tests/cases.mjs "end to end, sanitized" build-sanitized/amends tests/cases/*.test || status=1
fi
gather "end to end" behaviour || status=1
exit $status
