# Shared by ./run, ./test and the steps; sourced, not run. POSIX sh.
# shellcheck shell=sh

say() { printf '%s\n' "$*"; }
complain() { printf '%s\n' "$*" >&2; }
have() { command -v "$1" >/dev/null 2>&1; }
# Ends a step that cannot run without a program: needs STEP PROGRAM [WHAT IT IS CALLED]
needs() {
    have "$2" && return 0
    say "$1: SKIPPED, ${3-$2} is not here"
    exit 0
}
# The browser of the tests: Chromium without windows, which needs half the time; else the one that is there.
browser() {
    for browser in "${CHROMIUM-}" /usr/bin/chromium-headless-shell /usr/bin/chromium; do
        [ ! -x "$browser" ] || { say "$browser" && return; }
    done
}
have_library() { have pkg-config && pkg-config --exists "$1"; }

# Prints the Debian packages that are missing for building; with "test" also those for checking.
missing_packages() {
    have gcc || say gcc
    have meson || say meson
    have ninja || say ninja-build
    have pkg-config || say pkg-config
    have opencc || say opencc
    have_library yaml-0.1 || say libyaml-dev
    have_library jansson || say libjansson-dev
    have_library libutf8proc || say libutf8proc-dev
    have_library sqlite3 || say libsqlite3-dev
    have_library libpq || say libpq-dev
    have_library libmicrohttpd || say libmicrohttpd-dev
    have_library libsodium || say libsodium-dev
    have_library liboath || say liboath-dev
    have_library libzstd || say libzstd-dev
    have_library libcurl || say libcurl4-gnutls-dev
    have_library gnutls || say libgnutls28-dev
    have_library libqrencode || say libqrencode-dev
    have_library zlib || say zlib1g-dev
    have node || say nodejs
    have npm || say npm
    [ -e /usr/include/libstemmer.h ] || say libstemmer-dev # it has no pkg-config file
    [ "${1-}" = test ] || return 0
    [ -x /usr/bin/chromium-headless-shell ] || say chromium-headless-shell
    have clang || say clang
    have lld || have ld.lld || say lld
    have clang-format || say clang-format
    have clang-tidy || say clang-tidy
    have shellcheck || say shellcheck
    have curl || say curl
    have openssl || say openssl
    have nginx || [ -x /usr/sbin/nginx ] || say nginx-light
    have caddy || say caddy
    have ip || [ -x /usr/sbin/ip ] || [ -x /sbin/ip ] || say iproute2
    have sqlite3 || say sqlite3
    have script || say bsdutils
    have_library cmocka || say libcmocka-dev
    [ -x /usr/lib/postgresql/15/bin/initdb ] || say postgresql-15
    set -- /usr/lib/*/faketime/libfaketimeMT.so.1
    [ -e "$1" ] || say libfaketime
    [ -e /usr/include/linear.h ] || say liblinear-dev # it has no pkg-config file
    # Debian's clang keeps its sanitizers and the parts for WebAssembly in packages of its own.
    if have clang && have dpkg-query; then
        major=$(clang -dumpversion | cut -d. -f1)
        has_package "libclang-rt-$major-dev" || say "libclang-rt-$major-dev"
        has_package wasi-libc || say wasi-libc
        has_package "libclang-rt-$major-dev-wasm32" || say "libclang-rt-$major-dev-wasm32"
    fi
}

has_package() {
    [ "$(dpkg-query -W -f='${db:Status-Status}' "$1" 2>/dev/null)" = installed ]
}

# Installs what is missing. On a Debian system with apt-get, by sudo where this is not root; elsewhere says what to install.
# A Node.js that is there is left alone, and nothing is set up beyond packages.
install_missing() {
    packages=$(missing_packages "${1-}" | sort -u | tr '\n' ' ')
    [ -n "$packages" ] || return 0
    if ! have apt-get; then
        complain "These are missing (Debian's package names): $packages"
        complain "This is not a Debian system: please install them with your own package manager, then start again."
        return 1
    fi
    root=
    if [ "$(id -u)" -ne 0 ]; then
        if ! have sudo; then
            complain "These packages are missing: $packages"
            complain "Install them as root: apt-get install --no-install-recommends $packages"
            return 1
        fi
        root=sudo
        complain "Root is needed to install: $packages"
    fi
    complain "Installing: $packages"
    # shellcheck disable=SC2086 # a list of words
    { $root apt-get update -q && $root env DEBIAN_FRONTEND=noninteractive apt-get install -q -y \
        --no-install-recommends $packages; } >&2 || return 1
    # A compiler that has only now come may need packages that could not be named before.
    [ -z "$(missing_packages "${1-}")" ] || [ "${2-}" = again ] || install_missing "${1-}" again
}

# Fetches what the app is built with, exactly as web/package-lock.json says, where that is not here yet. Without it the
# program is built without the app.
web_packages() {
    [ -f web/package-lock.json ] || return 0
    [ -z "$(find web/node_modules/.package-lock.json -newer web/package-lock.json 2>/dev/null)" ] || return 0
    say "Fetching the packages of the app …" >&2
    npm ci --prefix web --ignore-scripts --no-audit --no-fund --loglevel=error >&2 ||
        complain "They cannot be fetched: the program is built without the app."
}

# Configures a build folder, once for the same options: configure DIR COMPILER OPTION...
configure() {
    folder=$1 compiler=$2
    shift 2
    if [ -f "$folder/build.ninja" ]; then
        [ "$(cat "$folder/configured" 2>/dev/null)" = "$compiler $*" ] && return 0
        set -- --wipe "$@"
    fi
    CC=$compiler meson setup "$folder" "$@" >"$folder.log" 2>&1 || {
        cat "$folder.log" >&2
        return 1
    }
    [ "$1" != --wipe ] || shift
    printf '%s\n' "$compiler $*" >"$folder/configured"
}

# The two builds: release with link-time optimisation (hardening flags are in meson.build), and with sanitizers. Words name
# what to build, nothing stands for all. Steps that run beside each other wait here for each other.
# shellcheck disable=SC2120
build_release() {
    (
        ! have flock || flock 9
        web_packages
        configure build gcc --buildtype=release -Db_lto=true -Db_pie=true && ninja --quiet -C build "$@" 9>&-
    ) 9>build.lock
}
# shellcheck disable=SC2120
build_sanitized() {
    (
        ! have flock || flock 9
        configure build-sanitized clang --buildtype=debugoptimized -Db_sanitize=address,undefined -Db_lundef=false \
            && ninja --quiet -C build-sanitized "$@" 9>&-
    ) 9>build-sanitized.lock
}

# From here on PostgreSQL's clusters of tests stand in memory, where there is much of it: they wait for the disk otherwise.
postgres_in_memory() {
    [ -w /dev/shm ] && [ "$(df -Pk /dev/shm | awk 'NR == 2 { print $4 }')" -ge 4000000 ] || return 0
    export AMENDS_TEST_POSTGRES_PLACE=/dev/shm
}

# Runs a program over each word; prints "NAME: N passed, N failed". each NAME COMMAND FILE...
each() {
    name=$1 command=$2 passed=0 failed=0
    shift 2
    for file in "$@"; do
        if $command "$file"; then passed=$((passed + 1)); else failed=$((failed + 1)); fi
    done
    say "$name: $passed passed, $failed failed"
    [ "$failed" -eq 0 ]
}

# Runs a command in the background, for `gather` to tell of: beside NAME COMMAND... The step has made a folder, $folder.
beside() {
    name=$1
    shift
    { "$@" >"$folder/$name" 2>&1; echo $? >"$folder/$name.status"; } &
}

# Waits for all of them and prints what each said, in the order of the names: gather SUITE NAME... False where one ended badly;
# one that ends with 77 is without its PostgreSQL.
gather() {
    suite=$1 well=true
    shift
    wait
    for name in "$@"; do
        cat "$folder/$name"
        case $(cat "$folder/$name.status") in
        0) ;;
        77) say "$suite, $name: SKIPPED, PostgreSQL 15 is not here" ;;
        *) well=false ;;
        esac
    done
    $well
}
