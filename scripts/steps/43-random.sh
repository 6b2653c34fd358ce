#!/bin/sh
# Many thousand random conversations, with a fixed seed, through the built programs: release, and with sanitizers.
set -u
. scripts/lib.sh
needs "random conversations" node Node.js
conversations() {
    node tests/random/conversations.mjs "$1/amends" "$1/src/playbook/amends-playbook-examples" data "$2"
}
passed=0 failed=0
build_release >/dev/null || exit 1
if conversations build 12000; then passed=$((passed + 1)); else failed=$((failed + 1)); fi
if have clang; then
    build_sanitized >/dev/null || exit 1
    if conversations build-sanitized 1500; then passed=$((passed + 1)); else failed=$((failed + 1)); fi
fi
say "random conversations: $passed passed, $failed failed"
[ "$failed" -eq 0 ]
