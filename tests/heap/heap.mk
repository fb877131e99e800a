# The heap controller on its own: bus harness (tests/heap).
#
#   make test-heap               all tests on all parameter sets, and the planted faults
#   make test-heap SEED=7 N=1000000   random runs of that length, from that seed
#   make bench-heap              figures of the collector
#   make test-heap-<set> TEST=name TRACE=1   one set, one test, leaving build/heap/<set>.trace/trace.fst

VERILATOR ?= verilator
CXX ?= g++
CC ?= gcc
BUILD ?= build

HEAP_T := tests/heap
HEAP_B := $(BUILD)/heap
# Asked for once, and only when it is needed.
HEAP_VERILATOR_ROOT = $(eval HEAP_VERILATOR_ROOT := $$(shell $$(VERILATOR) --getenv VERILATOR_ROOT))$(HEAP_VERILATOR_ROOT)
HEAP_V_INCLUDE = $(HEAP_VERILATOR_ROOT)/include
HEAP_RTL_DIR ?= rtl/heap
HEAP_RTL := $(patsubst rtl/heap/%,$(HEAP_RTL_DIR)/%,$(filter %.v,$(shell cat rtl/heap/heap.f)))

# Parameter sets: AW HW HCACHE CCACHE ROOTQ MARK_STACK REMEMBER STATS COPY DURABLE PACE MAX_GC_STALL. A set runs with the memories its
# MAX_GC_STALL allows: 2 on-chip alone, 8 also the jittering one, 15 also SDRAM. Those in HEAP_LINES_SETS have eight lines
# and the SDRAM controller behind them (heap_lines.v).
HEAP_LINES_SETS := lines lines_cached
HEAP_SETS := tiny plain small exhaust edge mid icebreaker cached bare ulx3s
heap_machine = $(foreach p,HEAP_AW HW HCACHE CCACHE ROOTQ MARK_STACK REMEMBER STATS COPY DURABLE PACE,$(call isa_parameter,$1,$p))
heap_tiny := 8 8 0 0 1 0 2 1 1 1 1 15
heap_plain := 10 10 0 0 1 0 0 1 1 1 1 15
heap_small := 10 10 3 4 5 1 4 1 1 1 1 15
heap_exhaust := 10 5 3 12 1 2 3 1 1 1 1 15
heap_edge := 9 7 6 1 1 1 6 1 1 1 1 15
heap_mid := 12 10 3 0 5 3 0 1 1 1 1 15
heap_icebreaker := $(call heap_machine,icebreaker) 2
heap_cached := 14 13 8 8 5 4 9 1 1 1 1 15
heap_ulx3s := $(call heap_machine,ulx3s) 15
heap_bare := 11 11 0 4 1 12 5 0 1 0 1 15
heap_lines := 10 10 0 0 5 0 4 1 1 1 1 $(call isa_parameter,ulx3s,MAX_GC_STALL)
heap_lines_cached := 12 10 4 4 5 2 6 1 1 1 1 $(call isa_parameter,ulx3s,MAX_GC_STALL)
# The largest heap takes part only in what does not fill it word by word.
heap_only_ulx3s := lengths largest full starved pace random

# Faults planted in the RTL, each with the test that must find it (and the random test must find it too where it can).
HEAP_FAULTS := NO_SATB MOVE_HOLD MARK_HOLD REDIRECT LEAK FORGE CAS STALL COPY_KIND COPY_REDIRECT COPY_LOST \
  COPY_TAIL COPY_SLACK COPY_AHEAD BOUND OVERRUN HOLE TABLE BORN SHARE QUEUE_ALL DOWN_FIRST PACE RETARGET_CLASS \
  MARK_RESUME \
  REMEMBER_NONE REMEMBER_EXCHANGE REMEMBER_DURING REMEMBER_ALIAS REMEMBER_FULL \
  REF_CONDEMNED REF_ROOT REF_CLASS DURABLE_OUTLIVES DURABLE_HOLD SEAL_COLOUR SEAL_TWICE
heap_fault_NO_SATB := mark
heap_fault_MOVE_HOLD := move
heap_fault_MARK_HOLD := mark
heap_fault_REDIRECT := move
heap_fault_LEAK := full
heap_fault_FORGE := misuse
heap_fault_CAS := mark
heap_fault_STALL := stall
heap_fault_COPY_KIND := misuse
heap_fault_COPY_REDIRECT := move
heap_fault_COPY_LOST := copy_wait
heap_fault_COPY_TAIL := copy
heap_fault_COPY_SLACK := copy
heap_fault_COPY_AHEAD := copy
$(foreach f,BOUND OVERRUN HOLE TABLE BORN,$(eval heap_fault_$f := regions))
heap_fault_SHARE := starved
heap_fault_QUEUE_ALL := starved
heap_fault_DOWN_FIRST := rootq
heap_fault_PACE := pace
heap_fault_RETARGET_CLASS := misuse
heap_fault_MARK_RESUME := wide
$(foreach f,NONE EXCHANGE DURING ALIAS FULL,$(eval heap_fault_REMEMBER_$f := generations))
heap_fault_REF_CONDEMNED := durable
heap_fault_REF_ROOT := durable
heap_fault_REF_CLASS := durable
heap_fault_DURABLE_OUTLIVES := durable
heap_fault_DURABLE_HOLD := durable
heap_fault_SEAL_COLOUR := mark
heap_fault_SEAL_TWICE := retarget
# For PACE, a heap that has ample space.
heap_fault_params = $(if $(filter PACE,$(1)),18,10) 10 $(if $(filter COPY_LOST SEAL_COLOUR SEAL_TWICE,$(1)),3,0) \
  $(if $(filter COPY_AHEAD SEAL_COLOUR SEAL_TWICE,$(1)),4,0) 1 1 4 1 1 1 1 6
# With lines. Those of the lines themselves the memory that stands beside them must find.
HEAP_LINES_FAULTS := LINES_WORD LINES_LATE GIVEN_UP MOVE_LATE AHEAD
$(foreach f,$(HEAP_LINES_FAULTS),$(eval heap_fault_$f := random))
heap_fault_MOVE_LATE := move
heap_lines_fault_params = $(if $(filter MOVE_LATE AHEAD,$(1)),$(heap_lines_cached),$(heap_lines))

HEAP_C := $(wildcard $(HEAP_T)/*.c)
HEAP_O := $(HEAP_C:$(HEAP_T)/%.c=$(HEAP_B)/c/%.o)
HEAP_CFLAGS := -std=c11 -O2 -g $(WARNINGS) -Wno-clobbered -D_GNU_SOURCE -I$(HEAP_T) -Isim -I$(BUILD)/gen
HEAP_TRACE := $(if $(TRACE),.trace)
HEAP_V_OBJ := verilated.o verilated_threads.o $(if $(TRACE),verilated_fst_c.o)

$(HEAP_B)/c/%.o: $(HEAP_T)/%.c | $(ISA_H)
	@mkdir -p $(@D)
	$(call step,CC)$(CC) $(HEAP_CFLAGS) $(DEPENDS) -c -o $@ $<

HEAP_CXXFLAGS := -std=c++17 -O2 -DVL_USER_STOP -DVL_USER_FINISH -DVL_USER_FATAL -DVM_TRACE=$(if $(TRACE),1,0) \
  -DVM_COVERAGE=0 -DVM_SC=0
HEAP_CXX_INCLUDE = -I$(HEAP_V_INCLUDE) -I$(HEAP_V_INCLUDE)/vltstd
HEAP_VFLAGS := --cc -O3 --assert --x-initial unique -Wall $(if $(TRACE),--trace-fst --trace-structs) --prefix Vheap \
  -I$(BUILD)/gen
HEAP_LINES_RTL := rtl/soc/lith_lines_match.v rtl/soc/lith_lines_write.v rtl/soc/lith_lines.v rtl/soc/lith_sdram.v $(HEAP_T)/heap_lines.v
HEAP_PARAMETERS := AW HW HCACHE CCACHE ROOTQ MARK_STACK REMEMBER STATS COPY DURABLE PACE MAX_GC_STALL

$(HEAP_B)/verilated$(HEAP_TRACE)/%.o:
	@mkdir -p $(@D)
	$(call step,CXX)$(CXX) $(HEAP_CXXFLAGS) -O0 $(HEAP_CXX_INCLUDE) -c -o $@ $(HEAP_V_INCLUDE)/$*.cpp

# $(1) a set's values, $(2) what stands before each parameter's name
heap_parameters = $(foreach i,1 2 3 4 5 6 7 8 9 10 11 12,$(2)$(word $(i),$(HEAP_PARAMETERS))=$(word $(i),$(1)))

# $(1) directory, $(2) parameters, $(3) defines for the RTL (whose faults leave signals unused; they are found before
# optimising would have paid), $(4) Verilog besides the controller, whose last file is the top
define heap_build
$(1)$(HEAP_TRACE)/heap_test: $(HEAP_RTL) $(4) $(BUILD)/sim/sdram_chip.o $(ISA_VH) $(HEAP_T)/shim.cpp $(HEAP_T)/dut.h $(HEAP_O) \
    $(HEAP_V_OBJ:%=$(HEAP_B)/verilated$(HEAP_TRACE)/%)
	@mkdir -p $$(@D)
	$(VERILATOR) $(HEAP_VFLAGS) $(if $(3),-Wno-fatal) --Mdir $$(@D)/v $(3) $(call heap_parameters,$(2),-G) \
	  --top-module $(or $(basename $(notdir $(lastword $(4)))),lith_heap) $(HEAP_T)/public.vlt $(filter %.v,$(HEAP_RTL)) $(4)
	cat $$(@D)/v/*.cpp > $$(@D)/v/all.cc
	$(CXX) $(HEAP_CXXFLAGS) $(if $(3),-O0) $(call heap_parameters,$(2),-DHEAP_) -DHEAP_LINES=$(if $(4),1,0) $(HEAP_CXX_INCLUDE) -I$$(@D)/v -I$(HEAP_T) -Isim -I$(BUILD)/gen -o $$@ \
	  $(HEAP_T)/shim.cpp $$(@D)/v/all.cc $(HEAP_O) $(BUILD)/sim/sdram_chip.o $(HEAP_V_OBJ:%=$(HEAP_B)/verilated$(HEAP_TRACE)/%) \
	  -lpthread $(if $(TRACE),-lz)
endef

$(foreach s,$(HEAP_SETS),$(eval $(call heap_build,$(HEAP_B)/$(s),$(heap_$(s)))))
$(foreach f,$(HEAP_FAULTS),$(eval $(call heap_build,$(HEAP_B)/fault-$(f),$(call heap_fault_params,$(f)),-DLITH_FAULT_$(f))))
$(foreach s,$(HEAP_LINES_SETS),$(eval $(call heap_build,$(HEAP_B)/$(s),$(heap_$(s)),,$(HEAP_LINES_RTL))))
$(foreach f,$(HEAP_LINES_FAULTS),$(eval $(call heap_build,$(HEAP_B)/fault-$(f),$(call heap_lines_fault_params,$(f)),-DLITH_FAULT_$(f),$(HEAP_LINES_RTL))))

HEAP_RUN_ARGS = -s $(or $(SEED),1) $(if $(N),-n $(N))
HEAP_TESTS := $(HEAP_SETS:%=test-heap-%) $(HEAP_LINES_SETS:%=test-heap-%)
HEAP_FAULT_TESTS := $(HEAP_FAULTS:%=test-heap-fault-%) $(HEAP_LINES_FAULTS:%=test-heap-fault-%)

.PHONY: test-heap $(HEAP_TESTS) $(HEAP_FAULT_TESTS)
test-heap: $(HEAP_TESTS) $(HEAP_FAULT_TESTS) test-heap-parameters
$(HEAP_TESTS): test-heap-%: $(HEAP_B)/%$(HEAP_TRACE)/heap_test
	$< $(HEAP_RUN_ARGS) $(addprefix -t ,$(or $(TEST),$(heap_only_$*))) $(if $(TRACE),-w $(<D)/trace.fst)
$(HEAP_FAULT_TESTS): test-heap-fault-%: $(HEAP_B)/fault-%$(HEAP_TRACE)/heap_test
	$< -f -t $(or $(TEST),$(heap_fault_$*)) $(HEAP_RUN_ARGS) > $(<D)/log || { cat $(<D)/log; exit 1; }
	@echo "fault $*: `grep FAIL $(<D)/log`"; tail -1 $(<D)/log

# Parameter sets that must elaborate, and that must be refused.
.PHONY: test-heap-parameters
test-heap-parameters: $(ISA_VH)
	sh tests/parameters.sh $(HEAP_T)/parameters lith_heap $(VERILATOR) -I$(BUILD)/gen -- $(filter %.v,$(HEAP_RTL))

TESTS += $(HEAP_TESTS) $(HEAP_FAULT_TESTS) test-heap-parameters

# Figures of the collector alone: words moved, stalls, headroom, on-chip and with SDRAM-like latencies.
.PHONY: bench-heap
bench-heap: $(HEAP_B)/cached/heap_test
	@mkdir -p $(BUILD)/bench
	$< $(HEAP_RUN_ARGS) -b $(BUILD)/bench/heap.txt
	@cat $(BUILD)/bench/heap.txt

BENCHES += bench-heap
