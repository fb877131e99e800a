# The command: build/lith (docs/lith.md).
BUILD ?= build
CC ?= gcc
LITH_CFLAGS := -std=gnu11 -D_GNU_SOURCE -O2 -g $(WARNINGS) -I. -Ilink -Isim -I$(BUILD)/gen
LITH_SRC := $(wildcard host/lith/*.c host/files/*.c host/store/*.c) $(filter-out store/card.c,$(wildcard store/*.c))
LITH_OBJ := $(LITH_SRC:%.c=$(BUILD)/lith-obj/%.o) $(BUILD)/lith-obj/images.o
LITH_FLASH_ulx3s := $(BUILD)/lisp/ulx3s/kernel.flash
LITH_ELF_ulx3s := $(BUILD)/lisp/ulx3s/kernel.elf

LITH_ICE := $(BUILD)/lisp/icebreaker/kernel

$(BUILD)/lith-obj/%.o: %.c | $(ISA_H)
	@mkdir -p $(@D)
	$(call step,CC)$(CC) $(LITH_CFLAGS) $(DEPENDS) -c $< -o $@
$(BUILD)/lith-obj/images.o: host/lith/images.S $(LITH_FLASH_ulx3s) $(LITH_ELF_ulx3s) $(LITH_ICE).flash $(LITH_ICE).elf
	@mkdir -p $(@D)
	$(call step,AS)$(CC) -DIMAGE_ULX3S_FLASH='"$(LITH_FLASH_ulx3s)"' -DIMAGE_ULX3S_ELF='"$(LITH_ELF_ulx3s)"' \
	  -DIMAGE_ICEBREAKER_FLASH='"$(LITH_ICE).flash"' -DIMAGE_ICEBREAKER_ELF='"$(LITH_ICE).elf"' -c $< -o $@

# Libraries of the command and of tests that have its parts.
LITH_LDFLAGS = $(OBSERVE_LDFLAGS) $(SIM_LDFLAGS) -ledit -lnbd
# lisp-host compiles for the machines without a compiler.
$(BUILD)/lith: $(LITH_OBJ) $(BUILD)/sim/liblith_observe.a $(SIM_LIB) | $(BUILD)/lisp-host $(call sim_library,ulx3s)
	$(call step,LINK)$(CC) $^ -o $@ $(LITH_LDFLAGS)
