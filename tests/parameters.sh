#!/bin/sh
# usage: parameters.sh SETS TOP VERILATOR... -- SOURCE...   (VERILATOR: the command up to --lint-only, with search paths)
# Elaborates the module TOP with each parameter set of the file SETS, a line each:
#   fits NAME=VALUE ...     must elaborate without a warning
#   NAME NAME=VALUE ...     must be refused with the name of the parameter that is wrong
# What a line does not name has its default.
sets=$1 top=$2
shift 2
command=
while [ "$1" != -- ]; do command="$command $1" && shift; done
shift
passed=0 failed=0

while read -r expected values; do
    case $expected in '' | '#'*) continue ;; esac
    settings=
    for value in $values; do settings="$settings -G$value"; done
    # shellcheck disable=SC2086
    said=$($command --lint-only -Wall --top-module "$top" $settings "$@" 2>&1)
    status=$?
    if [ "$expected" = fits ]; then
        [ $status -eq 0 ]
    else
        echo "$said" | grep -q "module: '${expected}_is_"
    fi
    if [ $? -eq 0 ]; then
        passed=$((passed + 1))
    else
        failed=$((failed + 1))
        echo "FAIL $top, $expected: $values"
        echo "$said"
    fi
done <"$sets"
echo "$passed passed, $failed failed"
[ $failed -eq 0 ]
