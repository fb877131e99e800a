#!/bin/sh
# What build/lith tells of a Lisp program: lisp.sh LITH SCRATCH. Prints N passed, N failed.
set -u
lith=$1
scratch=$2
here=$(dirname "$0")
passed=0
failed=0

# check WHAT COMMAND...
check() {
    what=$1
    shift
    if "$@"; then
        passed=$((passed + 1))
    else
        failed=$((failed + 1))
        echo "FAILED  $what"
    fi
}

# share PROFILE FUNCTION FIELD LOW HIGH: the figure (4: share of the total) of a Lisp function is in the range.
share() {
    awk -v name="$2" -v field="$3" -v low="$4" -v high="$5" \
        '/^Lisp functions/ { lisp = 1 } /^C functions/ { lisp = 0 }
         lisp && $5 == name { seen = 1; ok = $field >= low && $field <= high }
         END { exit !(seen && ok) }' "$1"
}

# ratio PROFILE: the total of heavy is three times that of light.
ratio() {
    awk '$5 == "heavy" { heavy = $3 } $5 == "light" { light = $3 }
         END { exit !(light > 0 && heavy / light > 2.7 && heavy / light < 3.3) }' "$1"
}

for backend in --model --machine=ulx3s; do
    p=$scratch/lisp$backend
    rm -f "$p" "$p.folded" "$p.svg"
    "$lith" $backend --heap 1M --stats --profile "$p" --heap-map "$p.svg" run "$here/busy.lisp" >"$p.out" 2>"$p.err"
    check "$backend: the program ran" grep -qx '161994001' "$p.out"
    check "$backend: work has most of the cycles" share "$p" work 2 50 100
    check "$backend: work is called by heavy and light" share "$p" heavy 4 30 100
    check "$backend: deep activations are seen" share "$p" deep 4 5 95
    check "$backend: interpret is where C spends them" \
        awk '/^C functions/ { getline; getline; exit !($3 == "interpret") }' "$p"
    check "$backend: stacks are folded" grep -Eq '(^|;)heavy;work;interpret\(\) [0-9]+$' "$p.folded"
    check "$backend: deep calls stand above" grep -Eq '(^|;)deep;heavy;work;' "$p.folded"
    check "$backend: the heap is drawn" grep -q '^</svg>$' "$p.svg"
    for key in cycles instructions cells_allocated gc_cycles gc_stall_max gc_stall_total heap_words_max_live \
        host_seconds sim_cycles_per_second; do
        check "$backend: $key" grep -Eq "^$key: [0-9.]+\$" "$p.err"
    done
done

# What cannot be written is said before the program runs.
for option in --profile --heap-map; do
    "$lith" --model "$option" /nowhere/file eval '(println :ran)' >"$scratch/out" 2>"$scratch/err"
    check "$option: exit status" [ $? = 2 ]
    check "$option: the program does not run" [ ! -s "$scratch/out" ]
    check "$option: one line" grep -q '^lith: /nowhere/file: No such file or directory$' "$scratch/err"
done

echo "$passed passed, $failed failed"
[ "$failed" = 0 ]
