# The command: build/lith (docs/lith.md), and build/lith-trace, which lith becomes when --trace is given.
BUILD ?= build
CC ?= gcc
LITH_CFLAGS := -std=gnu11 -D_GNU_SOURCE -O2 -g -Wall -Wextra -Werror -I. -Ilink -Isim -I$(BUILD)/gen
LITH_SRC := $(filter-out host/lith/tracing.c,$(wildcard host/lith/*.c)) $(wildcard link/*.c) sim/wire.c
LITH_OBJ := $(LITH_SRC:%.c=$(BUILD)/lith-obj/%.o) $(BUILD)/lith-obj/images.o
LITH_FLASH_ulx3s := $(BUILD)/lisp/ulx3s/kernel.flash
LITH_ELF_ulx3s := $(BUILD)/lisp/ulx3s/kernel.elf

LITH_ICE := $(BUILD)/lisp/icebreaker/kernel

$(BUILD)/lith-obj/%.o: %.c $(wildcard host/lith/*.h link/*.h sim/*.h sim/observe/*.h kernel/session/protocol.h kernel/small/console.h) $(ISA_H)
	@mkdir -p $(@D)
	$(CC) $(LITH_CFLAGS) -c $< -o $@
$(BUILD)/lith-obj/images.o: host/lith/images.S $(LITH_FLASH_ulx3s) $(LITH_ELF_ulx3s) $(LITH_ICE).flash $(LITH_ICE).elf
	@mkdir -p $(@D)
	$(CC) -DIMAGE_ULX3S_FLASH='"$(LITH_FLASH_ulx3s)"' -DIMAGE_ULX3S_ELF='"$(LITH_ELF_ulx3s)"' \
	  -DIMAGE_ICEBREAKER_FLASH='"$(LITH_ICE).flash"' -DIMAGE_ICEBREAKER_ELF='"$(LITH_ICE).elf"' -c $< -o $@

$(BUILD)/lith-obj/tracing-%.o: host/lith/tracing.c $(wildcard host/lith/*.h)
	@mkdir -p $(@D)
	$(CC) $(LITH_CFLAGS) -DLITH_TRACES=$* -c $< -o $@

# lisp-host compiles for the machines without a compiler.
$(BUILD)/lith $(BUILD)/lith-trace: | $(BUILD)/lisp-host
$(BUILD)/lith: $(LITH_OBJ) $(BUILD)/lith-obj/tracing-0.o $(BUILD)/sim/liblith_observe.a $(SIM_LIB)
	$(CC) $^ -o $@ $(OBSERVE_LDFLAGS) $(SIM_LDFLAGS) -ledit
$(BUILD)/lith-trace: $(LITH_OBJ) $(BUILD)/lith-obj/tracing-1.o $(BUILD)/sim/liblith_observe.a $(SIM_TRACE_LIB)
	$(CC) $^ -o $@ $(OBSERVE_LDFLAGS) $(SIM_LDFLAGS) -ledit
