# Tests of the core.

BUILD      ?= build
VERILATOR  ?= verilator
IVERILOG   ?= iverilog
RISCV      ?= riscv64-unknown-elf-
PICORV32   ?= .tools/venv/lib/python3.11/site-packages/pythondata_cpu_picorv32/verilog

CORE_BUILD := $(BUILD)/core
CORE_RTL   := $(filter %.v,$(shell cat rtl/core/core.f)) $(wildcard rtl/core/*.vh) $(ISA_VH)
CORE_OBJS  := $(patsubst tests/core/%.c,$(BUILD)/core/obj/%.o,$(wildcard tests/core/*.c))
CORE_HEAP_RTL := $(filter %.v,$(shell cat rtl/heap/heap.f)) tests/core/core_heap.v
CORE_CFLAGS := -std=c11 -O2 $(WARNINGS) -Itests/core

$(CORE_BUILD)/obj/%.o: tests/core/%.c
	@mkdir -p $(@D)
	$(call step,CC)$(CC) $(CORE_CFLAGS) $(DEPENDS) -c -o $@ $<

# Configurations: c<RV_C>m<RV_M>; those with the quick multiplier are as on ulx3s in the rest, too; those without any have
# no xc.copy, xc.durable, and xc.ref, as icebreaker
CORE_CONFIGS := c1m2 c1m1 c1m0 c0m2 c0m1 c0m0
core_param = -GRV_C=$(patsubst c%,%,$(firstword $(subst m, ,$(1)))) -GRV_M=$(lastword $(subst m, ,$(1))) \
  -GQUICK=$(if $(findstring m2,$(1)),1,0) -GCOPY=$(if $(findstring m0,$(1)),0,1) -GDURABLE=$(if $(findstring m0,$(1)),0,1)
core_march = rv32i$(if $(findstring m0,$(1)),,m)$(if $(findstring c1,$(1)),c,)_zicsr_zifencei

CORE_CXXFLAGS = $(SIM_CXXFLAGS) -O2 -Wall -DVM_TRACE=0 -Itests/core $(addprefix -isystem $(VERILATOR_INCLUDE),/ /vltstd)

# $(1) configuration, $(2) suffix of the folder, $(3) Verilator flags of a planted fault, which is found before optimising
# would have paid
define CORE_VERILATE
$(CORE_BUILD)/$(1)$(2)/model/all.cc: $(CORE_RTL) $(CORE_HEAP_RTL)
	@mkdir -p $$(@D)
	$$(call step,VERILATE)$(VERILATOR) --cc -Wall --assert -O3 --x-assign fast --x-initial fast $(call core_param,$(1)) $(3) \
	  -f rtl/core/core.f -f rtl/heap/heap.f tests/core/core_heap.v --top-module core_heap --Mdir $$(@D)
	@cd $$(@D) && printf '#include "%s"\n' *.cpp > $$(@F)
$(CORE_BUILD)/$(1)$(2)/shim.o: tests/core/core_shim.cpp $(CORE_BUILD)/$(1)$(2)/model/all.cc
	$$(call step,CXX)$$(SIM_CXX) $$(CORE_CXXFLAGS) $(if $(3),-O0) $$(DEPENDS) -I$$(@D)/model -include all.cc -c $$< -o $$@
$(CORE_BUILD)/$(1)$(2)/test_core: $(CORE_OBJS) $(CORE_BUILD)/$(1)$(2)/shim.o $(SIM_RUNTIME-system)
	$$(call step,LINK)$$(CC) $$^ -o $$@ -lstdc++ -lm -pthread
endef

# Our own assembler tests, one subject each.
CORE_OWN := tag_alu tag_memory xcell traps trap_cells csr flow muldiv

# The ISA tests of the package, assembled with the package's headers.
CORE_ISA_BASE := $(filter-out mul% div% rem%,$(basename $(notdir $(wildcard $(PICORV32)/tests/*.S))))
CORE_ISA_M    := $(filter mul% div% rem%,$(basename $(notdir $(wildcard $(PICORV32)/tests/*.S))))
core_isa = $(CORE_ISA_BASE) $(if $(findstring m0,$(1)),,$(CORE_ISA_M))

# The programs, once for each set of instructions.
define CORE_ASM_RULES # march
$(CORE_BUILD)/$(1)/isa/%.bin: $(PICORV32)/tests/%.S tests/core/asm/isa_start.S tests/core/asm/sys.h tests/core/asm/link.ld
	@mkdir -p $$(@D)
	@$(RISCV)gcc -march=$(1) -mabi=ilp32 -nostdlib -static -Wl,--no-warn-rwx-segments \
	  -DTEST_FUNC_NAME=$$* -DTEST_FUNC_TXT='"$$*"' -DTEST_FUNC_RET=$$*_ret -I$(PICORV32)/tests \
	  -T tests/core/asm/link.ld -o $$(@:.bin=.elf) tests/core/asm/isa_start.S $$<
	@$(RISCV)objcopy -O binary $$(@:.bin=.elf) $$@
$(CORE_BUILD)/$(1)/own/%.bin: tests/core/asm/%.S tests/core/asm/link.ld | $(ISA_H)
	@mkdir -p $$(@D)
	@$(RISCV)gcc -march=$(1) -mabi=ilp32 -nostdlib -static -Wl,--no-warn-rwx-segments \
	  $$(DEPENDS) -Itests/core/asm -I$(BUILD)/gen -T tests/core/asm/link.ld -o $$(@:.bin=.elf) $$<
	@$(RISCV)objcopy -O binary $$(@:.bin=.elf) $$@
endef
$(foreach m,$(sort $(foreach c,$(CORE_CONFIGS),$(call core_march,$(c)))),$(eval $(call CORE_ASM_RULES,$(m))))

# What is run in a configuration: its folder of programs.
core_asm = $(CORE_BUILD)/$(call core_march,$(1))
define CORE_TESTS # configuration
$(call CORE_VERILATE,$(1),,)

.PHONY: test-core-isa-$(1)
test-core-isa-$(1): $(CORE_BUILD)/$(1)/test_core $(foreach t,$(call core_isa,$(1)),$(call core_asm,$(1))/isa/$(t).bin)
	@$$< $$(filter %.bin,$$^)
TESTS += test-core-isa-$(1)

.PHONY: test-core-own-$(1)
test-core-own-$(1): $(CORE_BUILD)/$(1)/test_core \
    $(foreach t,$(CORE_OWN) irq_sweep roots,$(call core_asm,$(1))/own/$(t).bin)
	@$$< -i $(call core_asm,$(1))/own/irq_sweep.bin -r $(call core_asm,$(1))/own/roots.bin \
	  $(foreach t,$(CORE_OWN),$(call core_asm,$(1))/own/$(t).bin)
TESTS += test-core-own-$(1)
endef
$(foreach c,$(CORE_CONFIGS),$(eval $(call CORE_TESTS,$(c))))

# Planted faults: each kind of check must be able to fail. name:arguments of test_core, on configuration c1m2
CORE_FAULTS := TAG_ADD TAG_SB SRA RETRY IRQ ROOT_WAIT COUNTER
CORE_FAULT_RUN_TAG_ADD   := own/tag_alu.bin
CORE_FAULT_RUN_TAG_SB    := own/tag_memory.bin
CORE_FAULT_RUN_SRA       := isa/sra.bin
CORE_FAULT_RUN_RETRY     := isa/sw.bin
CORE_FAULT_RUN_IRQ       := -i own/irq_sweep.bin
CORE_FAULT_RUN_ROOT_WAIT := -r own/roots.bin
CORE_FAULT_RUN_COUNTER   := own/csr.bin
$(foreach f,$(CORE_FAULTS),$(eval $(call CORE_VERILATE,c1m2,-$(f),-DLITH_FAULT_$(f) -Wno-fatal)))

.PHONY: test-core-faults
test-core-faults: $(foreach f,$(CORE_FAULTS),$(CORE_BUILD)/c1m2-$(f)/test_core) \
    $(addprefix $(call core_asm,c1m2)/,own/irq_sweep.bin own/roots.bin own/tag_alu.bin own/tag_memory.bin \
      own/csr.bin isa/sra.bin isa/sw.bin)
	@caught=0; missed=0; \
	$(foreach f,$(CORE_FAULTS),if (cd $(call core_asm,c1m2) && ../c1m2-$(f)/test_core $(CORE_FAULT_RUN_$(f))) \
	  > $(CORE_BUILD)/c1m2-$(f)/run.log 2>&1; \
	then missed=$$((missed + 1)); echo "MISSED planted fault LITH_FAULT_$(f) by $(CORE_FAULT_RUN_$(f))"; \
	else caught=$$((caught + 1)); fi;) \
	echo "planted-faults: $$caught passed, $$missed failed"; test $$missed = 0
TESTS += test-core-faults

# The core as an outside checker sees it: RVFI, substitutes for multiplication and division, a short reset that leaves the
# registers as they are, here random. The same core without all that must fail both tests of it.
CORE_FORMAL := altops csr flow tag_memory
$(foreach c,c1m2 c1m1,$(eval $(call CORE_VERILATE,$(c),-formal,-DRISCV_FORMAL -DRISCV_FORMAL_ALTOPS -DLITH_SHORT_RESET \
  --x-initial unique -Wno-PINMISSING)))
.PHONY: test-core-formal
test-core-formal: $(foreach c,c1m2 c1m1,$(CORE_BUILD)/$(c)-formal/test_core) $(CORE_BUILD)/c1m2/test_core \
    $(foreach t,$(CORE_FORMAL) short_reset,$(call core_asm,c1m2)/own/$(t).bin)
	@cd $(call core_asm,c1m2)/own && for c in c1m2 c1m1; do \
	  ../../$$c-formal/test_core -0 short_reset.bin $(CORE_FORMAL:%=%.bin) || exit 1; done
	@cd $(call core_asm,c1m2)/own && for t in altops.bin "-0 short_reset.bin"; do \
	  if ../../c1m2/test_core $$t >/dev/null; then echo "MISSED by $$t"; echo "0 passed, 1 failed"; exit 1; fi; done; \
	echo "as it is without: 2 passed, 0 failed"
TESTS += test-core-formal

# Icarus takes the core too, with RVFI, with all that an outside checker wants, and without.
.PHONY: test-core-icarus
test-core-icarus: $(ISA_VH)
	@mkdir -p $(CORE_BUILD)
	@failed=0; for flags in "" "-DRISCV_FORMAL" "-DRISCV_FORMAL -DRISCV_FORMAL_ALTOPS -DLITH_SHORT_RESET"; do \
	  $(IVERILOG) -g2005 $$flags -Irtl/core -I$(BUILD)/gen -s lith_core -o $(CORE_BUILD)/core.vvp $(filter %.v,$(CORE_RTL)) \
	    || failed=$$((failed + 1)); done; \
	echo "$$((3 - failed)) passed, $$failed failed"; test $$failed = 0
TESTS += test-core-icarus

.PHONY: test-core
test-core: $(filter test-core-%,$(TESTS))
