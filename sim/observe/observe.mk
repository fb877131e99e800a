# What the simulator's programs show of a run: library $(OBSERVE_LIB) (sim/observe/*.h), to be linked before $(SIM_LIB)
# and with $(OBSERVE_LDFLAGS).
BUILD ?= build
RISCV ?= riscv64-unknown-elf-
OBSERVE_LIB := $(BUILD)/sim/liblith_observe.a
OBSERVE_LDFLAGS := -lelf
OBSERVE_CFLAGS = $(SIM_CFLAGS) -Isim/observe -Ifirmware/include
OBSERVE_SRC := $(filter-out %/layout.c,$(wildcard sim/observe/*.c))

$(OBSERVE_LIB): $(OBSERVE_SRC:sim/observe/%.c=$(BUILD)/sim/observe/%.o)
	rm -f $@ && ar rcs $@ $^

OBSERVE_HEADERS := $(wildcard sim/observe/*.h) sim/lith_sim.h sim/lith_inspect.h $(BUILD)/gen/lith_layout.h
$(BUILD)/sim/observe/%.o: sim/observe/%.c $(OBSERVE_HEADERS)
	@mkdir -p $(@D)
	$(CC) $(OBSERVE_CFLAGS) -c $< -o $@

# Offsets in the kernel's data, as its own compiler lays them out.
$(BUILD)/gen/lith_layout.h: sim/observe/layout.c $(wildcard lisp/vm/*.h) $(wildcard firmware/include/lith/*.h) $(ISA_H)
	@mkdir -p $(@D)
	$(RISCV)gcc --specs=picolibc.specs -march=rv32imc_zicsr -mabi=ilp32 -ffreestanding -std=gnu11 -O1 -Wall -Werror \
	  -Ilisp/vm -Ifirmware/include -I$(BUILD)/gen -S $< -o $(@:.h=.s)
	sed -n 's/^#layout \([A-Z_]*\) \([0-9]*\)$$/#define LAYOUT_\1 \2/p' $(@:.h=.s) > $@
