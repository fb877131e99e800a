# Lint of every Verilog top in every tool that has to take it, and of the form of C sources.
TESTS += test-lint

test-lint: $(ISA_VH) $(BOOT_HEX)
	@VERILATOR='$(VERILATOR)' IVERILOG='$(IVERILOG)' YOSYS='$(YOSYS)' OUT='$(BUILD)/lint' sh tools/lint/run
