#!/bin/sh
# usage: shown.sh trees|code FILE LISP-HOST
# The file has cases: a line "> FORM", then what is shown of it: the tree of the form, or the byte code of the function
# f that it defines. All must be as they stand there; that the last is not, when a word is added to it, must be found.
kind=$1 file=$2 host=$3
set -- -e '(def v) (def ^:dynamic d)'
while read -r mark form; do
    [ "$mark" = '>' ] || continue
    case $kind in
    trees) set -- "$@" --tree "$form" ;;
    code) set -- "$@" -e "$form" --disassemble f ;;
    esac
done < "$file"
out=$(mktemp)
trap 'rm -f "$out"' EXIT
"$host" "$@" > "$out" || exit 1
grep -v '^>' "$file" | diff - "$out" || exit 1
grep -v '^>' "$file" | sed '$s/$/ more/' | diff - "$out" > /dev/null && exit 1
echo "$kind: $(grep -c '^>' "$file") passed, 0 failed"
