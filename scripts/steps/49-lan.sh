#!/bin/sh
# The desk as phones reach it, from outside: `serve --lan` with its own authority and its join page, certificates of one's own,
# and the examples of proxies before it.
set -u
. scripts/lib.sh
needs "lan, proxies" node Node.js
status=0
for test in tests/serve/*.test.mjs; do
    node "$test" || status=1
done
tests/serve/network.sh build/amends || status=1
if [ -x build-sanitized/amends ]; then
    AMENDS=build-sanitized/amends node tests/serve/lan.test.mjs || status=1
fi
exit $status
