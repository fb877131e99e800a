# What has taken long: the ten longest tests and the processor time of all, from the lines that tests/logged writes
# ("test NAME SECONDS PROCESSOR" or "build NAME SECONDS PROCESSOR"; a test of several commands has several).
BEGIN { print "seconds processor  of the longest tests"; fflush() }
{ total[$1] += $4 }
$1 == "test" { seconds[$2] += $3; processor[$2] += $4 }
END {
    sort = "sort -rn | head -n 10"
    for (test in seconds) printf "%7d %9d  %s\n", seconds[test], processor[test] + 0.5, test | sort
    close(sort)
    printf "processor time: %d s of tests, %d s of building\n", total["test"] + 0.5, total["build"] + 0.5
}
