#!/bin/sh
# Checks what make would do after a change, by its own account (make -n -W FILE), and what a program says whose machine is not
# built: build.sh BUILD FOLDER (scratch). Everything under BUILD is up to date.
set -u
build=$1
scratch=$2
mkdir -p "$scratch"
. tests/count.sh
MAKE_FILE=Makefile

# would FILE GOAL...: the commands that make would run if FILE had just changed.
would() {
    file=$1
    shift
    MAKEFLAGS='' MAKELEVEL='' make -f "$MAKE_FILE" -n V=1 BUILD="$build" -W "$file" "$@" 2>&1
}

# runs WHAT COMMAND FILE GOAL...: then COMMAND is among them; not: it is not, though something is.
runs() {
    what=$1 command=$2
    shift 2
    would "$@" >"$scratch/would"
    grep -q -e "$command" "$scratch/would" && count "$what" yes || count "$what" no
}
not() {
    what=$1 command=$2
    shift 2
    would "$@" >"$scratch/would"
    grep -q -e ' -o ' "$scratch/would" && ! grep -q -e "$command" "$scratch/would" && count "$what" yes || count "$what" no
}

runs 'a changed source is compiled' 'c host/lith/main.c' host/lith/main.c "$build/lith"
not 'another one is not' 'c host/lith/output.c' host/lith/main.c "$build/lith"
# What a test has copied says of objects by our names that they need headers which are here no longer.
for copy in layers howto; do
    mkdir -p "$build/tests/$copy/planted"
    printf '%s: gone.h\ngone.h:\n' "$build/lith-obj/host/lith/output.o" >"$build/tests/$copy/planted/output.o.deps"
    not "dependencies of copies in tests/$copy do not count" 'c host/lith/output.c' host/lith/main.c "$build/lith"
    rm -r "$build/tests/$copy/planted"
done
for source in rtl/heap/lith_heap.v sim/shim.h; do
    runs "no machine older than $source stays" 'rm -f .*liblith_\*.so' $source "$build/lith"
done
not 'the prompt needs no profile' profile.sh sim/shim.cpp "$build/lith"
runs 'a measurement does' profile.sh sim/shim.cpp bench-lisp
not 'the prompt needs one machine' sim/icebreaker sim/shim.cpp run-builds
runs 'that may be another' sim/icebreaker sim/shim.cpp run-builds ARGS='--machine icebreaker eval 1'
runs 'or one with waveforms' sim/ulx3s-trace sim/shim.cpp run-builds ARGS='--trace x.fst eval 1'

# missed HEADER GOAL...: the sources that include it and would not be compiled for GOAL after a change of it.
missed() {
    would "$@" >"$scratch/would"
    for source in $sources; do
        case $1 in
        "$build"/gen/*) name=${1##*/} ;;
        "${source%/*}"/*) name="\\($1\\|${1##*/}\\)" ;;
        *) name=$1 ;;
        esac
        ! grep -q "^#include [\"<]$name[\">]" $source || grep -q -e "-c $source " "$scratch/would" || echo "$source"
    done
}
sources=$(ls host/lith/*.c kernel/host/*.c kernel/process/*.c kernel/session/*.c lisp/*/*.c sim/*.c sim/model/*.c | grep -v sim/train.c)
for header in kernel/session/*.h host/files/files.h lisp/interpreter/vm.h sim/lith_sim.h \
    "$build"/gen/lith_isa.h "$build"/gen/lith_memmap.h; do
    stale=$(missed "$header" "$build/lith" "$build/lith-sim")
    [ -z "$stale" ] && count "$header" yes || count "$header leaves stale objects of $stale" no
done
# The check itself: a rule that does not know of headers.
printf 'all: %s/main.o\n%s/main.o: host/lith/main.c\n\tcc -c $< -o $@\n' "$scratch" "$scratch" >"$scratch/planted.mk"
: >"$scratch/main.o"
sources=host/lith/main.c
MAKE_FILE=$scratch/planted.mk
[ "$(missed host/lith/options.h all)" = host/lith/main.c ] && count 'a stale object is found' yes ||
    count 'a stale object is not found' no
MAKE_FILE=Makefile

# lacks TARGET WORDS...: a program in a folder without machines says which one it lacks, and what to make: TARGET.
lacks() {
    wanted=$1
    shift
    "$@" >"$scratch/out" 2>&1
    [ $? -eq 2 ] && grep -q "is not there: make $wanted " "$scratch/out" && count "$wanted" yes || count "$wanted" no
}
cp "$build/lith" "$scratch/lith"
lacks sim-ulx3s "$scratch/lith" eval 1
lacks sim-ulx3s-trace "$scratch/lith" --trace "$scratch/x.fst" eval 1
"$scratch/lith" --model eval '(+ 1 2)' | grep -qx 3 && count 'the model is there' yes || count 'the model is there' no

counted
