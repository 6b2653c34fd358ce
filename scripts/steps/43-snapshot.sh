#!/bin/sh
# What the engine says of every line of the corpus is what tests/snapshot holds.
set -u
. scripts/lib.sh
if ! have node; then
    say "snapshot: SKIPPED, Node.js is not here"
    exit 0
fi
exec node tests/corpus/snapshot.mjs build/amends
