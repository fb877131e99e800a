# Adds up what test programs say at their end; prints "PASSED FAILED".
# Read are cmocka's closing lines and the plain line "N passed, N failed", which may have one word with a colon before it
# and ", N skipped" behind it.
/^\[  PASSED  \] [0-9]+ test\(s\)/ { passed += $4 }
/^\[  FAILED  \] [0-9]+ test\(s\)/ { failed += $4 }
/^([^ ]+: )?[0-9]+ passed, [0-9]+ failed(, [0-9]+ skipped)?\r?$/ {
    sub(/^[^ ]+: /, "")
    passed += $1
    failed += $3
}
END { print passed + 0, failed + 0 }
