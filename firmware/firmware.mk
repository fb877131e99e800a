# C programs for the machines: $(BUILD)/firmware/<machine>/<compiler>-<level>/<program>.bin, a RAM image that runs at
# the first word of RAM, each with its runtime built the same way.
BUILD ?= build
RISCV ?= riscv64-unknown-elf-
CLANG_RV ?= clang-19
PICOLIBC ?= /usr/lib/picolibc/riscv64-unknown-elf

FIRMWARE := $(BUILD)/firmware
FIRMWARE_LEVELS := O0 O1 Os O2 O3
FIRMWARE_PROGRAMS := $(filter-out cells,$(patsubst firmware/programs/%.c,%,$(wildcard firmware/programs/*.c)))
FIRMWARE_BUILDS := $(foreach c,gcc clang,$(foreach l,$(FIRMWARE_LEVELS),$c-$l))
FIRMWARE_RUNTIME := crt0 runtime policy console memory

FIRMWARE_FLAGS := -mabi=ilp32 -ffreestanding -std=gnu11 $(WARNINGS) -Ifirmware/include -I$(BUILD)/gen \
  -DPICOLIBC_INTEGER_PRINTF_SCANF -ffunction-sections -fdata-sections
FIRMWARE_CC_gcc = $(RISCV)gcc --specs=picolibc.specs
FIRMWARE_CC_clang = $(CLANG_RV) --target=riscv32-unknown-elf -isystem $(PICOLIBC)/include
# The loops of memory.c must stay loops.
FIRMWARE_LOOPS_gcc := -fno-builtin -fno-tree-loop-distribute-patterns
FIRMWARE_LOOPS_clang := -fno-builtin

# What programs are compiled for, and the C library that they are linked with: the one without compressed instructions.
$(foreach m,ulx3s icebreaker,$(eval FIRMWARE_ARCH_$m := $(call isa_march,$m)_zicsr))
$(foreach m,ulx3s icebreaker,$(eval FIRMWARE_LIB_$m := $(patsubst %c,%,$(call isa_march,$m))))
$(foreach m,ulx3s icebreaker small,$(eval FIRMWARE_RAM_$m := $(call isa_ram_bytes,$m)))
# ulx3s with 32 KiB of RAM, where collections are short (tests/lockstep); its programs are those of ulx3s, linked anew.
FIRMWARE_LIB_small := $(FIRMWARE_LIB_ulx3s)
FIRMWARE_STACK_small := -Wl,--defsym=STACK_SIZE=0x1800

# Without xc.copy, C does the same word by word; without xc.durable there is nothing like it (lith/cell.h). Without
# generations all collections are major (policy.c).
$(foreach m,ulx3s icebreaker,$(eval FIRMWARE_DEFINES_$m := $(if $(filter 0,$(call isa_parameter,$m,COPY)),-DLITH_NO_COPY) \
  $(if $(filter 0,$(call isa_parameter,$m,DURABLE)),-DLITH_NO_DURABLE) \
  $(if $(filter 0,$(call isa_parameter,$m,REMEMBER)),-DLITH_NO_GENERATIONS)))

# The recipe that links a program; $1 machine.
FIRMWARE_LINK = $(FIRMWARE_CC_gcc) -march=$(FIRMWARE_LIB_$1) -mabi=ilp32 -nostartfiles -DPICOLIBC_INTEGER_PRINTF_SCANF \
  -Wl,--gc-sections -Wl,--no-warn-rwx-segments -Wl,--defsym=RAM_BASE=$(ISA_RAM_BASE) \
  -Wl,--defsym=RAM_SIZE=$(FIRMWARE_RAM_$1) $(FIRMWARE_STACK_$1) -T firmware/runtime/program.ld $$(filter %.o,$$^) -o $$@

# $1 machine, $2 compiler, $3 level
define FIRMWARE_RULES
$(FIRMWARE)/$1/$2-$3/%.o: firmware/programs/%.c | $(ISA_H)
	@mkdir -p $$(@D)
	$$(call step,CC)$(FIRMWARE_CC_$2) -march=$(FIRMWARE_ARCH_$1) $(FIRMWARE_DEFINES_$1) $(FIRMWARE_FLAGS) $$(DEPENDS) -$3 -c $$< -o $$@
$(FIRMWARE)/$1/$2-$3/%.o: firmware/runtime/%.c | $(ISA_H)
	@mkdir -p $$(@D)
	$$(call step,CC)$(FIRMWARE_CC_$2) -march=$(FIRMWARE_ARCH_$1) $(FIRMWARE_DEFINES_$1) $(FIRMWARE_FLAGS) $$(DEPENDS) -$3 $$(if $$(filter memory,$$*),$(FIRMWARE_LOOPS_$2)) -c $$< -o $$@
$(FIRMWARE)/$1/$2-$3/%.o: firmware/runtime/%.S | $(ISA_H)
	@mkdir -p $$(@D)
	$$(call step,AS)$(FIRMWARE_CC_$2) -march=$(FIRMWARE_ARCH_$1) $(FIRMWARE_FLAGS) $$(DEPENDS) -c $$< -o $$@
$(FIRMWARE)/$1/$2-$3/%.elf: $(FIRMWARE)/$1/$2-$3/%.o $(FIRMWARE_RUNTIME:%=$(FIRMWARE)/$1/$2-$3/%.o) firmware/runtime/program.ld
	$$(call step,LINK)$(call FIRMWARE_LINK,$1)
.PRECIOUS: $(FIRMWARE)/$1/$2-$3/%.o $(FIRMWARE)/$1/$2-$3/%.elf
endef
$(foreach m,ulx3s icebreaker,$(foreach c,gcc clang,$(foreach l,$(FIRMWARE_LEVELS),$(eval $(call FIRMWARE_RULES,$m,$c,$l)))))

define FIRMWARE_SMALL_RULES # build
$(FIRMWARE)/small/$1/%.elf: $(FIRMWARE)/ulx3s/$1/%.o $(FIRMWARE_RUNTIME:%=$(FIRMWARE)/ulx3s/$1/%.o) firmware/runtime/program.ld
	@mkdir -p $$(@D)
	$$(call step,LINK)$(call FIRMWARE_LINK,small)
.PRECIOUS: $(FIRMWARE)/small/$1/%.elf
endef
$(foreach b,$(FIRMWARE_BUILDS),$(eval $(call FIRMWARE_SMALL_RULES,$b)))

%.bin: %.elf
	$(call step,OBJCOPY)$(RISCV)objcopy -O binary $< $@

# Every program in every build for the ulx3s machine; in one build of each compiler for the icebreaker machine.
PROGRAM_BINS := $(foreach b,$(FIRMWARE_BUILDS),$(FIRMWARE_PROGRAMS:%=$(FIRMWARE)/ulx3s/$b/%.bin))
PROGRAM_BINS_SMALL := $(foreach b,gcc-Os clang-O2,$(FIRMWARE_PROGRAMS:%=$(FIRMWARE)/icebreaker/$b/%.bin))
# Those that collect all the time, for the small machine.
FIRMWARE_COLLECTING := $(patsubst firmware/programs/%.c,%,$(shell grep -l collect_all_the_time firmware/programs/*.c))

.PHONY: programs
programs: $(PROGRAM_BINS) $(PROGRAM_BINS_SMALL)

# Benchmarks: GCC -O2, with more work: enough to measure the machine (bench), or the simulator (speed).
FIRMWARE_WORK_bench := -DWORK=20
FIRMWARE_WORK_speed := -DWORK=100000 -DPERIOD=100000
# programs/minors.c with so many old cells.
FIRMWARE_WORK_old_64k := $(FIRMWARE_WORK_bench)
FIRMWARE_WORK_old_1m := $(FIRMWARE_WORK_bench) -DROWS=16
FIRMWARE_WORK_old_16m := $(FIRMWARE_WORK_bench) -DROWS=256
define FIRMWARE_BENCH_RULES
$(FIRMWARE)/$1/%.o: firmware/programs/%.c | $(ISA_H)
	@mkdir -p $$(@D)
	$$(call step,CC)$(FIRMWARE_CC_gcc) -march=$(FIRMWARE_ARCH_ulx3s) $(FIRMWARE_FLAGS) $$(DEPENDS) -O2 $(FIRMWARE_WORK_$1) -c $$< -o $$@
$(FIRMWARE)/$1/%.elf: $(FIRMWARE)/$1/%.o $(FIRMWARE_RUNTIME:%=$(FIRMWARE)/ulx3s/gcc-O2/%.o) firmware/runtime/program.ld
	$$(call step,LINK)$(call FIRMWARE_LINK,ulx3s)
.PRECIOUS: $(FIRMWARE)/$1/%.o $(FIRMWARE)/$1/%.elf
endef
$(foreach b,bench speed old_64k old_1m old_16m,$(eval $(call FIRMWARE_BENCH_RULES,$b)))
