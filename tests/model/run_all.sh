#!/bin/sh
# run_all.sh name command file...: runs the command on each file and counts exit statuses.
name=$1 command=$2
shift 2
passed=0 failed=0
for file; do
    if $command "$file" < /dev/null > /dev/null 2>&1; then
        passed=$((passed + 1))
    else
        failed=$((failed + 1))
        echo "$name: FAILED: $command $file"
    fi
done
echo "$name: $passed passed, $failed failed"
[ $failed = 0 ] && [ $passed != 0 ]
