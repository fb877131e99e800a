# The simulator: library $(SIM_LIB) (sim/lith_sim.h; link with $(SIM_LDFLAGS)), and the program build/lith-sim.
# $(SIM_TRACE_LIB) and build/lith-sim-trace are the same with waveforms, and slower.

BUILD ?= build
VERILATOR ?= verilator
CC ?= cc
CXX ?= c++
# Clang's code for the Verilated machines is a tenth faster than GCC's (docs/simulator.md).
SIM_CXX ?= $(or $(shell command -v clang++-19),$(CXX))

SIM_LIB := $(BUILD)/sim/liblith_sim.a
SIM_TRACE_LIB := $(BUILD)/sim/liblith_sim_trace.a
SIM_LDFLAGS := -lstdc++ -lm -lz -pthread
SIM_CFLAGS := -std=c11 -D_POSIX_C_SOURCE=200809L -O2 -g -Wall -Wextra -Werror -Isim -Ilink -I$(BUILD)/gen

# File lists; the top modules are lith_<machine>.
SIM_F_ulx3s := rtl/soc/ulx3s.f
SIM_F_icebreaker := sim/icebreaker.f
SIM_F_onchip := sim/onchip.f
RTL_SOURCES := $(wildcard rtl/*/*.v rtl/*/*.vh rtl/*/*.f) sim/icebreaker.f sim/onchip.f

# What runs once (construction) is compiled quickly, the rest well.
SIM_VERILATE := $(VERILATOR) --cc -O3 --x-assign fast --x-initial fast --noassert -Wno-fatal
SIM_OPT := OPT_FAST=-O3 OPT_SLOW=-O1 OPT_GLOBAL=-O2

define sim_machine # machine, suffix of the variant, Verilator's extra flags, 1 for tracing, machine in capitals
$(BUILD)/sim/$(1)$(2)/Vlith_$(1)__ALL.a: $$(RTL_SOURCES) $(MEMMAP_VH) sim/public.vlt sim/runtime.make
	@mkdir -p $$(@D)
	$$(SIM_VERILATE) $(3) --Mdir $$(@D) --top-module lith_$(1) -f $$(SIM_F_$(1)) sim/public.vlt
	$$(MAKE) -s -C $$(@D) CXX='$$(SIM_CXX)' -f Vlith_$(1).mk -f $$(CURDIR)/sim/runtime.make $$(SIM_OPT) Vlith_$(1)__ALL.a runtime

$(BUILD)/sim/shim_$(1)$(2).o: sim/shim.cpp sim/shim.h $(BUILD)/sim/$(1)$(2)/Vlith_$(1)__ALL.a
	$$(CXX) -std=c++17 -O2 -Wall -Isim -I$(BUILD)/sim/$(1)$(2) -DVM_TRACE=$(4) -DVM_TRACE_FST=$(4) \
		$$(addprefix -isystem $$(shell $$(VERILATOR) --getenv VERILATOR_ROOT)/include,/ /vltstd) -DSHIM_$(5) -c $$< -o $$@
endef
$(eval $(call sim_machine,ulx3s,,,0,ULX3S))
$(eval $(call sim_machine,icebreaker,,,0,ICEBREAKER))
$(eval $(call sim_machine,onchip,,,0,ONCHIP))
$(eval $(call sim_machine,ulx3s,-trace,--trace-fst,1,ULX3S))
$(eval $(call sim_machine,icebreaker,-trace,--trace-fst,1,ICEBREAKER))
$(eval $(call sim_machine,onchip,-trace,--trace-fst,1,ONCHIP))

SIM_OBJECTS := $(patsubst %,$(BUILD)/sim/%.o,lith_sim rtl heap_events uart_line spi_flash sdram_chip bootrom wire) $(LINK_OBJECTS)
$(BUILD)/sim/%.o: sim/%.c $(wildcard sim/*.h) $(LINK_HEADERS) $(MEMMAP_H)
	@mkdir -p $(@D)
	$(CC) $(SIM_CFLAGS) -c $< -o $@
$(BUILD)/sim/bootrom.o: sim/bootrom.S $(BUILD)/boot/ulx3s.bin $(BUILD)/boot/icebreaker.bin
	@mkdir -p $(@D)
	$(CC) -DBOOT_ULX3S='"$(BUILD)/boot/ulx3s.bin"' -DBOOT_ICEBREAKER='"$(BUILD)/boot/icebreaker.bin"' -c $< -o $@

# Thin archives: they refer to their members, those of nested archives included.
SIM_MACHINES := ulx3s icebreaker onchip
sim_shims = $(foreach m,$(SIM_MACHINES),$(BUILD)/sim/shim_$(m)$(1).o)
sim_models = $(foreach m,$(SIM_MACHINES),$(BUILD)/sim/$(m)$(1)/Vlith_$(m)__ALL.a)
$(SIM_LIB): $(SIM_OBJECTS) $(call sim_shims,) $(call sim_models,) $(MODEL_LIB)
	rm -f $@ && ar rcsT $@ $^ $(BUILD)/sim/ulx3s/libruntime.a
$(SIM_TRACE_LIB): $(SIM_OBJECTS) $(call sim_shims,-trace) $(call sim_models,-trace) $(MODEL_LIB)
	rm -f $@ && ar rcsT $@ $^ $(BUILD)/sim/ulx3s-trace/libruntime.a

# (sim/observe/observe.mk)
$(BUILD)/lith-sim: $(BUILD)/sim/main.o $(BUILD)/sim/liblith_observe.a $(SIM_LIB)
	$(CC) $^ -o $@ $(OBSERVE_LDFLAGS) $(SIM_LDFLAGS)
$(BUILD)/lith-sim-trace: $(BUILD)/sim/main.o $(BUILD)/sim/liblith_observe.a $(SIM_TRACE_LIB)
	$(CC) $^ -o $@ $(OBSERVE_LDFLAGS) $(SIM_LDFLAGS)

.PHONY: sim
sim: $(BUILD)/lith-sim
