# sh faults.sh TEST_TERMINAL FOLDER: a test whose lith is broken (deaf.sh) fails in time, and says what it has waited for.
program=$1 folder=$2
mkdir -p "$folder"
. tests/count.sh
export PATIENCE=1 LITH=tests/terminal/deaf.sh FAULT

# gives_up FAULT TEST MESSAGE
gives_up() {
    FAULT=$1
    timeout 20 "$program" "$folder" "$2" > "$folder/out" 2>&1
    if [ $? = 1 ] && grep -q "$3" "$folder/out"; then
        count "$1" yes
    else
        count "$1, $2: NOT NOTICED" no
        tail -n 20 "$folder/out"
    fi
}
gives_up silent test_leaving 'waited in vain for user=> '
gives_up endless test_leaving 'waited in vain for user=> '
gives_up cooked test_leaving 'keys are not read one by one after user=> '
gives_up deaf test_leaving 'lith does not end'
gives_up deaf test_ended 'waited in vain for the end'
counted
