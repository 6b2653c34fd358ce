#!/bin/sh
# The examples of README.md are what the program answers.
set -u
. scripts/lib.sh
needs readme node Node.js
build_release >/dev/null || exit 1
exec node tests/readme.mjs build/amends
