# Which system packages Lith needs, how to see that each is there, and what it is for. Read by setup.sh.
#
# A need is judged by the program or file itself, not by dpkg, so tools that were installed in another way count.

has() { command -v "$1" >/dev/null 2>&1; }

# The clang versions that take Lith's firmware, best first: 19 is the one it was first built with.
clang_versions="19 20 21 18 17 16 15"

newest_clang() {
    for v in $clang_versions; do
        if has "clang-$v" && has "ld.lld-$v"; then echo "$v"; return; fi
    done
}

# Verilator 5.006 is the oldest the models build with.
system_verilator_works() {
    has verilator || return 1
    set -- $(verilator --version 2>/dev/null)
    case ${2:-0} in
    5.00[0-5]*) return 1 ;;
    5.*) return 0 ;;
    *) return 1 ;;
    esac
}

# Clang can link a program that takes its own profile.
profile_runtime() {
    echo 'int main(void) { return 0; }' | "clang-$(newest_clang)" -fprofile-instr-generate -x c - -o /dev/null
}

# One need a line: `need PACKAGE TEST...` prints PACKAGE when TEST fails.
need() {
    package=$1
    shift
    "$@" >/dev/null 2>&1 || echo "$package"
}

missing_packages() {
    need gcc has cc                                       # simulator, model, tools and tests
    need libc6-dev test -e /usr/include/stdio.h
    need g++ has g++                                      # what Verilator writes
    need make has make
    need git has git
    need perl perl -MPod::Usage -e 1                      # Verilator's front
    need python3 has python3                              # runs the packaged tools
    need python3-venv python3 -c 'import venv, ensurepip'
    need verilator has verilator                          # cycle-accurate models and lint
    need iverilog has iverilog                            # second opinion on the Verilog
    need yosys has yosys                                  # drivers and vendor primitives, in lint
    need gcc-riscv64-unknown-elf has riscv64-unknown-elf-gcc # firmware and test programs
    need picolibc-riscv64-unknown-elf test -e /usr/lib/picolibc/riscv64-unknown-elf/picolibc.specs
    need clang-19 test -n "$(newest_clang)"               # the same programs through LLVM
    need lld-19 test -n "$(newest_clang)"
    need llvm-19 has "llvm-profdata-$(newest_clang)"      # the simulator is compiled by a profile of itself
    need libclang-rt-19-dev profile_runtime
    need libcmocka-dev test -e /usr/include/cmocka.h      # unit tests
    need libedit-dev test -e /usr/include/histedit.h      # line editing at the prompt
    need libnbd-dev test -e /usr/include/libnbd.h         # stores on NBD servers
    need nbdkit has nbdkit                                # such servers, in the tests
    need libexpat1-dev test -e /usr/include/expat.h      # tests read the simulator's pictures
    need libpcre2-dev test -e /usr/include/pcre2.h       # tests of regular expressions, a second opinion
    need tmux has tmux                                    # a terminal whose window a test makes narrower
    need libelf-dev test -e /usr/include/gelf.h           # symbols of machine programs, for --profile
    need zlib1g-dev test -e /usr/include/zlib.h           # FST traces
}

# Where the distribution lacks clang-19, its best other version takes its place. Run after apt-get update.
resolve_alternatives() {
    for package; do
        case $package in
        clang-19 | lld-19 | llvm-19 | libclang-rt-19-dev)
            for v in $clang_versions; do
                if apt-cache show "clang-$v" >/dev/null 2>&1 && apt-cache show "lld-$v" >/dev/null 2>&1; then
                    echo "$package" | sed "s/-19/-$v/"
                    break
                fi
            done
            ;;
        *) echo "$package" ;;
        esac
    done
}
