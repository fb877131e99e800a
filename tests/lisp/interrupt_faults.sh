# sh interrupt_faults.sh FAULTS FOLDER ROUNDS COMPILE OBJECTS...: for each line `name|source|sed script` of FAULTS builds
# lisp-interrupts with that source spoiled and expects it to notice. COMPILE: the compiler with its flags.
faults=$1 folder=$2 rounds=$3 compile=$4
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
    $compile -w -I"$(dirname "$source")" "$spoiled" $others -lm -o "$folder/interrupts" || exit 1
    if "$folder/interrupts" "$rounds" 12 lisp/tests/sequences.lisp > "$folder/out" 2>&1; then
        echo "$name: NOT NOTICED"
        failed=$((failed + 1))
    else
        echo "$name: noticed"
        passed=$((passed + 1))
    fi
done < "$faults"
echo "$passed passed, $failed failed"
[ "$failed" = 0 ]
