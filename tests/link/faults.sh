# sh faults.sh FAULTS FOLDER SOURCES...: for each line `test|name|file of link/|sed script` of FAULTS spoils a copy of that
# file in FOLDER, links the test SOURCES and the rest of the link with it and expects that test to fail. CC and CFLAGS come
# from the environment. A random test may miss a fault by its seed: it fails with one of five that follow each other.
faults=$1 folder=$2
shift 2
passed=0 failed=0
# A sound test takes a tenth of this processor time; what waits for ever uses none.
limited() { (ulimit -t 10 && exec timeout 60 "$@"); }
rm -rf "$folder" && mkdir -p "$folder" || exit 1
for source in "$@" link/*.c; do
    $CC $CFLAGS -w -Ilink -c "$source" -o "$folder/$(basename "$source" .c).o" || exit 1
done
while IFS='|' read -r test name file script; do
    sed "$script" "link/$file" > "$folder/spoiled.c"
    if cmp -s "link/$file" "$folder/spoiled.c"; then
        echo "$name: the script changes nothing in link/$file"
        failed=$((failed + 1))
        continue
    fi
    $CC $CFLAGS -w -Ilink -c "$folder/spoiled.c" -o "$folder/spoiled.o" || exit 1
    others=$(ls "$folder"/*.o | grep -v "/${file%.c}\.o$")
    # shellcheck disable=SC2086 -- a list of names
    $CC $others -lcmocka -o "$folder/test" || exit 1
    tries=5
    while [ $tries -gt 0 ] && SEED=$((${SEED:-1} + 5 - tries)) limited "$folder/test" "$test" > "$folder/log" 2>&1; do
        tries=$((tries - 1))
    done
    if [ $tries = 0 ]; then
        echo "$name: NOT NOTICED"
        failed=$((failed + 1))
    else
        echo "$name: noticed. $(sed -n 's/^ERROR: //p' "$folder/log" | head -1)"
        passed=$((passed + 1))
    fi
done < "$faults"
echo "$passed passed, $failed failed"
[ "$failed" = 0 ]
