#!/bin/sh
# The examples of README.md are what the program answers.
set -u
. scripts/lib.sh
if ! have node; then
    say "readme: SKIPPED, Node.js is not here"
    exit 0
fi
build_release >/dev/null || exit 1
exec node tests/readme.mjs build/amends
