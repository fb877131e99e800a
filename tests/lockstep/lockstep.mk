# RTL and model in step. The RTL is verilated once more, with RVFI and with its assertions.
BUILD ?= build
SIM_VERILATOR ?= $(or $(VERILATOR),verilator)
LOCKSTEP := $(BUILD)/lockstep
LOCKSTEP_CFLAGS := -std=gnu11 -O2 -g $(WARNINGS) -I. -Isim -Ifirmware/include -I$(BUILD)/gen
LOCKSTEP_PARTS := lockstep rtl_side csrs issued stream
LOCKSTEP_VERILATE := $(SIM_VERILATOR) --cc -O3 --x-assign fast --x-initial fast --assert -Wno-fatal -Wno-PINMISSING \
  -DRISCV_FORMAL +incdir+rtl/core

define lockstep_machine # build, machine, machine in capitals, 1 if it has the C extension, what it defines besides
$(LOCKSTEP)/$(1)/Vlith_$(2)__ALL.cpp: $$(RTL_SOURCES) $(ISA_VH) sim/public.vlt sim/sim.mk \
  tests/lockstep/lockstep.mk
	@rm -rf $$(@D) && mkdir -p $$(@D)
	$$(call step,VERILATE)$$(LOCKSTEP_VERILATE) $(5) --Mdir $$(@D) --top-module lith_$(2) -f $$(SIM_F_$(2)) sim/public.vlt
	@cd $$(@D) && printf '#include "%s"\n' *.cpp > $$(@F)
$(LOCKSTEP)/shim_$(1).o: tests/lockstep/shim_rvfi.cpp $(LOCKSTEP)/$(1)/Vlith_$(2)__ALL.cpp
	$$(call step,CXX)$$(SIM_CXX) $$(call sim_shim_flags,$(LOCKSTEP)/$(1),$(2),$(3)) -I. -DVM_TRACE=0 -DVM_TRACE_FST=0 $(filter -D%,$(5)) $$(DEPENDS) -c $$< -o $$@
$(LOCKSTEP)/%_$(1).o: tests/lockstep/%.c | $(ISA_H)
	@mkdir -p $$(@D)
	$$(call step,CC)$$(CC) $$(LOCKSTEP_CFLAGS) $$(DEPENDS) -DLOCKSTEP_SHIM=shim_$(2) -DLOCKSTEP_COMPRESSED=$(4) -c $$< -o $$@
$(LOCKSTEP)/%-$(1): $(LOCKSTEP)/%_$(1).o $$(LOCKSTEP_PARTS:%=$(LOCKSTEP)/%_$(1).o) $(LOCKSTEP)/shim_$(1).o \
  $$(BUILD)/sim/sdram_chip.o $$(BUILD)/sim/bootrom.o $$(MODEL_LIB) $(SIM_RUNTIME)
	$$(call step,LINK)$$(CC) $$^ -o $$@ -lstdc++ -lm -pthread
.PRECIOUS: $(LOCKSTEP)/%_$(1).o
endef
$(eval $(call lockstep_machine,ulx3s,ulx3s,ULX3S,1))
$(eval $(call lockstep_machine,small,ulx3s,ULX3S,1,-DSHIM_SMALL -GRAM_AW=$(call isa_parameter,small,RAM_AW)))
$(eval $(call lockstep_machine,barrier,ulx3s,ULX3S,1,-DSHIM_SMALL -GRAM_AW=$(call isa_parameter,small,RAM_AW) -DLITH_FAULT_ROOTS_BARRIER))
$(eval $(call lockstep_machine,icebreaker,icebreaker,ICEBREAKER,0))

# Instructions of random programs in each run of the forgery test; more for a long run.
LOCKSTEP_INSTRUCTIONS ?= 2000000

# C programs: those that collect all the time on the machine with little RAM and a heap of 5,120 words, where dozens of
# collections end in each; all programs on the machines as they are. Each in some builds, and in more for test-long.
# (durable asks for dead cells, which the model, where a collection ends at once, cannot have any more.)
lockstep_bins = $(foreach b,$1,$(patsubst %,$(FIRMWARE)/ulx3s/$b/%.bin,$(filter-out durable,$(FIRMWARE_PROGRAMS))))
lockstep_icebreaker = $(foreach b,$1,$(FIRMWARE_PROGRAMS:%=$(FIRMWARE)/icebreaker/$b/%.bin))
lockstep_collecting = $(foreach b,$1,$(patsubst %,$(FIRMWARE)/small/$b/%.bin,$(filter-out durable,$(FIRMWARE_COLLECTING))))
LOCKSTEP_BUILDS := clang-Os
LOCKSTEP_BUILDS_LONG := gcc-O0 gcc-O2 clang-O3
LOCKSTEP_ICEBREAKER := gcc-Os
LOCKSTEP_ICEBREAKER_LONG := clang-O2
LOCKSTEP_COLLECTING := gcc-O0 gcc-O2 clang-Os
LOCKSTEP_COLLECTING_LONG := $(filter-out $(LOCKSTEP_COLLECTING),$(FIRMWARE_BUILDS))

.PHONY: test-lockstep-collecting test-lockstep-programs test-lockstep-programs-icebreaker test-lockstep-faults
.PHONY: test-forgery test-forgery-icebreaker
define LOCKSTEP_TESTS # suffix of the variables, suffix of the tests
test-lockstep-collecting$2: $(LOCKSTEP)/programs-small $(call lockstep_collecting,$(LOCKSTEP_COLLECTING$1))
	$(LOCKSTEP)/programs-small -w 5120 -c 20 $$(filter %.bin,$$^)
test-lockstep-programs$2: $(LOCKSTEP)/programs-ulx3s $(call lockstep_bins,$(LOCKSTEP_BUILDS$1))
	$(LOCKSTEP)/programs-ulx3s $$(filter %.bin,$$^)
test-lockstep-programs-icebreaker$2: $(LOCKSTEP)/programs-icebreaker $(call lockstep_icebreaker,$(LOCKSTEP_ICEBREAKER$1))
	$(LOCKSTEP)/programs-icebreaker $$(filter %.bin,$$^)
endef
$(eval $(call LOCKSTEP_TESTS))
$(eval $(call LOCKSTEP_TESTS,_LONG,-long))
TESTS_LONG += test-lockstep-collecting-long test-lockstep-programs-long test-lockstep-programs-icebreaker-long
# The last one: without the walker's overwrite barrier, the program that hides references from it loses cells.
test-lockstep-faults: $(LOCKSTEP)/faults-small $(LOCKSTEP)/programs-barrier $(FIRMWARE)/small/gcc-O2/hiding.bin
	$(LOCKSTEP)/faults-small
	@if $(LOCKSTEP)/programs-barrier -w 5120 $(FIRMWARE)/small/gcc-O2/hiding.bin > $(LOCKSTEP)/barrier.log; \
	then echo "no barrier: MISSED"; echo "0 passed, 1 failed"; exit 1; \
	else echo "no barrier: seen (`grep -m1 -e DIFFERENCE -e FAILED $(LOCKSTEP)/barrier.log`)"; echo "1 passed, 0 failed"; fi
test-forgery: $(LOCKSTEP)/forgery-small
	$(LOCKSTEP)/forgery-small $(LOCKSTEP_INSTRUCTIONS) $(SEED)
test-forgery-icebreaker: $(LOCKSTEP)/forgery-icebreaker
	$(LOCKSTEP)/forgery-icebreaker $(LOCKSTEP_INSTRUCTIONS) $(SEED)
TESTS += test-lockstep-collecting test-lockstep-programs test-lockstep-programs-icebreaker test-lockstep-faults test-forgery test-forgery-icebreaker
