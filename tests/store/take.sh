# Stores for machines, in files and on a server: TEST_TAKE is tests/store/test_take.c's program.
. tests/store/expect.sh
. tests/store/serve.sh
serve memory 8M
gives 'taken and refused' 0 '3 passed, 0 failed' "$TEST_TAKE" "$FOLDER" "$url"
counted
