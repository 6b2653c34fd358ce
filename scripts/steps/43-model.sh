#!/bin/sh
# The models are those that were learned: their hashes, and one part learned anew to the byte.
set -u
. scripts/lib.sh
train=build/tools/train/amends-train
passed=0
failed=0

if (cd data/model && sha256sum --quiet -c SHA256SUMS >&2); then
    passed=$((passed + 1))
else
    complain "data/model is not what tools/train/run wrote"
    failed=$((failed + 1))
fi
if [ -x "$train" ]; then
    out=$(mktemp -d)
    if "$train" --lang "fi" --only review data data/corpus "$out" >"$out/told" && cmp "$out/fi.review" data/model/fi.review >&2; then
        passed=$((passed + 1))
    else
        complain "data/model/fi.review is not what the corpus and the playbook teach now: run tools/train/run"
        failed=$((failed + 1))
    fi
    rm -rf "$out"
else
    say "model learned anew: SKIPPED, liblinear is not here"
fi
say "model: $passed passed, $failed failed"
[ "$failed" -eq 0 ]
