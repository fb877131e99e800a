# sh limits-model.sh LITH FOLDER STEP: the cases of limits.lisp in one session of the model while memory is short, in the
# ways of limits-model.lisp, by n cells: n = 0, STEP, ... up to all that matter. After each the session must work and know (+ 1 1).
lith=$(realpath "$1") here=$(realpath tests/process) step=$3
mkdir -p "$2" && cd "$2" || exit 1
# Those left out read input (they come below), may end the session later on, or ("with a message") depend on when the
# quantum ends.
awk -v step="$step" -v here="$here" '
BEGIN {
    print "(do (load-file \"" here "/limits.lisp\") (load-file \"" here "/limits-model.lisp\") nil)"
    for (i = 0; i < 40; i++)
        for (n = i % step; n < 440; n += step)
            for (way = 0; way < 3; way++)
                printf "(if (contains? #{\"a line of input\" \"all input\" \"readers of input\" \"input while others work\" \"exit elsewhere\" \"interrupt one with a message\"} " \
                    "(first (nth cases %d))) true (%s %d %d))\n(healthy)\n(+ 1 1)\n", i, way == 0 ? "near" : way == 1 ? "step" : "fail", i, n
    print "[:cases (count cases)]"
}' > commands
timeout 3000 "$lith" --model --heap 256K < commands > out 2> errors
status=$?
steps=$(grep -c '^(+ 1 1)$' commands) answers=$(grep -c '^2$' out) whole=$(grep -c '^true$' out)
# Each step but those that end with an error gives true, and so does (healthy).
errors=$(grep -c '^[^ ]*: .*out of memory$\|^error: out of memory$' errors)
if [ $status -le 1 ] && [ "$answers" = "$steps" ] && [ "$whole" -ge "$steps" ] && ! grep -q ':wrong' out &&
    grep -q '^\[:cases 40\]$' out && [ "$errors" -gt 0 ]; then
    echo "$steps times, $errors errors of memory that nothing caught"
    passed=1
else
    echo "status $status, $answers answers of $steps, $whole times true; see $2"
    tail -5 errors
    passed=0
fi

# Those that read a line: it never is there at once, and they wait until the host sends it. What lets the filler go behind
# `fail` may have ended of short memory itself.
cat > input.lisp <<END
(load-file "$here/limits.lisp")
(load-file "$here/limits-model.lisp")
(doseq [n (range 0 440 $step) name ["a line of input" "input while others work"]]
  (let [i (number-of name)]
    (println (near i n) (step i n) (try @(spawn fail i n) (catch :memory e true))
      (do (reset! filler nil) (healthy)))))
(println :all)
END
yes one | timeout 3000 "$lith" --model --heap 256K run input.lisp > out 2> errors
status=$?
if [ $status = 0 ] && [ "$(sort -u out | tr '\n' ' ')" = ':all true true true true ' ]; then
    echo "input: $(wc -l < out) times"
    passed=$((passed + 1))
else
    echo "input: status $status; see $2"
    tail -5 errors
fi

# A file larger than the heap: the error can be caught; if it is not, it is reported with its place, and all goes on.
yes 0123456789 | head -c 1000000 > large
for heap in 256K 512K; do
    got=$(printf '%s\n' '(try (count (slurp "large")) (catch :memory e :caught))' '(count (slurp "large"))' '(+ 1 1)' |
        "$lith" --model --heap $heap 2>&1)
    if [ "$(echo "$got" | LC_ALL=C sort | tr '\n' ' ')" = '2 :caught input:1:8: out of memory ' ]; then
        passed=$((passed + 1))
    else
        echo "$heap: $got"
    fi
done
echo "$passed passed, $((4 - passed)) failed"
[ $passed = 4 ]
