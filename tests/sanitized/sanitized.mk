# Programs of the host with the sanitizers of addresses and of undefined behaviour, in a build of their own, where the same
# makefiles make them and run tests with them. What machines run, and the simulated machines of `lith` and `lith-sim`, are
# those of the ordinary build; models that a test has of its own (heap, core, blocks of the SoC, lock-step) are sanitized too.
# (The host link's own tests have the sanitizers always, tests/link.)
SANITIZED := $(BUILD)/sanitized
SANITIZE := -fsanitize=address,undefined -fno-sanitize-recover=undefined
# What finds most for its time; the rest, for test-long. Random programs and regular expressions: tests/lisp.
SANITIZED_TESTS := test-lisp-host test-lisp-codec test-model-heap test-model-isa test-isa-tables test-examples-model
SANITIZED_TESTS_LONG := test-lith test-terminal test-lisp-gc test-lisp-format test-process-switched \
  test-process-limits test-process-limits-random test-model-asm test-model-programs test-observe-heap test-observe-events \
  test-observe-profile test-observe-lisp test-link-machine test-link-programs test-soc-uart test-soc-timer test-soc-spi \
  test-heap-small test-heap-cached test-core-own-c1m2 test-core-isa-c1m2 test-lockstep-programs test-forgery
# The heap finds its roots on the C stack, where locals have to stay. What a program has at its end it need not free.
SANITIZED_ENVIRONMENT := ASAN_OPTIONS=detect_stack_use_after_return=0:detect_leaks=0
SANITIZED_MAKE = $(SANITIZED_ENVIRONMENT) LD_LIBRARY_PATH=$(abspath $(BUILD)/sim) $(MAKE) -s --no-print-directory LOGGED= \
  BUILD=$(SANITIZED) CC='$(CC) $(SANITIZE)' CXX='$(CXX) $(SANITIZE)' SIM_CXX='$(CXX) $(SANITIZE)' sim_library= \
  FIRMWARE=$(FIRMWARE) LITH_FLASH_ulx3s=$(LITH_FLASH_ulx3s) LITH_ELF_ulx3s=$(LITH_ELF_ulx3s) LITH_ICE=$(LITH_ICE)

# Made once, before the tests of this build run beside each other.
.PHONY: sanitized-programs
sanitized-programs: $(BUILD)/lith
	@+$(SANITIZED_MAKE) $(addprefix $(SANITIZED)/,lisp-host lisp-fuzz lisp/codec/codec regex-random lith lith-sim tools/mkimage tools/isa \
	  model-tests/test_heap)

test-sanitized: sanitized-programs
	@+$(SANITIZED_MAKE) $(SANITIZED_TESTS)
	@$(SANITIZED)/tools/mkimage $(LITH_ELF_ulx3s) $(SANITIZED)/kernel.flash
	@cmp -n $$(wc -c <$(SANITIZED)/kernel.flash) $(SANITIZED)/kernel.flash $(LITH_FLASH_ulx3s) && echo '1 passed, 0 failed'
	@$(CC) $(SANITIZE) -std=c11 -O1 $(WARNINGS) tests/sanitized/planted.c -o $(SANITIZED)/planted
	@! $(SANITIZED)/planted overflow 2>$(SANITIZED)/said && grep -q heap-buffer-overflow $(SANITIZED)/said && \
	  ! $(SANITIZED)/planted sum 2>$(SANITIZED)/said && grep -q 'signed integer overflow' $(SANITIZED)/said && \
	  echo '1 passed, 0 failed'
TESTS += test-sanitized

# What these run on machines, or compare with, is made by the ordinary build.
test-sanitized-long: sanitized-programs $(SIM_ALL_MACHINES) $(call sim_library,ulx3s-trace) $(FOREGROUND) $(PROGRAM_BINS) \
  $(PROGRAM_BINS_SMALL) $(OBSERVE_PROGRAMS)
	@+$(SANITIZED_MAKE) $(SANITIZED_TESTS_LONG)
TESTS_LONG += test-sanitized-long
