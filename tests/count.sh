# For scripts of checks, which read this by `. tests/count.sh`: count WHAT yes|no for each check; at the end counted, which
# says "N passed, N failed" and has exit status 0 if nothing failed.
passed=0
failed=0

count() {
    if [ "$2" = yes ]; then
        passed=$((passed + 1))
    else
        failed=$((failed + 1))
        echo "FAILED  $1"
    fi
}

counted() {
    echo "$passed passed, $failed failed"
    [ "$failed" -eq 0 ]
}
