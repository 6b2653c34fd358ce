#!/bin/sh
# The program from outside: settings and their mistakes, the demo shop, serving and a clean stop, backup and restore, export and
# import, people, verify. serve.sh AMENDS. Needs curl; what needs sqlite3 is left out, aloud, where it is not there.
# shellcheck disable=SC2016 # what is in single quotes is for the inner sh
set -u
amends=$(realpath "$1")
folder=$(mktemp -d)
server=
trap '[ -z "$server" ] || kill "$server" 2>/dev/null; rm -rf "$folder"' EXIT
trap 'exit 130' INT TERM HUP
cd "$folder" || exit 1
export AMENDS_CONFIG="" AMENDS_DATA="$folder/data"
passed=0 failed=0

check() { # check WHAT COMMAND...: the command succeeds
    what=$1
    shift
    if "$@"; then passed=$((passed + 1)); else
        failed=$((failed + 1))
        echo "FAILED: $what"
        cat out err 2>/dev/null
    fi
}
ends() { # ends STATUS COMMAND...: it ends so; its words are in out and err
    wanted=$1
    shift
    "$@" >out 2>err
    [ $? -eq "$wanted" ]
}
start() { # start OPTION...: serves on a free port; $url
    "$amends" serve --port 0 "$@" >served 2>log &
    server=$!
    url=
    tries=0 # a playbook of one's own is compiled first, which takes a sanitized program seconds
    while [ "$tries" -lt 300 ]; do
        url=$(sed -n 's/^amends: listening .*: \(http[^ ]*\)$/\1/p' served)
        [ -n "$url" ] && return 0
        kill -0 "$server" 2>/dev/null || return 1
        sleep 0.1
        tries=$((tries + 1))
    done
    return 1
}
stop() {
    kill -TERM "$server"
    wait "$server"
    status=$?
    server=
    return $status
}

# Settings.
printf 'port: 8443\nlog-level: loud\n' >wrong.yaml
check "a mistake in the file ends with 2" ends 2 "$amends" config --config wrong.yaml
check "and is shown where it stands" grep -q 'wrong.yaml:2: log-level: one of error warning info debug' err
check "a file that is not there" ends 2 "$amends" config --config nowhere.yaml
check "a flag of nobody" ends 2 "$amends" serve --prot 1
check "a flag of the desk for another command" ends 2 "$amends" signals --port 1
printf 'port: 8443\ndb: postgresql://desk:hush-hush@nowhere.example/desk\n' >right.yaml
check "settings are listed" ends 0 env AMENDS_THREADS=3 "$amends" config --config right.yaml --lan
check "from the file" grep -Eq '^port +8443 +right.yaml:1 ' out
check "from the environment" grep -Eq '^threads +3 +AMENDS_THREADS ' out
check "from a flag" grep -Eq '^lan +true +--lan ' out
check "secrets stay" sh -c '! grep -q hush out'

# The first start.
check "the first start" start
check "it gives a link to become the owner" grep -Eq "^  $url/setup#[A-Za-z0-9_-]{43}$" served
check "it lives" sh -c "curl -fsS $url/healthz >/dev/null && curl -fsS $url/readyz >/dev/null"
check "it gives browsers the playbook" sh -c "curl -fsS $url/app/engine.json >built-in.json && grep -q '\"image\":\"/app/playbook-' built-in.json"
check "it stops cleanly" stop
check "nobody else reads its files" sh -c '[ "$(find data -type f -perm /077)" = "" ] && [ -f data/key ] && [ "$(wc -c <data/key)" -eq 32 ]'
check "nobody can be added before the owner" ends 6 "$amends" person add --name A --login a --role manager

# A playbook of the shop's own.
check "the playbook's files" ends 0 "$amends" playbook export exported
mkdir -p own/playbook && sed 's/^  demand: {threshold: 100, anger: 20,/  demand: {threshold: 100, anger: 25,/' exported/playbook/signals.yaml >own/playbook/signals.yaml
check "serving with a playbook of one's own" start --playbook own
check "browsers get that one" sh -c "curl -fsS $url/app/engine.json >own.json && ! cmp -s built-in.json own.json"
check "all of it" sh -c "image=\$(sed 's/.*\"image\":\"\([^\"]*\)\".*/\1/' own.json) && curl -fsS $url\$image | wc -c | xargs -I{} grep -q '\"bytes\":{}[,}]' own.json"
check "and it stops" stop

# The demo shop.
rm -rf data
check "the demo shop" ends 0 "$amends" demo --lang "fi"
check "not twice" ends 6 "$amends" demo --lang "fi"
check "not in a language of nobody" ends 2 "$amends" demo --lang xx
check "the audit log is whole" ends 0 "$amends" verify
check "serving it" start
check "no link any more" sh -c '! grep -q setup served'
# A password's hash takes a moment: in it the signal comes. A request that had not arrived yet (7: refused) shows nothing; then
# the signal waits longer.
for pause in 0.15 0.6 2.4 10; do
    curl -sS -o signed-in -w '%{http_code}' -X POST -H 'Content-Type: application/json' \
        -d '{"login":"kaisa","password":"amends-demo"}' "$url/v1/session" >code 2>/dev/null &
    curl=$!
    sleep "$pause"
    check "it stops when it is told to" stop
    wait $curl
    [ $? -eq 7 ] || break
    check "serving it again" start
done
check "but finishes the request" grep -q '^201$' code
check "the log holds no name" sh -c '! grep -Eqi "kaisa|amends-demo" log'
check "a port that is taken, or none" ends 5 "$amends" serve --listen 203.0.113.1 --port 0

# People.
check "a person" ends 0 "$amends" person add --name 'Uusi Tekijä' --login uusi --role associate --site Keskusta
check "their password is told" grep -Eq '^password: [a-z]' out
check "not twice" ends 6 "$amends" person add --name 'Uusi Tekijä' --login uusi --role associate
check "not at a site of nobody" ends 6 "$amends" person add --name B --login b --role associate --site Nowhere
check "not as anything" ends 2 "$amends" person add --name B --login b --role king
check "a new password" ends 0 "$amends" person password --login uusi
check "not for nobody" ends 6 "$amends" person password --login nobody

# Backup and restore, export and import.
check "a backup" ends 0 "$amends" backup backups
check "an export" ends 0 "$amends" export all
check "not over another" ends 6 "$amends" export all
check "not over what is there" ends 6 "$amends" restore backups/*.db
check "restored elsewhere" ends 0 "$amends" restore backups/*.db --data restored
check "it is whole" ends 0 "$amends" verify --data restored
check "imported elsewhere" ends 0 "$amends" import all --data imported
check "not twice" ends 6 "$amends" import all --data imported
check "exported again" ends 0 "$amends" export again --data imported
check "it is the same" sh -c 'for file in all/*.jsonl all/secrets/*.jsonl; do cmp "$file" "again/${file#all/}" || exit 1; done'
printf 'x' | dd of=backups/"$(ls backups)" bs=1 seek=8200 conv=notrunc 2>/dev/null
dd if=/dev/zero of=backups/"$(ls backups)" bs=4096 seek=20 count=40 conv=notrunc 2>/dev/null
check "a damaged backup is not restored" ends 6 "$amends" restore backups/*.db --data damaged
check "and leaves nothing" sh -c '[ ! -e damaged/amends.db ]'

if command -v sqlite3 >/dev/null; then
    sqlite3 restored/amends.db "UPDATE audit SET action = 'case.opene' WHERE number = 40"
    check "a changed byte is found" ends 6 "$amends" verify --data restored
    check "and told" grep -q 'entry 40 is not what it was' out
    sqlite3 imported/amends.db "DELETE FROM audit WHERE number > 90"
    check "a cut end is found" ends 6 "$amends" verify --data imported
    sqlite3 imported/amends.db "DELETE FROM migrations WHERE number = (SELECT MAX(number) FROM migrations)"
    check "pending migrations: it does not start" ends 6 "$amends" serve --data imported --port 0
    check "and says what to do" grep -q 'amends migrate' err
    sqlite3 imported/amends.db "INSERT INTO migrations VALUES (9999, 'later', 'x', 1)" 2>/dev/null
    check "a newer one was here" ends 6 "$amends" serve --data imported --port 0
else
    echo "serve: SKIPPED, no sqlite3: a changed byte, pending migrations"
fi

echo "serve: $passed passed, $failed failed"
[ "$failed" -eq 0 ]
