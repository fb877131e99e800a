# sh faults.sh FAULTS FOLDER COMPILE CHECK OBJECTS...: for each line `name|source|sed script` of FAULTS builds the host
# program with that source spoiled and expects CHECK, a shell command about the program $HOST, to fail. COMPILE: the
# compiler with its flags.
faults=$1 folder=$2 compile=$3 check=$4
export HOST="$folder/program"
shift 4
passed=0 failed=0
mkdir -p "$folder"
while IFS='|' read -r name source script; do
    spoiled="$folder/$(basename "$source")"
    sed "$script" "$source" > "$spoiled"
    if cmp -s "$source" "$spoiled"; then
        echo "$name: the script changes nothing in $source"
        failed=$((failed + 1))
        continue
    fi
    others=
    for object; do
        case $object in */"${source%.c}.o") ;; *) others="$others $object" ;; esac
    done
    $compile -w -I"$(dirname "$source")" "$spoiled" $others -lm -o "$folder/program" || exit 1
    if sh -c "$check" > "$folder/out" 2>&1 < /dev/null; then
        echo "$name: NOT NOTICED"
        failed=$((failed + 1))
    else
        echo "$name: noticed"
        passed=$((passed + 1))
    fi
done < "$faults"
echo "$passed passed, $failed failed"
[ "$failed" = 0 ]
