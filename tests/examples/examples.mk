# The examples, on the functional model, on the simulated machine, and on that with a heap of 256 KiB: in `make test` those
# that collect most for their time.
BUILD ?= build
EXAMPLES_RUN := sh tests/examples/run.sh
EXAMPLES_FILES := $(wildcard examples/*.lisp examples/*/* tests/examples/*)

EXAMPLES_256K := wordfreq json generator
EXAMPLES_256K_LONG := $(filter-out $(EXAMPLES_256K),$(shell awk '!/^\#/ { print $$1 }' tests/examples/runs))

.PHONY: test-examples-model test-examples-ulx3s test-examples-256k test-examples-256k-long test-examples-faults
test-examples-model: $(BUILD)/lith $(EXAMPLES_FILES)
	@$(EXAMPLES_RUN) $(BUILD)/examples/model $(BUILD)/lith --model --max-cycles 400000000
test-examples-ulx3s: $(BUILD)/lith $(EXAMPLES_FILES)
	@$(EXAMPLES_RUN) $(BUILD)/examples/ulx3s $(BUILD)/lith --max-cycles 400000000
test-examples-256k: $(BUILD)/lith $(EXAMPLES_FILES)
	@NAMES='$(EXAMPLES_256K)' $(EXAMPLES_RUN) $(BUILD)/examples/256k $(BUILD)/lith --heap 256K --max-cycles 400000000
test-examples-256k-long: $(BUILD)/lith $(EXAMPLES_FILES)
	@NAMES='$(EXAMPLES_256K_LONG)' $(EXAMPLES_RUN) $(BUILD)/examples/256k-long $(BUILD)/lith --heap 256K --max-cycles 400000000

# The check itself: other output and another exit status are found.
test-examples-faults: $(BUILD)/lith $(EXAMPLES_FILES)
	@! NAMES=queens $(EXAMPLES_RUN) $(BUILD)/examples/faults echo > $(BUILD)/examples-faults.out
	@grep -q '^0 passed, 1 failed' $(BUILD)/examples-faults.out && echo '1 passed, 0 failed'
	@! NAMES=json-broken $(EXAMPLES_RUN) $(BUILD)/examples/faults sh -c 'cat examples/expected/json-broken.txt' \
	  > $(BUILD)/examples-faults.out
	@grep -q 'exit status 0, expected 1' $(BUILD)/examples-faults.out && echo '1 passed, 0 failed'

TESTS += test-examples-model test-examples-256k test-examples-faults
TESTS_LONG += test-examples-256k-long test-examples-ulx3s
