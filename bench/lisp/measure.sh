#!/bin/sh
# usage: measure.sh LITH... < LIST > FIGURES
# Each line of the list is "name [option...] program [argument...]" (programs of bench/lisp); the program writes lines
# "key value". Behind them come the collector's counts over the whole run. A name with a dot, as trees.256k, is a program
# in other circumstances: its keys get that name in front instead of their own.
stats=$(mktemp)
trap 'rm -f "$stats"' EXIT
while read -r name run; do
    case $name in '' | '#'*) continue ;; esac
    # shellcheck disable=SC2086
    if ! out=$("$@" --stats run $run 2>"$stats" </dev/null); then
        cat "$stats" >&2
        exit 1
    fi
    echo "$out" | sed "s/^${name%%.*}\./$name./"
    awk -v name="$name" -F': ' '
        $1 == "gc_cycles" { print name ".gc.collections", $2 }
        $1 == "gc_stall_max" { print name ".gc.stall_max.cycles", $2 }
        $1 == "gc_stall_total" { print name ".gc.stall_total.cycles", $2 }
        $1 == "alloc_wait" { print name ".gc.alloc_wait.cycles", $2 }' "$stats"
done
