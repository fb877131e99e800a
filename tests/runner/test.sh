#!/bin/sh
# Checks that the runner counts rightly and that nothing broken counts as good: test.sh FOLDER (scratch).
set -u
scratch=$1
mkdir -p "$scratch/logs"
rm -rf "$scratch"/logs/* "$scratch/made"
passed=0
failed=0

# expect WHAT WANTED GOT
expect() {
    if [ "$2" = "$3" ]; then
        passed=$((passed + 1))
    else
        failed=$((failed + 1))
        printf 'FAILED  %s: wanted "%s", got "%s"\n' "$1" "$2" "$3"
    fi
}

# The planted tests: one that passes in two programs, one that fails in cmocka's way, one that says nothing, one that
# dies after its counts, one that ends within a line, one whose needs cannot be built, one that runs alone. Two more never
# end: a build, and a test whose processes are deaf to the signals that may be ignored, one in a pseudo-terminal, one in a
# session of its own whose parent has left, one by itself.
cat >"$scratch/planted.mk" <<'END'
TESTS := test-good test-cmocka test-silent test-dies test-stops test-unbuilt
TESTS_ALONE := test-alone
TESTS_ENDLESS := test-endless test-unmade
SHELL := $(CURDIR)/tests/logged
.SHELLFLAGS = $@ -c
export LITH_TESTS := $(TESTS) $(TESTS_ALONE) $(TESTS_ENDLESS)
export LITH_LOGS := $(LOGS)
export LITH_TEST_LIMIT := $(LIMIT)
test-good: $(SCRATCH)/made
	@echo '3 passed, 0 failed'; echo 'unit: $(shell echo 4) passed, 0 failed, 1 skipped'
test-cmocka: $(SCRATCH)/made
	@printf '[  PASSED  ] 3 test(s).\n[  FAILED  ] 2 test(s), listed below:\n[  FAILED  ] a\n'; exit 2
test-silent:
	@echo 'I passed, 0 failed'
test-dies:
	@echo '1 passed, 0 failed'; kill -KILL $$$$
test-stops:
	@echo '1 passed, 0 failed'; printf 'and then'; exit 3
test-unbuilt: $(SCRATCH)/never
	@echo '1 passed, 0 failed'
test-alone:
	@sleep 1; i=0; while [ $$i -lt 300000 ]; do i=$$((i + 1)); done; echo '1 passed, 0 failed'
test-endless:
	@echo '2 passed, 0 failed'; script -qfc 'sh $(SCRATCH)/deaf $(SCRATCH)/endless.pids' /dev/null & \
	 (setsid sh $(SCRATCH)/deaf $(SCRATCH)/endless.pids &); sh $(SCRATCH)/deaf $(SCRATCH)/endless.pids
test-unmade: $(SCRATCH)/endless
	@echo '1 passed, 0 failed'
$(SCRATCH)/endless:
	@sleep 1000
$(SCRATCH)/made:
	@echo making; echo x >>$@
$(SCRATCH)/never:
	@echo 'cannot make this'; false
END

cat >"$scratch/deaf" <<'END'
trap '' HUP INT TERM
echo $$ >>"$1"
while :; do sleep 0.1; done
END

tests='test-good test-cmocka test-silent test-dies test-stops test-unbuilt'
alone=test-alone
limit=100
# planted FILTER: the last line of the runner on the planted tests, and its exit status.
planted() {
    output=$(MAKE="make -f $scratch/planted.mk SCRATCH=$scratch LOGS=$scratch/logs LIMIT=$limit" MAKEFLAGS='' MAKELEVEL='' \
        JOBS=2 LOGS=$scratch/logs sh tests/run "$1" "$tests" "$alone" 2>&1)
    status=$?
    echo "$output" >"$scratch/output"
    echo "$(echo "$output" | tail -n 1), status $status"
}
expect 'all planted tests' '13 passed, 6 failed, status 1' "$(planted '')"
expect 'what two tests share is built once' 1 "$(wc -l <"$scratch/made" | tr -d ' ')"
expect 'the output of a failed build is shown' 1 "$(grep -c '^cannot make this' "$scratch/output")"
expect 'their processor time is known' 1 "$(awk '$2 == "test-alone" && $4 > 0.05 && $4 < 3' "$scratch/logs/times" | wc -l | tr -d ' ')"
expect 'and all are there' 6 "$(grep -c '^  *[0-9][0-9]*  *[0-9][0-9]*  test-' "$scratch/output")"
expect 'one test by its name' '7 passed, 0 failed, status 0' "$(planted good)"
expect 'one that runs alone' '1 passed, 0 failed, status 0' "$(planted test-alone)"
expect 'an exit status counts' '1 passed, 1 failed, status 1' "$(planted dies)"
expect 'silence is no success' '0 passed, 1 failed, status 1' "$(planted silent)"
expect 'an unknown name' 'test-alone, status 1' "$(planted nothing | tr -d ' ' | sed 's/,/, /; s/status/status /')"
expect 'what failed is shown at once, not only at the end' 2 \
    "$(planted cmocka >"$scratch/last"; grep -c '^ *\[  FAILED  \] a' "$scratch/output")"

# longest TIMES: the report on them, on one line. How long a planted test takes is the machine's affair, so they are given.
longest() { printf "$1" | awk -f tests/longest.awk | tr -s ' \n' '  '; }
expect 'the longest tests come first' \
    'seconds processor of the longest tests 12 1 test-b 9 2 test-a 2 2 test-c processor time: 5 s of tests, 4 s of building ' \
    "$(longest 'test test-c 2 1.6\ntest test-a 4 1\nbuild test-d 30 4\ntest test-b 12 0.9\ntest test-a 5 1.1\n')"
expect 'ten of them are shown' 10 "$(seq 11 | awk '{ print "test", "test-" $1, $1, 1 }' | awk -f tests/longest.awk | grep -c ' test-')"

# Long enough for all three processes to begin on a busy machine.
tests='test-endless test-unmade'
alone=
limit=10
rm -f "$scratch/endless.pids"
expect 'what never ends' '2 passed, 2 failed, status 1' "$(planted '')"
expect 'its line says so' 1 \
    "$(grep -c '^FAILED  test-endless .*  killed, for it still ran after 10 s$' "$scratch/output")"
expect 'so does that of a build' 1 \
    "$(grep -c '^FAILED  building .*/endless .*  killed, for it still ran after 10 s:$' "$scratch/output")"
deaf=$(tr '\n' ' ' <"$scratch/endless.pids")
expect 'three processes were there' 3 "$(echo "$deaf" | wc -w | tr -d ' ')"
for process in $deaf; do
    expect "the log names $process" 1 "$(grep -c "^ *$process [A-Z] sh .*/deaf " "$scratch/logs/test-endless.log")"
    # Nobody may have asked for its end yet, then it is a zombie (Z).
    expect "$process runs" no "$(grep -q ') [^ZX] ' "/proc/$process/stat" 2>/dev/null && echo yes || echo no)"
done

# figures FIGURES LIMITS: the JSON without blanks, and the exit status.
figures() {
    printf '%b' "$1" >"$scratch/figures.txt"
    printf '%b' "$2" >"$scratch/limits"
    awk -v json="$scratch/figures.json" -f tools/bench/figures.awk "$scratch/limits" "$scratch/figures.txt" \
        >"$scratch/output" 2>&1
    status=$?
    echo "$(tr -d ' \n' <"$scratch/figures.json") $status"
}
expect 'figures within limits' '{"a.b":1.5,"c":2e3} 0' "$(figures 'a.b 1.5\nc 2e3\n' 'a.b must <= 1.5\nc need\n')"
expect 'a broken limit' '{"a":11} 1' "$(figures 'a 11\n' 'a must <= 10 remark\n')"
expect 'a lower limit' '{"a":9} 1' "$(figures 'a 9\n' 'a must >= 10\n')"
expect 'a missed target only shows' '{"a":9} 0' "$(figures 'a 9\n' 'a want >= 10\n')"
expect 'it does show' 1 "$(grep -c MISSED "$scratch/output")"
expect 'the longest stall' '{"x.stall_max.cycles":8,"y.stall_max.cycles":11,"gc.stall_max.cycles":11} 0' \
    "$(figures 'x.stall_max.cycles 8\ny.stall_max.cycles 11\n' 'gc.stall_max.cycles need\n')"
expect 'a missing figure' '{"a":9} 1' "$(figures 'a 9\n' 'b need\n')"
expect 'no number' '{"b":1} 1' "$(figures 'a nan\nb 1\n' 'b need\n')"
expect 'a figure twice' '{"a":1} 1' "$(figures 'a 1\na 2\n' 'a need\n')"

echo "$passed passed, $failed failed"
[ "$failed" -eq 0 ]
