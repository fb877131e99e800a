#!/bin/sh
# usage: parameters.sh VERILATOR... -- SOURCE...   (VERILATOR: the command up to --lint-only and its search paths)
# Parameter sets of lith_heap at the edges of what docs/heap.md allows must elaborate without a warning; those beyond must
# be refused with the name of the parameter that is wrong.
command=
while [ "$1" != -- ]; do command="$command $1" && shift; done
shift
sources=$*
passed=0 failed=0

# $1: AW,HW,HCACHE,CCACHE,ROOTQ
elaborate() {
    values=$1 set=
    for name in AW HW HCACHE CCACHE ROOTQ; do
        set="$set -G$name=${values%%,*}"
        values=${values#*,}
    done
    # shellcheck disable=SC2086
    $command --lint-only -Wall --top-module lith_heap $set $sources 2>&1
}

result() { # what, 0 if it is right, what was said
    if [ "$2" -eq 0 ]; then passed=$((passed + 1)); else failed=$((failed + 1)) && echo "FAIL $1" && echo "$3"; fi
}

for set in 8,1,0,0,1 8,8,7,12,1 8,2,1,1,1 12,5,3,6,1 12,5,3,7,1 14,13,0,1,2 23,20,10,10,5 23,20,19,12,8; do
    said=$(elaborate $set)
    result "$set does not elaborate" $? "$said"
done
for wrong in AW:7,5,0,0,1 AW:24,20,0,0,1 HW:8,9,0,0,1 HW:23,21,0,0,1 HW:8,0,0,0,1 HCACHE:10,5,5,0,1 HCACHE:10,5,6,0,1 \
    CCACHE:14,13,0,13,1 ROOTQ:14,13,0,0,0; do
    name=${wrong%%:*}
    said=$(elaborate "${wrong#*:}")
    echo "$said" | grep -q "module: '${name}_is_"
    result "$wrong is not refused by name" $? "$said"
done
echo "$passed passed, $failed failed"
[ $failed -eq 0 ]
