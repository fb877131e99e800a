#!/bin/sh
# usage: measure.sh LITH LITH_SIM < LIST > FIGURES
# How the collector keeps up where there is little room. Each line of the list is a program with what it runs by:
#   lisp NAME PROGRAM [ARGUMENT...] [< INPUT]     run by LITH
#   c    NAME PROGRAM.bin                         run by LITH_SIM
# The least heap in which a program runs through is found with the functional model, which collects whenever nothing else
# is left, to one part in 32; LITH takes none below LEAST. The program runs on the ulx3s machine in a heap of 1.4, 2 and 4
# times that then. Figures of one program are headroom.NAME.*; those over all of them begin with gc.
set -u
lith=$1
lith_sim=$2
LEAST=262144
MOST=33554432
folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT

# once BYTES OPTION...: runs the program of this line; the counters go to $folder/stats.
once() {
    bytes=$1
    shift
    case $language in
    # shellcheck disable=SC2086
    lisp) "$lith" "$@" --stats --heap "$bytes" run $program <"$input" >"$folder/output" 2>"$folder/stats" ;;
    c) "$lith_sim" "$@" --stats --heap-words $((bytes / 4)) --ram "$program" </dev/null >"$folder/output" 2>"$folder/stats" ;;
    esac
}

# The least bytes in which it runs through.
least() {
    case $language in lisp) low=$((LEAST - 4)) ;; c) low=1024 ;; esac
    high=$MOST
    once "$high" --model || return 1
    if [ $language = lisp ] && once "$LEAST" --model; then
        echo "$LEAST"
        return
    fi
    while [ $((high - low)) -gt $((low / 32)) ]; do
        middle=$(((low + high) / 8 * 4))
        if once "$middle" --model; then high=$middle; else low=$middle; fi
    done
    echo "$high"
}

while read -r language name program; do
    case $language in '' | '#'*) continue ;; esac
    input=/dev/null
    case $program in *'< '*) input=${program#*< } program=${program%<*} ;; esac
    live=$(least) || { echo "bench/headroom: $name does not run at all:" >&2; cat "$folder/stats" >&2; exit 1; }
    echo "headroom.$name.live.bytes $live"
    for tenths in 14 20 40; do
        [ $tenths-$language != 40-lisp ] || continue
        bytes=$((live * tenths / 40 * 4))
        [ $bytes -le $MOST ] || bytes=$MOST
        once $bytes || { echo "bench/headroom: $name in $bytes bytes:" >&2; cat "$folder/stats" >&2; exit 1; }
        awk -F': ' -v language=$language -v name="$name" -v tenths=$tenths -f bench/headroom/figures.awk "$folder/stats"
    done
done
