# sh tables.sh ISA FOLDER: for each line `table|sed script|message` of bad-tables spoils a copy of a table and expects the
# generator to say just "table:line: message", with status 2 and nothing written. The line is that of the first difference.
# Then outputs that cannot be written: one line with their name and status 2, and what was there stays.
isa=$1 folder=$2
passed=0 failed=0
while IFS='|' read -r table script message; do
    case $table in '' | '#'*) continue ;; esac
    rm -rf "$folder" && mkdir -p "$folder/isa" "$folder/gen" && cp isa/*.table isa/memory.map "$folder/isa" || exit 1
    sed "$script" "isa/$table" >"$folder/isa/$table"
    line=$(diff "isa/$table" "$folder/isa/$table" | sed -n '1s/.*[acd]\([0-9]*\).*/\1/p')
    wanted=$(echo "$message" | sed "s,HERE,$folder/isa,")
    said=$("$isa" "$folder/isa" headers "$folder/gen" 2>&1)
    status=$?
    if [ "$status" = 2 ] && [ "$said" = "$folder/isa/$table:$line: $wanted" ] && [ -z "$(ls "$folder/gen")" ]; then
        passed=$((passed + 1))
    else
        failed=$((failed + 1))
        echo "FAILED: $table with $script: status $status, wanted line $line: $message"
        echo "$said"
    fi
done <tests/isa/bad-tables
rm -rf "$folder" && mkdir -p "$folder/gen"
if "$isa" isa headers "$folder/gen" && [ -n "$(ls "$folder/gen")" ]; then
    passed=$((passed + 1))
else
    failed=$((failed + 1))
    echo "FAILED: the tables as they are"
fi

# lost NAME COMMAND...: the command says one line about NAME and ends with status 2.
lost() {
    name=$1
    shift
    said=$("$@" 2>&1)
    status=$?
    case $said in *"
"*) lines=many ;; "isa: "*"$name: "*) lines=1 ;; *) lines=other ;; esac
    if [ "$status" = 2 ] && [ $lines = 1 ]; then
        passed=$((passed + 1))
    else
        failed=$((failed + 1))
        echo "FAILED: $* with status $status: $said"
    fi
}
# In which no file may grow.
full() {
    (ulimit -f 0 && "$@")
}
sed '/^<!-- isa: /{n;n;n;s/|/| STALE/;}' docs/memory-map.md >"$folder/stale.md"
cp "$folder/stale.md" "$folder/as-before.md"
lost "$folder/nowhere/lith_isa.vh" "$isa" isa headers "$folder/nowhere"
lost "$folder/nowhere.md" "$isa" isa docs "$folder/nowhere.md"
mkdir "$folder/full"
lost "$folder/full/lith_isa.vh" full "$isa" isa headers "$folder/full"
lost "$folder/stale.md" full "$isa" isa docs "$folder/stale.md"
if cmp -s "$folder/stale.md" "$folder/as-before.md" && [ -z "$(ls "$folder/full")" ]; then
    passed=$((passed + 1))
else
    failed=$((failed + 1))
    echo "FAILED: an output that cannot be written leaves something else"
fi
echo "$passed passed, $failed failed"
[ "$failed" = 0 ]
