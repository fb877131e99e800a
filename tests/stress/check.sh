#!/bin/sh
# usage: check.sh COLLECTIONS OPTIONS LITH PROGRAM [ARG...]
# Runs the program, which throws when something is wrong: it must end well, after at least so many collections.
least=$1 options=$2 lith=$3 program=$4
shift 4
log=$(mktemp)
trap 'rm -f "$log"' EXIT
# shellcheck disable=SC2086
out=$("$lith" $options --max-cycles 2000000000 --stats run "$program" "$@" 2>"$log" </dev/null)
status=$?
collections=$(sed -n 's/^gc_cycles: //p' "$log")
if [ "$status" = 0 ] && [ "${collections:-0}" -ge "$least" ]; then
    echo "$program $options: $collections collections"
    echo "1 passed, 0 failed"
else
    echo "$program $options: status $status, ${collections:-no} collections of $least"
    printf '%s\n' "$out" | tail -20
    grep -v '^gc_stalls' "$log" | tail -20
    echo "0 passed, 1 failed"
    exit 1
fi
