# Tests of the core.

BUILD      ?= build
VERILATOR  ?= verilator
IVERILOG   ?= iverilog
RISCV      ?= riscv64-unknown-elf-
PICORV32   ?= .tools/venv/lib/python3.11/site-packages/pythondata_cpu_picorv32/verilog

CORE_BUILD := $(BUILD)/core
CORE_RTL   := $(filter %.v,$(shell cat rtl/core/core.f)) $(wildcard rtl/core/*.vh) $(ISA_VH)
CORE_HEADERS := $(wildcard tests/core/*.h)
CORE_OBJS  := $(patsubst tests/core/%.c,$(BUILD)/core/obj/%.o,$(wildcard tests/core/*.c))
CORE_HEAP_RTL := $(filter %.v,$(shell cat rtl/heap/heap.f)) tests/core/core_heap.v
CORE_CFLAGS := -std=c11 -O2 -Wall -Wextra -Itests/core

$(CORE_BUILD)/obj/%.o: tests/core/%.c $(CORE_HEADERS)
	@mkdir -p $(@D)
	@$(CC) $(CORE_CFLAGS) -c -o $@ $<

# Configurations: c<RV_C>m<RV_M>; those with the quick multiplier are as on ulx3s in the rest, too
CORE_CONFIGS := c1m2 c1m1 c1m0 c0m2 c0m1 c0m0
core_param = -GRV_C=$(patsubst c%,%,$(firstword $(subst m, ,$(1)))) -GRV_M=$(lastword $(subst m, ,$(1))) \
  -GQUICK=$(if $(findstring m2,$(1)),1,0)
core_march = rv32i$(if $(findstring m0,$(1)),,m)$(if $(findstring c1,$(1)),c,)_zicsr_zifencei

# $(1) configuration, $(2) suffix of the folder, $(3) further Verilator flags
define CORE_VERILATE
$(CORE_BUILD)/$(1)$(2)/test_core: $(CORE_OBJS) tests/core/core_shim.cpp $(CORE_HEADERS) $(CORE_RTL) $(CORE_HEAP_RTL)
	@mkdir -p $$(@D)
	@$(VERILATOR) --cc --exe --build -Wall --assert -O3 --x-assign fast --x-initial fast \
	  -CFLAGS "-O2 -Wall -I$(CURDIR)/tests/core" $(call core_param,$(1)) $(3) -f rtl/core/core.f -f rtl/heap/heap.f \
	  tests/core/core_heap.v --top-module core_heap --Mdir $$(@D)/model -o ../test_core \
	  $(CURDIR)/tests/core/core_shim.cpp $$(abspath $$(filter %.o,$$^)) > $$@.log 2>&1 \
	  || { cat $$@.log; rm -f $$@; exit 1; }
endef

# Our own assembler tests, one subject each.
CORE_OWN := tag_alu tag_memory xcell traps trap_cells csr flow muldiv

# The ISA tests of the package, assembled with the package's headers.
CORE_ISA_BASE := $(filter-out mul% div% rem%,$(basename $(notdir $(wildcard $(PICORV32)/tests/*.S))))
CORE_ISA_M    := $(filter mul% div% rem%,$(basename $(notdir $(wildcard $(PICORV32)/tests/*.S))))
core_isa = $(CORE_ISA_BASE) $(if $(findstring m0,$(1)),,$(CORE_ISA_M))

define CORE_ISA_RULES
$(CORE_BUILD)/$(1)/isa/%.bin: $(PICORV32)/tests/%.S tests/core/asm/isa_start.S tests/core/asm/link.ld
	@mkdir -p $$(@D)
	@$(RISCV)gcc -march=$(call core_march,$(1)) -mabi=ilp32 -nostdlib -static -Wl,--no-warn-rwx-segments \
	  -DTEST_FUNC_NAME=$$* -DTEST_FUNC_TXT='"$$*"' -DTEST_FUNC_RET=$$*_ret -I$(PICORV32)/tests \
	  -T tests/core/asm/link.ld -o $$(@:.bin=.elf) tests/core/asm/isa_start.S $$<
	@$(RISCV)objcopy -O binary $$(@:.bin=.elf) $$@

$(call CORE_VERILATE,$(1),,)

.PHONY: test-core-isa-$(1)
test-core-isa-$(1): $(CORE_BUILD)/$(1)/test_core $(foreach t,$(call core_isa,$(1)),$(CORE_BUILD)/$(1)/isa/$(t).bin)
	@$$< $$(filter %.bin,$$^)
TESTS += test-core-isa-$(1)

$(CORE_BUILD)/$(1)/own/%.bin: tests/core/asm/%.S tests/core/asm/test.h tests/core/asm/link.ld $(ISA_H)
	@mkdir -p $$(@D)
	@$(RISCV)gcc -march=$(call core_march,$(1)) -mabi=ilp32 -nostdlib -static -Wl,--no-warn-rwx-segments \
	  -Itests/core/asm -I$(BUILD)/gen -T tests/core/asm/link.ld -o $$(@:.bin=.elf) $$<
	@$(RISCV)objcopy -O binary $$(@:.bin=.elf) $$@

.PHONY: test-core-own-$(1)
test-core-own-$(1): $(CORE_BUILD)/$(1)/test_core \
    $(foreach t,$(CORE_OWN) irq_sweep roots,$(CORE_BUILD)/$(1)/own/$(t).bin)
	@$$< -i $(CORE_BUILD)/$(1)/own/irq_sweep.bin -r $(CORE_BUILD)/$(1)/own/roots.bin \
	  $(foreach t,$(CORE_OWN),$(CORE_BUILD)/$(1)/own/$(t).bin)
TESTS += test-core-own-$(1)
endef
$(foreach c,$(CORE_CONFIGS),$(eval $(call CORE_ISA_RULES,$(c))))

# Planted faults: each kind of check must be able to fail. name:arguments of test_core, on configuration c1m2
CORE_FAULTS := TAG_ADD TAG_SB SRA RETRY IRQ ROOT_WAIT
CORE_FAULT_RUN_TAG_ADD   := own/tag_alu.bin
CORE_FAULT_RUN_TAG_SB    := own/tag_memory.bin
CORE_FAULT_RUN_SRA       := isa/sra.bin
CORE_FAULT_RUN_RETRY     := isa/sw.bin
CORE_FAULT_RUN_IRQ       := -i own/irq_sweep.bin
CORE_FAULT_RUN_ROOT_WAIT := -r own/roots.bin
$(foreach f,$(CORE_FAULTS),$(eval $(call CORE_VERILATE,c1m2,-$(f),-DLITH_FAULT_$(f) -Wno-fatal)))

.PHONY: test-core-faults
test-core-faults: $(foreach f,$(CORE_FAULTS),$(CORE_BUILD)/c1m2-$(f)/test_core) $(CORE_BUILD)/c1m2/own/irq_sweep.bin \
    $(CORE_BUILD)/c1m2/own/roots.bin $(CORE_BUILD)/c1m2/own/tag_alu.bin $(CORE_BUILD)/c1m2/own/tag_memory.bin \
    $(CORE_BUILD)/c1m2/isa/sra.bin $(CORE_BUILD)/c1m2/isa/sw.bin
	@caught=0; missed=0; \
	$(foreach f,$(CORE_FAULTS),if (cd $(CORE_BUILD)/c1m2 && ../c1m2-$(f)/test_core $(CORE_FAULT_RUN_$(f))) \
	  > $(CORE_BUILD)/c1m2-$(f)/run.log 2>&1; \
	then missed=$$((missed + 1)); echo "MISSED planted fault LITH_FAULT_$(f) by $(CORE_FAULT_RUN_$(f))"; \
	else caught=$$((caught + 1)); fi;) \
	echo "planted-faults: $$caught passed, $$missed failed"; test $$missed = 0
TESTS += test-core-faults

# Icarus takes the core too, with RVFI and without.
.PHONY: test-core-icarus
test-core-icarus: $(ISA_VH)
	@mkdir -p $(CORE_BUILD)
	@failed=0; for flags in "" "-DRISCV_FORMAL"; do \
	  $(IVERILOG) -g2005 $$flags -Irtl/core -I$(BUILD)/gen -s lith_core -o $(CORE_BUILD)/core.vvp $(filter %.v,$(CORE_RTL)) \
	    || failed=$$((failed + 1)); done; \
	echo "$$((2 - failed)) passed, $$failed failed"; test $$failed = 0
TESTS += test-core-icarus

.PHONY: test-core
test-core: $(filter test-core-%,$(TESTS))
