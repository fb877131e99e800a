# RTL and model in step. The RTL is verilated once more, with RVFI and with its assertions.
BUILD ?= build
VERILATOR ?= verilator
LOCKSTEP := $(BUILD)/lockstep
LOCKSTEP_CFLAGS := -std=gnu11 -O2 -g -Wall -Wextra -Werror -I. -Isim -Ifirmware/include -I$(BUILD)/gen
LOCKSTEP_PARTS := lockstep rtl_side issued stream
LOCKSTEP_VERILATE := $(VERILATOR) --cc -O3 --x-assign fast --x-initial fast --assert -Wno-fatal -Wno-PINMISSING \
  -DRISCV_FORMAL +incdir+rtl/core

define lockstep_machine # machine, machine in capitals, 1 if it has the C extension
$(LOCKSTEP)/$(1)/Vlith_$(1)__ALL.cpp: $$(RTL_SOURCES) $(MEMMAP_VH) sim/public.vlt sim/runtime.make
	@mkdir -p $$(@D)
	$$(LOCKSTEP_VERILATE) --Mdir $$(@D) --top-module lith_$(1) -f $$(SIM_F_$(1)) sim/public.vlt
	$$(MAKE) -s -C $$(@D) CXX='$$(SIM_CXX)' -f Vlith_$(1).mk -f $$(CURDIR)/sim/runtime.make OPT_GLOBAL=-O2 \
	  VM_PARALLEL_BUILDS=0 Vlith_$(1)__ALL.cpp runtime
	@touch $$@
$(LOCKSTEP)/shim_$(1).o: tests/lockstep/shim_rvfi.cpp tests/lockstep/rvfi.h sim/shim.cpp sim/shim.h $(LOCKSTEP)/$(1)/Vlith_$(1)__ALL.cpp
	$$(SIM_CXX) $$(SIM_SHIM_FLAGS) -I. -I$(LOCKSTEP)/$(1) -DVM_TRACE=0 -DVM_TRACE_FST=0 -DSHIM_$(2) \
	  $$(call sim_clock_before,$(LOCKSTEP)/$(1),$(1)) -c $$< -o $$@
$(LOCKSTEP)/%_$(1).o: tests/lockstep/%.c $$(wildcard tests/lockstep/*.h sim/model/*.h sim/*.h) $(MEMMAP_H)
	@mkdir -p $$(@D)
	$$(CC) $$(LOCKSTEP_CFLAGS) -DLOCKSTEP_SHIM=shim_$(1) -DLOCKSTEP_COMPRESSED=$(3) -c $$< -o $$@
$(LOCKSTEP)/%-$(1): $(LOCKSTEP)/%_$(1).o $$(LOCKSTEP_PARTS:%=$(LOCKSTEP)/%_$(1).o) $(LOCKSTEP)/shim_$(1).o \
  $$(BUILD)/sim/sdram_chip.o $$(BUILD)/sim/bootrom.o $$(MODEL_LIB)
	$$(CC) $$^ $(LOCKSTEP)/$(1)/libruntime.a -o $$@ -lstdc++ -lm -pthread
.PRECIOUS: $(LOCKSTEP)/%_$(1).o
endef
$(eval $(call lockstep_machine,ulx3s,ULX3S,1))
$(eval $(call lockstep_machine,icebreaker,ICEBREAKER,0))

# Instructions of random programs in each run of the forgery test; more for a long run.
LOCKSTEP_INSTRUCTIONS ?= 2000000

.PHONY: test-lockstep-programs test-lockstep-programs-icebreaker test-lockstep-faults test-forgery test-forgery-icebreaker
test-lockstep-programs: $(LOCKSTEP)/programs-ulx3s $(PROGRAM_BINS)
	$(LOCKSTEP)/programs-ulx3s $(PROGRAM_BINS)
test-lockstep-programs-icebreaker: $(LOCKSTEP)/programs-icebreaker $(PROGRAM_BINS_SMALL)
	$(LOCKSTEP)/programs-icebreaker $(PROGRAM_BINS_SMALL)
test-lockstep-faults: $(LOCKSTEP)/faults-ulx3s
	$(LOCKSTEP)/faults-ulx3s
test-forgery: $(LOCKSTEP)/forgery-ulx3s
	$(LOCKSTEP)/forgery-ulx3s $(LOCKSTEP_INSTRUCTIONS) $(SEED)
test-forgery-icebreaker: $(LOCKSTEP)/forgery-icebreaker
	$(LOCKSTEP)/forgery-icebreaker $(LOCKSTEP_INSTRUCTIONS) $(SEED)
TESTS += test-lockstep-programs test-lockstep-programs-icebreaker test-lockstep-faults test-forgery test-forgery-icebreaker
