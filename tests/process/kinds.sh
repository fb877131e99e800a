# sh kinds.sh SERVICES FOLDER: docs/requests.md has a row for each kind of request, in the order of the tables, with its
# arguments; pages with a wrong row, without one, and with one too many are noticed.
services=$1 folder=$2
mkdir -p "$folder"
"$services" kinds > "$folder/is" || exit 1
. tests/count.sh
# holds PAGE
holds() { sed -n 's/^\(| `:[a-z-]*` |[^|]*|\).*/\1/p' "$1" | diff "$folder/is" - > "$folder/out"; }
holds docs/requests.md && count page yes || { count 'docs/requests.md differs from the tables of kinds:' no; cat "$folder/out"; }
for script in '/^| `:sleep`/s/| n |/| N |/' '/^| `:fork`/d' 's/^| `:self`.*/&\n&/'; do
    sed "$script" docs/requests.md > "$folder/page"
    holds "$folder/page" && count "not noticed: $script" no || count page yes
done
[ "$(grep -c . "$folder/is")" -ge 20 ] && count kinds yes || count 'kinds are missing' no
counted
