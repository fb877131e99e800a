# Lint of every Verilog file in every tool that has to take it, and of the form of C sources.
TESTS += test-lint
CLANG_FORMAT ?= $(VENV)/bin/clang-format
LINT_TOOLS = BUILD='$(BUILD)' VERILATOR='$(VERILATOR)' IVERILOG='$(IVERILOG)' YOSYS='$(YOSYS_LINT)' \
  CLANG_FORMAT='$(abspath $(CLANG_FORMAT))'

test-lint: $(ISA_VH) $(BOOT_HEX)
	@$(LINT_TOOLS) OUT='$(BUILD)/lint' sh tools/lint/run .
