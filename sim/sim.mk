# The simulator: library $(SIM_LIB) (sim/lith_sim.h; link with $(SIM_LDFLAGS)), and the program build/lith-sim.
# $(SIM_TRACE_LIB) and build/lith-sim-trace are the same with waveforms, and slower.

BUILD ?= build
VERILATOR ?= verilator
SIM_VERILATOR ?= $(VERILATOR)
CC ?= cc
CXX ?= c++
# Clang's code for the Verilated machines is a tenth faster than GCC's, with a profile a quarter (docs/simulator.md).
CLANG_RV ?= clang-19
SIM_CXX ?= $(or $(shell command -v $(subst clang,clang++,$(CLANG_RV))),$(CXX))
SIM_PROFDATA ?= $(subst clang,llvm-profdata,$(CLANG_RV))

SIM_LIB := $(BUILD)/sim/liblith_sim.a
SIM_TRACE_LIB := $(BUILD)/sim/liblith_sim_trace.a
SIM_LDFLAGS := -lstdc++ -lm -lz -pthread
SIM_CFLAGS := -std=c11 -D_POSIX_C_SOURCE=200809L -O2 -g -Wall -Wextra -Werror -Isim -Ilink -I$(BUILD)/gen

# File lists; the top modules are lith_<machine>.
SIM_F_ulx3s := rtl/soc/ulx3s.f
SIM_F_icebreaker := sim/icebreaker.f
SIM_F_onchip := sim/onchip.f
RTL_SOURCES := $(wildcard rtl/*/*.v rtl/*/*.vh rtl/*/*.f) sim/icebreaker.f sim/onchip.f

# -fno-case and -fno-split leave the RTL's conditions as branches, which skip work; by --gate-stmts more is inlined.
# Waveforms are the system's Verilator's work: the newer one needs more to write them, and brings no reader.
SIM_VERILATE_FLAGS := --cc -O3 -fno-case -fno-split --gate-stmts 1000 --x-assign fast --x-initial fast --noassert \
  -Wno-fatal
sim_verilator = $(if $(filter 1,$1),$(VERILATOR),$(SIM_VERILATOR))
VERILATOR_INCLUDE = $(eval VERILATOR_INCLUDE := $$(shell $(VERILATOR) --getenv VERILATOR_ROOT)/include)$(VERILATOR_INCLUDE)

# All that the shim is compiled with; $1 folder of Verilator's output, $2 machine in it, $3 machine in capitals. The
# headers are those of the Verilator that wrote it.
sim_shim_flags = -std=gnu++17 -O2 -Wall -Wno-parentheses-equality -Wno-bool-operation -Wno-unused -fcf-protection=none \
  -Isim -I$(BUILD)/gen -I$1 $(addprefix -isystem $(call sim_include,$1,$2),/ /vltstd) -DVERILATOR=1 -DVM_SC=0 -DVM_COVERAGE=0 -DSHIM_$3 \
  $(call sim_direct,$1,$2)
sim_include = $(shell sed -n 's/^VERILATOR_ROOT = //p' $1/Vlith_$2.mk)/include
# The shim may call Verilator's function for the clock's rising edge directly where there is one such function, one for
# the inputs, and no other signal that is looked at for edges; $1 folder of Verilator's output, $2 machine.
sim_evaluates = $(shell cat $1/Vlith_$2___024root*.cpp $1/Vlith_$2___024root.h | sed -n \
  -e 's/^[a-zA-Z_0-9 ]*___024root___\(\(ico\|act\|nba\)_[a-z]*__TOP__[0-9]*\).*{$$/\1/p' \
  -e 's/.*\<__Vtrig[a-z]*prev[a-z]*_*TOP__\([a-zA-Z_]*[a-z]\)[_0-9]*;.*/\1/p')
sim_direct = $(call sim_if_direct,$(call sim_evaluates,$1,$2))
sim_if_direct = $(and $(filter 3,$(words $1)),$(filter 3,$(words $(filter %_sequent__TOP__0 clk,$1))),-DSHIM_DIRECT)

sim_use_profile = $(addprefix -fprofile-instr-use=,$(shell find $(SIM_PROFILE_ulx3s) -size +0))

define sim_machine # machine, suffix of the variant, Verilator's extra flags, 1 for tracing, machine in capitals
$(BUILD)/sim/$(1)$(2)/Vlith_$(1)__ALL.cpp: $$(RTL_SOURCES) $(ISA_VH) sim/public.vlt sim/runtime.make sim/sim.mk
	@rm -rf $$(@D) && mkdir -p $$(@D)
	$$(call sim_verilator,$(4)) $$(SIM_VERILATE_FLAGS) $(3) --Mdir $$(@D) --top-module lith_$(1) -f $$(SIM_F_$(1)) \
	  sim/public.vlt
	$$(MAKE) -s -C $$(@D) CXX='$$(SIM_CXX)' -f Vlith_$(1).mk -f $$(CURDIR)/sim/runtime.make OPT_GLOBAL=-O2 \
	  VM_PARALLEL_BUILDS=0 Vlith_$(1)__ALL.cpp runtime
	@touch $$@

$(BUILD)/sim/shim_$(1)$(2).o: sim/shim.cpp sim/shim.h $(BUILD)/gen/lith_machines.h $(BUILD)/sim/$(1)$(2)/Vlith_$(1)__ALL.cpp
	$$(SIM_CXX) $$(call sim_shim_flags,$(BUILD)/sim/$(1)$(2),$(1),$(5)) -DVM_TRACE=$(4) -DVM_TRACE_FST=$(4) \
	  $$(if $$(SIM_PROFILE_$(1)$(2)),$$(sim_use_profile)) -c $$< -o $$@
endef
$(eval $(call sim_machine,ulx3s,,,0,ULX3S))
$(eval $(call sim_machine,icebreaker,,,0,ICEBREAKER))
$(eval $(call sim_machine,onchip,,,0,ONCHIP))
$(eval $(call sim_machine,ulx3s,-trace,--trace-fst,1,ULX3S))
$(eval $(call sim_machine,icebreaker,-trace,--trace-fst,1,ICEBREAKER))
$(eval $(call sim_machine,onchip,-trace,--trace-fst,1,ONCHIP))

SIM_OBJECTS := $(patsubst %,$(BUILD)/sim/%.o,lith_sim rtl heap_events uart_line spi_flash sdram_chip bootrom wire) $(LINK_OBJECTS)
$(BUILD)/sim/%.o: sim/%.c $(wildcard sim/*.h) $(LINK_HEADERS) $(ISA_H)
	@mkdir -p $(@D)
	$(CC) $(SIM_CFLAGS) -c $< -o $@
$(BUILD)/sim/bootrom.o: sim/bootrom.S $(BUILD)/boot/ulx3s.bin $(BUILD)/boot/icebreaker.bin
	@mkdir -p $(@D)
	$(CC) -DBOOT_ULX3S='"$(BUILD)/boot/ulx3s.bin"' -DBOOT_ICEBREAKER='"$(BUILD)/boot/icebreaker.bin"' -c $< -o $@

# Thin archives: they refer to their members, those of nested archives included.
SIM_MACHINES := ulx3s icebreaker onchip
sim_shims = $(foreach m,$(SIM_MACHINES),$(BUILD)/sim/shim_$(m)$(1).o)
$(SIM_LIB): $(SIM_OBJECTS) $(call sim_shims,) $(MODEL_LIB)
	rm -f $@ && ar rcsT $@ $^ $(BUILD)/sim/ulx3s/libruntime.a
$(SIM_TRACE_LIB): $(SIM_OBJECTS) $(call sim_shims,-trace) $(MODEL_LIB)
	rm -f $@ && ar rcsT $@ $^ $(BUILD)/sim/ulx3s-trace/libruntime.a

# (sim/observe/observe.mk)
$(BUILD)/lith-sim: $(BUILD)/sim/main.o $(BUILD)/sim/liblith_observe.a $(SIM_LIB)
	$(CC) $^ -o $@ $(OBSERVE_LDFLAGS) $(SIM_LDFLAGS)
$(BUILD)/lith-sim-trace: $(BUILD)/sim/main.o $(BUILD)/sim/liblith_observe.a $(SIM_TRACE_LIB)
	$(CC) $^ -o $@ $(OBSERVE_LDFLAGS) $(SIM_LDFLAGS)

# The profile that the ulx3s machine is compiled by. The programs need not be new ones for that.
SIM_PROFILE_ulx3s := $(BUILD)/sim/ulx3s.profile
SIM_TRAINING := $(patsubst %,$(FIRMWARE)/ulx3s/gcc-O2/%.bin,lists maps language)
SIM_PROFILED_WITH := $(BUILD)/sim/train.o $(SIM_OBJECTS) $(filter-out %/shim_ulx3s.o,$(call sim_shims,)) $(MODEL_LIB)
$(BUILD)/sim/shim_ulx3s.o: $(SIM_PROFILE_ulx3s)
$(SIM_PROFILE_ulx3s): sim/shim.cpp sim/shim.h sim/profile.sh $(BUILD)/sim/ulx3s/Vlith_ulx3s__ALL.cpp | $(SIM_PROFILED_WITH) $(SIM_TRAINING)
	CXX='$(SIM_CXX)' PROFDATA='$(SIM_PROFDATA)' \
	  SHIM_FLAGS='$(call sim_shim_flags,$(BUILD)/sim/ulx3s,ulx3s,ULX3S) -DVM_TRACE=0 -DVM_TRACE_FST=0' \
	  LINK='$(SIM_PROFILED_WITH) $(BUILD)/sim/ulx3s/libruntime.a $(SIM_LDFLAGS)' sh sim/profile.sh $@ $(SIM_TRAINING)

.PHONY: sim
sim: $(BUILD)/lith-sim
