#!/bin/sh
# Every allocation of the program and of the playbook's compiler fails once.
set -u
. scripts/lib.sh
build_release >/dev/null || exit 1
library=$PWD/build/tests/alloc/libfailing.so status=0
input=$(mktemp)
trap 'rm -f "$input"' EXIT
printf '%s\n' '{"encounter":"a","start":{"lang":"en","authority":{"currency":"EUR","refund":20}}}' \
    '{"encounter":"a","from":"customer","text":"This kettle is broken, I want my money back!"}' \
    '{"encounter":"a","from":"staff","text":"I am sorry you feel that way."}' '{"encounter":"a","undo":true}' >"$input"
tests/alloc/run "allocations of coach" "$library" "$input" build/amends coach || status=1
printf '%s\n' '{"id":"g","messages":[{"role":"customer","text":"It is broken."}],"draft":"Calm down."}' '{"id":' >"$input"
tests/alloc/run "allocations of guard" "$library" "$input" build/amends guard || status=1
tests/alloc/run "allocations of the compiler" "$library" /dev/null \
    build/src/playbook/amends-playbook-compile --check tests/alloc/playbook --lang en || status=1
exit "$status"
