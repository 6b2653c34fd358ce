#!/bin/sh
# The corpus keeps its form and its promises; the check itself fails where it must, and the tools around it do what they say.
set -u
. scripts/lib.sh
needs corpus node Node.js
status=0
node tests/corpus/check.mjs || status=1
node tools/corpus/count.mjs --check || status=1
node tests/corpus/fairness.mjs || status=1
for test in tests/corpus/*_test.mjs; do
    node "$test" build/amends || status=1
done
exit $status
