# What the simulator's programs show of a run: library $(OBSERVE_LIB) (sim/observe/*.h), to be linked before $(SIM_LIB)
# and with $(OBSERVE_LDFLAGS).
BUILD ?= build
RISCV ?= riscv64-unknown-elf-
OBSERVE_LIB := $(BUILD)/sim/liblith_observe.a
OBSERVE_LDFLAGS := -lelf
OBSERVE_CFLAGS = $(SIM_CFLAGS) -Isim/observe -Ifirmware/include
OBSERVE_SRC := $(filter-out %/layout.c,$(wildcard sim/observe/*.c))

$(OBSERVE_LIB): $(OBSERVE_SRC:sim/observe/%.c=$(BUILD)/sim/observe/%.o)
	$(call step,AR)rm -f $@ && ar rcs $@ $^

$(BUILD)/sim/observe/%.o: sim/observe/%.c | $(BUILD)/gen/lith_layout.h
	@mkdir -p $(@D)
	$(call step,CC)$(CC) $(OBSERVE_CFLAGS) $(DEPENDS) -c $< -o $@

# Offsets in the kernel's data, as its own compiler lays them out.
$(BUILD)/gen/lith_layout.h: sim/observe/layout.c | $(ISA_H)
	@mkdir -p $(@D)
	$(call step,LAYOUT)$(RISCV)gcc --specs=picolibc.specs -march=$(FIRMWARE_ARCH_ulx3s) -mabi=ilp32 -ffreestanding -std=gnu11 -O1 $(WARNINGS) $(DEPENDS) \
	  -I. -Ifirmware/include -I$(BUILD)/gen -S $< -o $(@:.h=.s)
	$(quietly)sed -n 's/^#layout \([A-Z_]*\) \([0-9]*\)$$/#define LAYOUT_\1 \2/p' $(@:.h=.s) > $@
