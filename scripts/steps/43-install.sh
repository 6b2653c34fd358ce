#!/bin/sh
# What `meson install` puts down can be built against: the example program, by pkg-config alone.
set -u
. scripts/lib.sh
place=$(mktemp -d)
trap 'rm -rf "$place"' EXIT
passed=0 failed=0
result() {
    if [ "$1" -eq 0 ]; then passed=$((passed + 1)); else failed=$((failed + 1)) && say "install: $2 failed"; fi
}
DESTDIR=$place meson install -C build --no-rebuild --quiet >"$place/log" 2>&1
result $? "meson install"
found=$(find "$place" -name amends.pc)
PKG_CONFIG_PATH=$(dirname "$found")
PKG_CONFIG_SYSROOT_DIR=$place
export PKG_CONFIG_PATH PKG_CONFIG_SYSROOT_DIR
# shellcheck disable=SC2046 # a list of words
gcc -std=c17 -Wall -Wextra -Werror -o "$place/embed" examples/embed.c $(pkg-config --cflags --libs amends)
result $? "building examples/embed.c"
library=$(dirname "$(find "$place" -name 'libamends.so' | head -n 1)")
LD_LIBRARY_PATH=$library "$place/embed" "I want to speak to the manager." >"$place/out"
result $? "running examples/embed.c"
grep -q call_supervisor "$place/out"
result $? "the advice of examples/embed.c"
for page in man1/amends.1 man3/libamends.3 man5/amends-playbook.5; do
    find "$place" -path "*$page*" | grep -q .
    result $? "$page"
done
if have node && [ -f build/src/faces/wasm/amends.wasm ]; then
    # shellcheck disable=SC2016 # of JavaScript
    node --input-type=module -e '
        import { readFileSync } from "node:fs";
        const [folder] = process.argv.slice(1);
        const { Amends } = await import(`${folder}/amends.mjs`);
        const amends = await Amends.load(readFileSync(`${folder}/amends.wasm`), readFileSync(`${folder}/playbook.img`));
        if (!amends.signals({ text: "I want to speak to the manager." }).signals.includes("ask_supervisor")) process.exit(1);
    ' "$(dirname "$(find "$place" -name amends.wasm)")"
    result $? "amends.wasm with playbook.img in Node.js"
fi
exported=$(nm -D --defined-only "$library/libamends.so" | awk '$3 !~ /^amends_/ && $2 != "A" { print $3 }')
[ -z "$exported" ]
result $? "exporting only amends_*: $exported"
say "install: $passed passed, $failed failed"
[ "$failed" -eq 0 ]
