# sh apply.sh FOLDER TEST...: each page of docs/howto has its example, which applies to this tree exactly and has a test
# among these that builds and runs it (try.sh). One whose surroundings have changed is refused.
set -u
folder=$1
shift
mkdir -p "$folder"
. tests/count.sh

applies() { patch --dry-run -s -p1 -F0 -i "$1" >"$folder/log" 2>&1; }

for page in docs/howto/*.md; do
    name=$(basename "$page" .md)
    [ "$name" != README ] || continue
    example=docs/howto/$name.patch
    applies "$example" && count "$example" yes || { count "$example does not apply exactly: patch --dry-run -p1 -F0 -i $example" no; cat "$folder/log"; }
    awk '/^ ./ && !done { $0 = $0 " changed"; done = 1 } { print }' "$example" >"$folder/stale.patch"
    applies "$folder/stale.patch" && count "$example with other surroundings is not refused" no || count "$example" yes
    case " $* " in
    *" test-howto-$name "*) count "$name" yes ;;
    *) count "no test builds and runs $example: test-howto-$name" no ;;
    esac
done
[ "$passed" -ge 12 ] && count pages yes || count 'pages are missing' no
counted
