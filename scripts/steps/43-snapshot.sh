#!/bin/sh
# What the engine says of every line of the corpus is what tests/snapshot holds.
set -u
. scripts/lib.sh
needs snapshot node Node.js
exec node tests/corpus/snapshot.mjs build/amends
