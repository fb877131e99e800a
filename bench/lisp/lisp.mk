# The language on the simulated ulx3s machine: cycles of programs, the collector's counts beside them.
BUILD ?= build

.PHONY: bench-lisp
bench-lisp: $(BUILD)/lith
	@mkdir -p $(BUILD)/bench
	@sh bench/lisp/measure.sh $(BUILD)/lith < bench/lisp/programs > $(BUILD)/bench/lisp.out
	@mv $(BUILD)/bench/lisp.out $(BUILD)/bench/lisp.txt
BENCHES += bench-lisp
