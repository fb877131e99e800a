# For tests of build/lith with stores: sourced, with LITH the command, MAKE_STORE tests/store/make_store.c's program, FOLDER
# one for files. Counts in passed and failed; `counted` prints them and ends the test.
passed=0 failed=0
mkdir -p "$FOLDER"

# is NAME COMMAND...: passes when the command does.
is() {
    name=$1
    shift
    if "$@"; then
        passed=$((passed + 1))
    else
        echo "FAIL $name: $*"
        failed=$((failed + 1))
    fi
}

# gives NAME STATUS PART COMMAND...: the command ends with that status and says PART; nothing is on its stderr.
gives() {
    name=$1 want=$2 part=$3
    shift 3
    "$@" >"$FOLDER/out" 2>"$FOLDER/err" </dev/null
    got=$?
    if [ $got = "$want" ] && grep -qF -- "$part" "$FOLDER/out" && [ ! -s "$FOLDER/err" ]; then
        passed=$((passed + 1))
    else
        echo "FAIL $name: status $got instead of $want, or no \"$part\":"
        cat "$FOLDER/out" "$FOLDER/err"
        failed=$((failed + 1))
    fi
}

# refuses NAME PART COMMAND...: status 2, nothing on stdout, one line on stderr, which begins with "lith: " and has PART.
refuses() {
    name=$1 part=$2
    shift 2
    "$@" >"$FOLDER/out" 2>"$FOLDER/err" </dev/null
    got=$?
    if [ $got = 2 ] && [ ! -s "$FOLDER/out" ] && [ "$(wc -l <"$FOLDER/err")" = 1 ] && grep -q '^lith: ' "$FOLDER/err" &&
        grep -qF -- "$part" "$FOLDER/err"; then
        passed=$((passed + 1))
    else
        echo "FAIL $name: status $got, or not one line with \"$part\":"
        cat "$FOLDER/out" "$FOLDER/err"
        failed=$((failed + 1))
    fi
}

counted() {
    echo "$passed passed, $failed failed"
    [ $failed = 0 ]
    exit
}
