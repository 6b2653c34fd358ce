#!/bin/sh
# The engine as WebAssembly and natively over a few hundred conversations, byte for byte; and the cards that a browser makes.
set -u
. scripts/lib.sh
needs wasm node Node.js
build_release >/dev/null || exit 1
if [ ! -f build/src/faces/wasm/amends.wasm ]; then
    say "wasm: SKIPPED, clang for wasm32-wasi (lld, wasi-libc, libclang-rt-*-dev-wasm32) is not here"
    exit 0
fi
if node tests/wasm/compare.mjs build/src/faces/wasm/amends.wasm build/src/faces/wasm/playbook.img build/src/faces/wasm/wasm-twin \
    build/src/playbook/amends-playbook-examples data; then
    say "wasm: 1 passed, 0 failed"
else
    say "wasm: 0 passed, 1 failed"
    exit 1
fi
if node tests/wasm/cards.mjs build/amends build/src/faces/wasm/amends.wasm build/src/faces/wasm/playbook.img \
    build/src/playbook/amends-playbook-examples data; then
    say "wasm cards: 1 passed, 0 failed"
else
    say "wasm cards: 0 passed, 1 failed"
    exit 1
fi
