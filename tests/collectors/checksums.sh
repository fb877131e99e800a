#!/bin/sh
# usage: checksums.sh LITH_SIM TESTED FAULTY PROGRAM...
# Runs what is in the lists TESTED and FAULTY: programs of the host, FOLDER/PROGRAM-SYSTEM, and of the machine,
# FOLDER/PROGRAM.bin, on the functional model. All TESTED have to give one checksum for each program, that of malloc;
# no FAULTY one may.
set -u
lith_sim=$1
tested=$2
faulty=$3
shift 3
passed=0
failed=0
good() { passed=$((passed + 1)); }
bad() {
    failed=$((failed + 1))
    echo "$1"
}

# The checksum, or what there is in its place: nothing when it did not end well.
checksum() {
    case $1 in
    *.bin) said=$(timeout 60 "$lith_sim" --model --heap-words 32768 --ram "$1" </dev/null 2>&1) || return ;;
    *) said=$(timeout 5 "$1" 2>&1) || return ;;
    esac
    echo "$said" | awk '$1 == "checksum" { print $2 }'
}

for program; do
    right=
    for run in $tested; do
        case ${run##*/} in $program-*|$program.bin) ;; *) continue ;; esac
        sum=$(checksum "$run")
        right=${right:-$sum}
        if [ -n "$sum" ] && [ "$sum" = "$right" ]; then good; else bad "$run: checksum '$sum', not '$right'"; fi
    done
    for run in $faulty; do
        case ${run##*/} in $program-*) ;; *) continue ;; esac
        sum=$(checksum "$run" 2>/dev/null)
        if [ "$sum" != "$right" ]; then good; else bad "$run: the planted fault is not noticed"; fi
    done
done
echo "$passed passed, $failed failed"
[ $failed -eq 0 ]
