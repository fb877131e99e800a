#!/bin/sh
# usage: measure.sh LITH_SIM FOLDER PROGRAM... > FIGURES
# Runs each program on each heap, in several sizes of heap, on the ulx3s machine with plain loads and stores. Sizes are
# multiples of the program's largest live size, in words as that heap stores what lives: for the collectors in software
# and for malloc counted as objects are made (malloc's own words included), for Lith the least heap in which the functional
# model, which collects only when nothing else is left, runs the program through, to one part in 256.
# All checksums of a program have to be the same. A heap in which a program does not fit gets no figures.
set -u
lith_sim=$1
folder=$2
shift 2
RATIOS="1_1x:11 1_4x:14 2x:20 3x:30 4x:40"
MOST=1000000 # words in which everything fits
PATIENCE=40000000
out=$(mktemp -d)
trap 'rm -rf "$out"' EXIT

die() {
    echo "bench/collectors: $*" >&2
    cat "$out/output" "$out/stats" >&2
    exit 1
}

# run WORDS SYSTEM OPTION...: 1 if the program does not fit or is not done; any other failure ends the measurement.
run() {
    words=$1
    system=$2
    shift 2
    LD_LIBRARY_PATH=$folder/machine "$lith_sim" "$@" --max-cycles $PATIENCE --heap-words "$words" --ram "$folder/$system/$program.bin" \
        </dev/null >"$out/output" 2>"$out/stats" && right_checksum && return
    grep -q '^DOES NOT FIT' "$out/output" && return 1
    grep -q "gave up after" "$out/stats" && return 1
    die "$program on $system in $words words failed:"
}
said() { awk -v key="$1" '$1 == key { print $2 }' "$out/output"; }
counter() { awk -F': ' -v key="$1" '$1 == key { print $2 }' "$out/stats"; }

right_checksum() {
    [ "$(said checksum)" = "$checksum" ] || die "$program on $system: the checksum is not $checksum:"
}

figure() { echo "collectors.$program.$1 $2"; }

lith_live() {
    low=1000
    high=$MOST
    while [ $((high - low)) -gt $((low / 256)) ]; do
        middle=$(((low + high) / 2))
        if run $middle lith-full --model; then high=$middle; else low=$middle; fi
    done
    echo $high
}

for program; do
    "$folder/host/census/$program-sweep" >"$out/output" 2>"$out/stats" || die "$program on the host failed:"
    checksum=$(said checksum)
    live=$(said live)
    for system in cheney sweep generational; do
        figure $system.live.words "$live"
        for ratio in $RATIOS; do
            run $((live * ${ratio#*:} / 10)) $system || continue
            at=$system.${ratio%:*}
            figure $at.cycles "$(said cycles)"
            figure $at.pause.cycles "$(said pause)"
            figure $at.collecting.cycles "$(said pauses.cycles)"
            for window in 1k 10k 100k; do figure $at.mmu.$window.percent "$(said mmu.$window.percent)"; done
        done
    done

    # What malloc does depends on no heap size that it fits in. It is timed in a run of its own, which timing makes longer.
    if run $MOST malloc-timed; then
        live=$(said live)
        pause=$(said pause)
        run $MOST malloc || die "$program with malloc, untimed:"
        figure malloc.live.words "$live"
        figure malloc.used.words "$(said used)"
        for ratio in $RATIOS; do
            [ "$(said used)" -le $((live * ${ratio#*:} / 10)) ] || continue
            figure malloc.${ratio%:*}.cycles "$(said cycles)"
            figure malloc.${ratio%:*}.pause.cycles "$pause"
        done
    fi

    live=$(lith_live) || exit 1
    for system in lith lith-full; do
        name=$(echo $system | tr - _)
        figure $name.live.words "$live"
        for ratio in $RATIOS; do
            run $((live * ${ratio#*:} / 10)) $system --stats || continue
            at=$name.${ratio%:*}
            figure $at.cycles "$(said cycles)"
            figure $at.pause.cycles $(($(counter gc_stall_max) + $(counter alloc_wait_max)))
            figure $at.stall_max.cycles "$(counter gc_stall_max)"
            figure $at.alloc_wait.cycles "$(counter alloc_wait)"
            figure $at.stalls.cycles "$(counter gc_stall_total)"
            figure $at.mmu.1k.percent "$(counter utilisation_1000)"
            figure $at.mmu.10k.percent "$(counter utilisation_10000)"
            figure $at.mmu.100k.percent "$(counter utilisation_100000)"
        done
    done
done
