# Lint of every Verilog file in every tool that has to take it, and of the form of C sources.
TESTS += test-lint
CLANG_FORMAT ?= $(VENV)/bin/clang-format
LINT_TOOLS = BUILD='$(BUILD)' VERILATOR='$(VERILATOR)' IVERILOG='$(IVERILOG)' YOSYS='$(YOSYS_LINT)' \
  CLANG_FORMAT='$(abspath $(CLANG_FORMAT))'

test-lint: $(ISA_VH) $(BOOT_HEX)
	@$(LINT_TOOLS) OUT='$(BUILD)/lint' sh tools/lint/run .

# The static analyser over all C of ours, compiled as make would do it for all tests and measurements; but what is wrong on
# purpose.
TESTS_LONG += test-analysis
ANALYSIS := $(BUILD)/lint/analysis
ANALYSIS_TOOLS = BUILD='$(BUILD)' CLANG_TIDY='$(abspath $(CLANG_TIDY))' PICOLIBC='$(PICOLIBC)' JOBS='$(JOBS)'
ANALYSIS_GOALS = $(filter-out test-analysis% test-sanitized%,$(TESTS) $(TESTS_ALONE) $(TESTS_LONG)) $(BENCHES)
test-analysis: $(ISA_H) $(BUILD)/gen/lith_layout.h
	@mkdir -p $(ANALYSIS)
	@env -i PATH="$$PATH" make -n -B -k -o .tools/tools.mk V=1 BUILD=$(BUILD) $(ANALYSIS_GOALS) >$(ANALYSIS)/commands 2>&1; true
	@$(ANALYSIS_TOOLS) sh tools/lint/analyse $(ANALYSIS)/commands $(ANALYSIS)/found \
	  $$(BUILD='$(BUILD)' sh tools/lint/sources c | grep -v '^./tests/sanitized/planted.c')
