# sh limits-model.sh LITH FOLDER STEP: the cases of limits.lisp in one session of the model, while n cells less than the
# heap's reserve can be made, n = 0, STEP, ... up to all of them. After each the session must work and know (+ 1 1).
lith=$(realpath "$1") here=$(realpath tests/process) step=$3
mkdir -p "$2" && cd "$2" || exit 1
# Those left out read what is behind the command, or may end the session later on.
awk -v step="$step" -v here="$here" '
BEGIN {
    print "(do (load-file \"" here "/limits.lisp\") (load-file \"" here "/limits-model.lisp\") nil)"
    for (i = 0; i < 39; i++)
        for (n = i % step; n < 440; n += step)
            for (way = 0; way < 2; way++)
                printf "(if (contains? #{\"a line of input\" \"all input\" \"readers of input\" \"exit elsewhere\"} " \
                    "(first (nth cases %d))) true (%s %d %d))\n(healthy)\n(+ 1 1)\n", i, way ? "fail" : "step", i, n
    print "[:cases (count cases)]"
}' > commands
timeout 3000 "$lith" --model --heap 256K < commands > out 2> errors
status=$?
steps=$(grep -c '^(+ 1 1)$' commands) answers=$(grep -c '^2$' out) whole=$(grep -c '^true$' out)
# Each step but those that end with an error gives true, and so does (healthy).
errors=$(grep -c '^[^ ]*: .*out of memory$\|^error: out of memory$' errors)
if [ $status -le 1 ] && [ "$answers" = "$steps" ] && [ "$whole" -ge "$steps" ] && ! grep -q ':wrong' out &&
    grep -q '^\[:cases 39\]$' out && [ "$errors" -gt 0 ]; then
    echo "$steps times, $errors errors of memory that nothing caught"
    echo "1 passed, 0 failed"
else
    echo "status $status, $answers answers of $steps, $whole times true; see $2"
    tail -5 errors
    echo "0 passed, 1 failed"
    exit 1
fi
