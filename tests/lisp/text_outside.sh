# sh text_outside.sh FOLDER COMMAND...: texts from outside, which come in pieces of up to 1,024 bytes and may be no UTF-8,
# to COMMAND, which evaluates an expression: a file, the input, and the expression itself. No character may be cut where
# a piece ends; what is no UTF-8 must become U+FFFD.
folder=$1
shift
passed=0 failed=0
wrong='\357\277\275'
check() {
    if cmp -s "$folder/expected" "$folder/got"; then
        passed=$((passed + 1))
    else
        echo "$1, $length bytes in front: not as it should be ($folder/expected, $folder/got)"
        failed=$((failed + 1))
    fi
}
mkdir -p "$folder"
for length in 1018 1019 1020 1021 1022 1023 1024; do
    front=$(awk -v n="$length" 'BEGIN { while (n--) printf "a" }')
    good='\303\240\344\270\240\360\237\230\200\343\200\200z'
    printf "%s$good\303(\200\355\240\200$good\360\237\230" "$front" > "$folder/text"
    printf "%s$good$wrong($wrong$wrong$wrong$wrong$good$wrong" "$front" > "$folder/expected"
    "$@" "(do (print (slurp \"$folder/text\")) (exit 0))" > "$folder/got"
    check "a file"
    "$@" '(do (print (slurp *in*)) (exit 0))' < "$folder/text" > "$folder/got"
    check "the input"
    "$@" "(do (print \"$(cat "$folder/text")\") (exit 0))" < /dev/null > "$folder/got"
    check "the expression"
done
echo "$passed passed, $failed failed"
[ "$failed" = 0 ]
