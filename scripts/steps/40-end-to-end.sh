#!/bin/sh
# The built program from outside: each case is arguments, input and expected output (tests/cases.mjs), and behaves well at its edges (tests/behaviour.mjs).
set -u
. scripts/lib.sh
status=0
node tests/cases.mjs "end to end" build/amends tests/cases/*.test || status=1
node tests/behaviour.mjs behaviour build/amends || status=1
if [ -x build-sanitized/amends ]; then
    node tests/cases.mjs "end to end, sanitized" build-sanitized/amends tests/cases/*.test || status=1
fi
exit $status
