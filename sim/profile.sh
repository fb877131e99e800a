#!/bin/sh
# profile.sh PROFILE PROGRAM...: writes clang's profile of the simulated ulx3s machine while it runs the programs (RAM
# images that end with PASS), for the compiler to lay out the code by. From the environment: CXX, SHIM_FLAGS (all that
# compiles the shim), LINK (all that links it to a machine's library), TRAIN (the program that loads the library and runs
# the programs), PROFDATA (llvm-profdata). A compiler that cannot do this leaves the profile empty: the simulator is then a tenth slower.
set -e
profile=$1
shift
work=$profile.d
rm -rf "$work"
mkdir -p "$work"
: > "$profile"
if ! command -v "$PROFDATA" > /dev/null || ! echo 'int main() {}' |
    $CXX -fprofile-instr-generate -x c++ - -o "$work/probe" 2> /dev/null; then
    echo "simulator built without a profile: $CXX and $PROFDATA (clang-19, llvm-19, libclang-rt-19-dev) are not there"
    exit 0
fi
$CXX $SHIM_FLAGS -fprofile-instr-generate -c sim/shim.cpp -o "$work/shim.o"
$CXX -fprofile-instr-generate "$work/shim.o" $LINK -o "$work/liblith_ulx3s.so"
LLVM_PROFILE_FILE="$work/profraw" LD_LIBRARY_PATH="$work" "$TRAIN" "$@"
"$PROFDATA" merge -o "$work/merged" "$work/profraw"
mv "$work/merged" "$profile"
rm -rf "$work"
