# sh kinds.sh SERVICES FOLDER: docs/requests.md has a row for each kind of request, in the order of the tables, with its
# arguments; pages with a wrong row, without one, and with one too many are noticed.
services=$1 folder=$2
mkdir -p "$folder"
"$services" kinds > "$folder/is" || exit 1
passed=0 failed=0
# holds PAGE
holds() { sed -n 's/^\(| `:[a-z-]*` |[^|]*|\).*/\1/p' "$1" | diff "$folder/is" - > "$folder/out"; }
count() {
    if [ "$2" = 0 ]; then
        passed=$((passed + 1))
    else
        failed=$((failed + 1))
        echo "$1"
        cat "$folder/out"
    fi
}
holds docs/requests.md
count 'docs/requests.md differs from the tables of kinds:' $?
for script in '/^| `:sleep`/s/| n |/| N |/' '/^| `:fork`/d' 's/^| `:self`.*/&\n&/'; do
    sed "$script" docs/requests.md > "$folder/page"
    ! holds "$folder/page"
    count "not noticed: $script" $?
done
[ "$(grep -c . "$folder/is")" -ge 20 ]
count 'kinds are missing' $?
echo "$passed passed, $failed failed"
[ $failed = 0 ]
