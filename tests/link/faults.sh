# sh faults.sh FAULTS FOLDER SOURCES...: for each line `test|name|file of link/|sed script` of FAULTS spoils a
# copy of the link in FOLDER, builds the test SOURCES with it and expects that test to fail. CC and CFLAGS come from the environment.
faults=$1 folder=$2
shift 2
passed=0 failed=0
while IFS='|' read -r test name file script; do
    rm -rf "$folder" && mkdir -p "$folder" && cp link/*.[ch] "$folder" || exit 1
    sed "$script" "link/$file" > "$folder/$file"
    if cmp -s "link/$file" "$folder/$file"; then
        echo "$name: the script changes nothing in link/$file"
        failed=$((failed + 1))
        continue
    fi
    $CC $CFLAGS -w -I"$folder" "$@" "$folder"/*.c -lcmocka -o "$folder/test" || exit 1
    if SEED=${SEED:-1} timeout 60 "$folder/test" "$test" > "$folder/log" 2>&1; then
        echo "$name: NOT NOTICED"
        failed=$((failed + 1))
    else
        echo "$name: noticed. $(sed -n 's/^ERROR: //p' "$folder/log" | head -1)"
        passed=$((passed + 1))
    fi
done < "$faults"
echo "$passed passed, $failed failed"
[ "$failed" = 0 ]
