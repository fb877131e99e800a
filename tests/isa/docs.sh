# sh docs.sh ISA FOLDER DOCUMENT...: the documents' tables are what isa/ says, every table of the generator is in one of
# them, and a stale one is found: each document in turn gets a wrong word into its first table, in a copy.
isa=$1 folder=$2
shift 2
passed=0 failed=0
result() { # what was tried, 0 if it went well
    if [ "$2" = 0 ]; then passed=$((passed + 1)); else failed=$((failed + 1)); echo "FAILED: $1"; fi
}
rm -rf "$folder" && mkdir -p "$folder" || exit 1
"$isa" isa check "$@"
result "documents are current" $?
for name in $(sed -n 's/.*{"\([a-z-]*\)", [a-z_]*_doc.*/\1/p' tools/isa/docs.c); do
    grep -q "^<!-- isa: $name -->" "$@"
    result "table $name is in a document" $?
done
for document in "$@"; do
    copy=$folder/$(basename "$document")
    line=$(grep -n '^<!-- isa: ' "$document" | head -1 | cut -d: -f1)
    sed "$((line + 3))s/|/| STALE/" "$document" >"$copy"
    name=$(sed -n "${line}s/<!-- isa: \(.*\) -->/\1/p" "$document")
    said=$("$isa" isa check "$copy" 2>&1)
    status=$?
    [ "$status" = 1 ] && [ "$said" = "$copy:$line: table $name is not what isa/ says: make isa-docs" ]
    result "a stale table in $document is found (status $status, $said)" $?
    "$isa" isa docs "$copy" && cmp -s "$copy" "$document"
    result "it is brought up to date" $?
done
echo "$passed passed, $failed failed"
[ "$failed" = 0 ]
