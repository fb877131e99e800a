# The simulator: library $(SIM_LIB) (sim/lith_sim.h; link with $(SIM_LDFLAGS)), and the program build/lith-sim. The machines
# are libraries of their own, $(call sim_library,ulx3s), or ulx3s-trace for waveforms (slower): a program loads the one it
# is asked for, so only those need to be built.

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
SIM_MACHINES := ulx3s icebreaker onchip
sim_library = $(BUILD)/sim/liblith_$1.so
SIM_ALL_MACHINES := $(foreach m,$(SIM_MACHINES),$(call sim_library,$m))
# A program finds the machines by its own place in $(BUILD).
SIM_LDFLAGS = -lm -ldl -Wl,-rpath,'$$ORIGIN$(subst $() ,,$(patsubst %,/..,$(subst /, ,$(patsubst $(BUILD)%,%,$(@D)))))/sim'
SIM_CFLAGS := -std=c11 -D_POSIX_C_SOURCE=200809L -O2 -g $(WARNINGS) -Isim -Ilink -I$(BUILD)/gen

# File lists; the top modules are lith_<machine>.
SIM_F_ulx3s := rtl/soc/ulx3s.f
SIM_F_icebreaker := sim/icebreaker.f
SIM_F_onchip := sim/onchip.f
RTL_SOURCES := $(wildcard rtl/*/*.v rtl/*/*.vh rtl/*/*.f) sim/icebreaker.f sim/onchip.f
SIM_VERILATED_FROM := $(RTL_SOURCES) $(ISA_VH) sim/public.vlt sim/sim.mk
# Made when a machine's sources have changed: no program may load a machine of old sources, so all libraries go, and those
# that are needed are made anew.
SIM_SOURCES := $(BUILD)/sim/sources
$(SIM_SOURCES): $(SIM_VERILATED_FROM) sim/shim.cpp sim/shim.h
	@mkdir -p $(@D)
	@rm -f $(BUILD)/sim/liblith_*.so
	@touch $@

# -fno-case and -fno-split leave the RTL's conditions as branches, which skip work; by --gate-stmts more is inlined.
# Waveforms are the system's Verilator's work: the newer one needs more to write them, and brings no reader.
SIM_VERILATE_FLAGS := --cc -O3 -fno-case -fno-split --gate-stmts 1000 --x-assign fast --x-initial fast --noassert \
  -Wno-fatal
sim_verilator = $(if $(filter 1,$1),$(VERILATOR),$(SIM_VERILATOR))
VERILATOR_INCLUDE = $(eval VERILATOR_INCLUDE := $$(shell $(VERILATOR) --getenv VERILATOR_ROOT)/include)$(VERILATOR_INCLUDE)
SIM_VERILATOR_INCLUDE = $(eval SIM_VERILATOR_INCLUDE := $$(shell $(SIM_VERILATOR) --getenv VERILATOR_ROOT)/include)$(SIM_VERILATOR_INCLUDE)
SIM_CXXFLAGS := -std=gnu++17 -fcf-protection=none -DVERILATOR=1 -DVM_SC=0 -DVM_COVERAGE=0
# Symbols of a machine's library are its own, but for the shim: several machines may be loaded.
SIM_LIBRARY_FLAGS := -fPIC -fvisibility=hidden

# Verilator's runtime, which has no part in a cycle: SIM_RUNTIME, that of the system's Verilator -system, and the same with
# waveforms -trace. $1 suffix, $2 its files, $3 the folder they are in, $4 flags
define sim_runtime
SIM_RUNTIME$1 := $(BUILD)/sim/runtime$1/libruntime.a
$$(SIM_RUNTIME$1): $$(patsubst %,$(BUILD)/sim/runtime$1/%.o,$2)
	$$(call step,AR)rm -f $$@ && ar rcs $$@ $$^
$(BUILD)/sim/runtime$1/%.o: sim/sim.mk
	@mkdir -p $$(@D)
	$$(call step,CXX)$$(SIM_CXX) $(SIM_CXXFLAGS) $(SIM_LIBRARY_FLAGS) $4 $$(addprefix -isystem $$($3),/ /vltstd) \
	  -c $$($3)/$$*.cpp -o $$@
endef
SIM_RUNTIME_FILES := verilated verilated_dpi verilated_threads
$(eval $(call sim_runtime,,$(SIM_RUNTIME_FILES),SIM_VERILATOR_INCLUDE,-O0 -DVM_TRACE=0 -DVM_TRACE_FST=0))
$(eval $(call sim_runtime,-system,$(SIM_RUNTIME_FILES),VERILATOR_INCLUDE,-O0 -DVM_TRACE=0 -DVM_TRACE_FST=0))
$(eval $(call sim_runtime,-trace,$(SIM_RUNTIME_FILES) verilated_fst_c,VERILATOR_INCLUDE,-O2 -DVM_TRACE=1 -DVM_TRACE_FST=1))

# All that the shim is compiled with; $1 folder of Verilator's output, $2 machine in it, $3 machine in capitals. The
# headers are those of the Verilator that wrote it.
sim_shim_flags = $(SIM_CXXFLAGS) -O2 -Wall -Wno-parentheses-equality -Wno-bool-operation -Wno-unused -Isim \
  -I$(BUILD)/gen -I$1 $(addprefix -isystem $(call sim_include,$1,$2),/ /vltstd) -DSHIM_$3 $(call sim_direct,$1,$2)
sim_include = $(shell sed -n 's/^VERILATOR_ROOT = //p' $1/Vlith_$2.mk)/include
# The shim may call Verilator's function for the clock's rising edge directly where there is one such function, one for
# the inputs, and no other signal that is looked at for edges; $1 folder of Verilator's output, $2 machine.
sim_evaluates = $(shell cat $1/Vlith_$2___024root*.cpp $1/Vlith_$2___024root.h | sed -n \
  -e 's/^[a-zA-Z_0-9 ]*___024root___\(\(ico\|act\|nba\)_[a-z]*__TOP__[0-9]*\).*{$$/\1/p' \
  -e 's/.*\<__Vtrig[a-z]*prev[a-z]*_*TOP__\([a-zA-Z_]*[a-z]\)[_0-9]*;.*/\1/p')
sim_direct = $(call sim_if_direct,$(call sim_evaluates,$1,$2))
sim_if_direct = $(and $(filter 3,$(words $1)),$(filter 3,$(words $(filter %_sequent__TOP__0 clk,$1))),-DSHIM_DIRECT)

# The profile that the ulx3s machine is compiled by lies with the code it was taken of. Where there is none, that is all
# the same to everything but measurements.
SIM_PROFILE := $(BUILD)/sim/ulx3s/profile
sim_use_profile = $(addprefix -fprofile-instr-use=,$(shell find $(SIM_PROFILE) -size +0 -newer sim/shim.cpp 2>&-))
ifneq ($(filter bench%,$(MAKECMDGOALS)),)
$(BUILD)/sim/shim_ulx3s.o: $(SIM_PROFILE)
endif

define sim_machine # machine, suffix of the variant, Verilator's extra flags, 1 for tracing, machine in capitals
$(BUILD)/sim/$(1)$(2)/Vlith_$(1)__ALL.cpp: $$(SIM_VERILATED_FROM)
	@rm -rf $$(@D) && mkdir -p $$(@D)
	$$(call step,VERILATE)$$(call sim_verilator,$(4)) $$(SIM_VERILATE_FLAGS) $(3) --Mdir $$(@D) --top-module lith_$(1) \
	  -f $$(SIM_F_$(1)) sim/public.vlt
	@cd $$(@D) && printf '#include "%s"\n' *.cpp > $$(@F)
$(BUILD)/sim/shim_$(1)$(2).o: sim/shim.cpp $(BUILD)/sim/$(1)$(2)/Vlith_$(1)__ALL.cpp
	$$(call step,CXX)$$(SIM_CXX) $$(call sim_shim_flags,$(BUILD)/sim/$(1)$(2),$(1),$(5)) $(SIM_LIBRARY_FLAGS) -DVM_TRACE=$(4) \
	  -DVM_TRACE_FST=$(4) $$(if $$(filter ulx3s,$(1)$(2)),$$(sim_use_profile)) $$(DEPENDS) -c $$< -o $$@
$(call sim_library,$(1)$(2)): $(BUILD)/sim/shim_$(1)$(2).o $(SIM_RUNTIME$(if $(filter 1,$4),-trace)) $(SIM_SOURCES)
	$$(call step,LINK)$$(SIM_CXX) $$(SIM_LINK_LIBRARY) $$(filter-out $(SIM_SOURCES),$$^) -o $$@ -lz -pthread

.PHONY: sim-$(1)$(2)
sim-$(1)$(2): $(call sim_library,$(1)$(2))
endef
SIM_LINK_LIBRARY := -shared -Wl,-z,defs -Wl,--exclude-libs,ALL
$(eval $(call sim_machine,ulx3s,,,0,ULX3S))
$(eval $(call sim_machine,icebreaker,,,0,ICEBREAKER))
$(eval $(call sim_machine,onchip,,,0,ONCHIP))
$(eval $(call sim_machine,ulx3s,-trace,--trace-fst,1,ULX3S))
$(eval $(call sim_machine,icebreaker,-trace,--trace-fst,1,ICEBREAKER))
$(eval $(call sim_machine,onchip,-trace,--trace-fst,1,ONCHIP))

SIM_OBJECTS := $(patsubst %,$(BUILD)/sim/%.o,lith_sim rtl shim_load heap_events uart_line spi_flash sdram_chip bootrom wire output_file fst) $(LINK_OBJECTS)
$(BUILD)/sim/%.o: sim/%.c | $(ISA_H)
	@mkdir -p $(@D)
	$(call step,CC)$(CC) $(SIM_CFLAGS) $(DEPENDS) -c $< -o $@
$(BUILD)/sim/bootrom.o: sim/bootrom.S $(BUILD)/boot/ulx3s.bin $(BUILD)/boot/icebreaker.bin
	@mkdir -p $(@D)
	$(call step,AS)$(CC) -DBOOT_ULX3S='"$(BUILD)/boot/ulx3s.bin"' -DBOOT_ICEBREAKER='"$(BUILD)/boot/icebreaker.bin"' -c $< -o $@

# Thin archives: they refer to their members, those of nested archives included.
$(SIM_LIB): $(SIM_OBJECTS) $(MODEL_LIB)
	$(call step,AR)rm -f $@ && ar rcsT $@ $^

# (sim/observe/observe.mk)
$(BUILD)/lith-sim: $(BUILD)/sim/main.o $(BUILD)/sim/liblith_observe.a $(SIM_LIB) | $(call sim_library,ulx3s)
	$(call step,LINK)$(CC) $^ -o $@ $(OBSERVE_LDFLAGS) $(SIM_LDFLAGS)

# The programs that the profile is taken of need not be new ones for that.
SIM_TRAINING := $(patsubst %,$(FIRMWARE)/ulx3s/gcc-O2/%.bin,lists maps language)
$(BUILD)/sim/train: $(BUILD)/sim/train.o $(SIM_LIB)
	$(call step,LINK)$(CC) $^ -o $@ $(SIM_LDFLAGS)
$(SIM_PROFILE): sim/shim.cpp sim/shim.h sim/profile.sh $(BUILD)/sim/ulx3s/Vlith_ulx3s__ALL.cpp | $(BUILD)/sim/train \
  $(SIM_RUNTIME) $(SIM_TRAINING)
	$(call step,PROFILE)CXX='$(SIM_CXX)' PROFDATA='$(SIM_PROFDATA)' TRAIN=$(BUILD)/sim/train \
	  SHIM_FLAGS='$(call sim_shim_flags,$(BUILD)/sim/ulx3s,ulx3s,ULX3S) $(SIM_LIBRARY_FLAGS) -DVM_TRACE=0 -DVM_TRACE_FST=0' \
	  LINK='$(SIM_LINK_LIBRARY) $(SIM_RUNTIME) -lz -pthread' sh sim/profile.sh $@ $(SIM_TRAINING)

.PHONY: sim
sim: $(BUILD)/lith-sim $(SIM_ALL_MACHINES)
