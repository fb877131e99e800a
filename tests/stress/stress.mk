# Memory under stress: a kernel that collects all the time, on the RTL with its assertions, while the heap is looked
# through from outside (--heap-map stops with an error when it is broken); programs that allocate many times the heap.
BUILD ?= build
STRESS := $(BUILD)/lisp/ulx3s-stress

.PHONY: test-gc-stress test-gc-turnover-model test-gc-turnover
test-gc-stress: $(BUILD)/lith
	@+$(MAKE) -s --no-print-directory LISP_BARE=$(STRESS) LISP_DEFINES=-DGC_STRESS $(STRESS)/kernel.flash
	@for program in tests/lockstep/sample.lisp examples/generator.lisp examples/fork.lisp; do \
	  sh tests/stress/check.sh 6 "--heap 1M --image $(STRESS)/kernel.flash --heap-map $(STRESS)/heap.svg" \
	    $(BUILD)/lith $$program || exit 1; done

# 50 times the heap of 256 KiB, which is 65,536 words.
test-gc-turnover-model: $(BUILD)/lith
	@sh tests/stress/check.sh 100 "--model --heap 256K" $(BUILD)/lith tests/stress/turnover.lisp 3276800
	@for size in 256K 512K 700K 768K; do \
	  sh tests/stress/check.sh 10 "--model --heap $$size" $(BUILD)/lith tests/stress/exhausted.lisp || exit 1; done
	@sh tests/stress/check.sh 10 "--model --heap 1M" $(BUILD)/lith tests/stress/returned.lisp
test-gc-turnover: $(BUILD)/lith
	@sh tests/stress/check.sh 50 "--heap 256K" $(BUILD)/lith tests/stress/turnover.lisp 3276800

TESTS += test-gc-turnover-model test-gc-stress
TESTS_LONG += test-gc-turnover
