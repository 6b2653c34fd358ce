#!/bin/sh
# The playbook in data/ has no mistakes: each of its files is one that passed, each mistake one that failed.
set -u
. scripts/lib.sh
log=$(mktemp)
trap 'rm -f "$log"' EXIT
if build/amends playbook check --alone data >"$log" 2>&1; then
    say "playbook: $(scripts/playbook-files | wc -l) passed, 0 failed"
    exit 0
fi
cat "$log"
mistakes=$(grep -c '^[^ ].*:[0-9]*:[0-9]*: ' "$log")
say "playbook: 0 passed, $((mistakes > 0 ? mistakes : 1)) failed"
exit 1
