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

# stat PROFILE KEY: a counter of the run.
stat() {
    sed -n "s/^$2: //p" "$1.err"
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
    # The counters and the profile tell the same of the same time.
    check "$backend: cycles of boot and profile are all cycles" [ "$(stat "$p" cycles)" = \
        $(($(stat "$p" boot_cycles) + $(sed -n '1s/ .*//p' "$p"))) ]
    check "$backend: boot's cycles are said in the profile" \
        grep -q "^[0-9]* cycles of ulx3s, after $(stat "$p" boot_cycles) since reset;" "$p"
    check "$backend: collections" grep -Eq \
        "^ +$(stat "$p" gc_cycles) +collections since reset, $(stat "$p" boot_gc_cycles) of them before" "$p"
    check "$backend: the machine collects as it starts" [ "$(stat "$p" boot_gc_cycles)" -gt 0 ]
    check "$backend: loading and running are all of Lisp" awk '/running Lisp:/ { all = $1 }
        /loading the program/ { parts += $1 } /  the program$/ { parts += $1 } END { exit !(all && all == parts) }' "$p"
    check "$backend: little of it was loading" awk '/loading the program/ { exit !($2 > 0.1 && $2 < 20) }' "$p"
    check "$backend: the heap is drawn" grep -q '^</svg>$' "$p.svg"
    for key in cycles instructions cells_allocated gc_cycles gc_stall_max gc_stall_total heap_words_max_live \
        host_seconds sim_cycles_per_second; do
        check "$backend: $key" grep -Eq "^$key: [0-9.]+\$" "$p.err"
    done
done

# A program that is nearly all reading, expanding and compiling; macros of its own are a part of that.
p=$scratch/definitions
awk 'BEGIN { print "(defmacro twice [x] (list (quote do) x x))"
    for (i = 0; i < 60; i++) print "(defn f" i " [a b] (let [c (twice (+ a b))] (cond (> c " i ") [a b] :else {:a a :b c})))"
    print "(println :done)" }' >"$p.lisp"
"$lith" --model --profile "$p" run "$p.lisp" >"$p.out" 2>"$p.err"
check "definitions: nearly all is loading" awk '/loading the program/ { exit !($2 > 90) }' "$p"
"$lith" --model --profile "$p" eval '(doall (range 3000))' >"$p.out" 2>"$p.err"
check "printing is not loading" awk '/loading the program/ { exit !($2 < 20) }' "$p"

# What cannot be written is said before the program runs.
for option in --profile --heap-map; do
    "$lith" --model "$option" /nowhere/file eval '(println :ran)' >"$scratch/out" 2>"$scratch/err"
    check "$option: exit status" [ $? = 2 ]
    check "$option: the program does not run" [ ! -s "$scratch/out" ]
    check "$option: one line" grep -q '^lith: /nowhere/file: No such file or directory$' "$scratch/err"
done

echo "$passed passed, $failed failed"
[ "$failed" = 0 ]
