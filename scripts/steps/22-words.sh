#!/bin/sh
# Every word that the screen asks for is in every language.
set -u
. scripts/lib.sh
passed=0 failed=0
keys=$(grep -ohE '"screen\.[a-z_]*[a-z]"' src/faces/cli/*.c | tr -d '"' | sed 's/^screen\.//' | sort -u)
keys="$keys customer staff supervisor bystander counter phone chat email social"
names() { sed -n '/^  states:/,/^  [a-z]/p' "$1"; }
facts=$(names data/lang/en/messages.yaml | sed -n 's/^    \([a-z_]*\):.*/\1/p' | tr '\n' ' ')
for messages in data/lang/*/messages.yaml; do
    missing=
    for key in $keys; do
        sed -n '/^screen:/,/^[a-z]/p' "$messages" | grep -q "^  $key:" || missing="$missing $key"
    done
    # What reasons are called lies in names.states.
    for fact in $facts; do
        names "$messages" | grep -q "^    $fact:" || missing="$missing states.$fact"
    done
    if [ -z "$missing" ]; then passed=$((passed + 1)); else
        failed=$((failed + 1))
        say "$messages lacks:$missing"
    fi
done
# Nothing that staff read has a word that docs/design/words.md has another for.
others=$(sed -n 's/^| \([^ |]*\) | [^ |]* |$/\1/p' docs/design/words.md)
for word in $others; do
    case $word in not | ---) continue ;; esac
    places=$(grep -rlF --include=messages.yaml --include=words.json -e "$word" data/lang web/app)
    if [ -z "$places" ]; then passed=$((passed + 1)); else
        failed=$((failed + 1))
        say "$word: not a word for staff (docs/design/words.md)" "$places"
    fi
done
say "words: $passed passed, $failed failed"
[ "$failed" -eq 0 ]
