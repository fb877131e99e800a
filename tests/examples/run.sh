#!/bin/sh
# usage: run.sh FOLDER LITH OPTION...
# Runs the examples as tests/examples/runs says; what they write stays in the folder. NAMES in the environment: only these.
out=$1
shift
passed=0 failed=0
mkdir -p "$out"
while read -r name status program arguments; do
    case $name in '' | '#'*) continue ;; esac
    case " ${NAMES:-$name} " in *" $name "*) ;; *) continue ;; esac
    input=/dev/null
    case $arguments in *'< '*) input=${arguments#*< } arguments=${arguments%<*} ;; esac
    # shellcheck disable=SC2086
    "$@" run "examples/$program" $arguments <"$input" >"$out/$name.txt" 2>&1
    got=$?
    if [ "$got" = "$status" ] && cmp -s "examples/expected/$name.txt" "$out/$name.txt"; then
        passed=$((passed + 1))
    else
        echo "$name: exit status $got, expected $status; output against what is expected:"
        diff "$out/$name.txt" "examples/expected/$name.txt"
        failed=$((failed + 1))
    fi
done <tests/examples/runs
echo "$passed passed, $failed failed"
[ "$failed" = 0 ]
