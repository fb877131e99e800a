# sh switched.sh HOST LOG QUANTUM SEED FILE...: runs test files in the host build HOST with other processes beside them and
# processes switched after a random number of calls and loops, from 1 to QUANTUM. All must give the same as alone.
host=$1 log=$2 quantum=$3 seed=$4
shift 4
for file; do
    HEAP_WORDS=1500000 QUANTUM=$quantum SEED=$seed timeout ${LIMIT:-120} "$host" tests/process/busy.lisp "$file" > "$log" 2>&1
    status=$?
    grep 'passed,' "$log"
    if [ $status != 0 ] || grep -q disturbed "$log"; then
        grep -v 'passed,' "$log" | tail -20
        echo "QUANTUM=$quantum SEED=$seed $file: NOT as alone (status $status)"
        echo '0 passed, 1 failed'
        exit 1
    fi
done
