# The memory map, written once in rtl/soc/memory.map.

BUILD ?= build
CC ?= cc

MEMMAP := $(BUILD)/tools/memmap
MEMMAP_VH := $(BUILD)/gen/lith_memmap.vh
MEMMAP_H := $(BUILD)/gen/lith_memmap.h

$(MEMMAP): tools/memmap/memmap.c
	@mkdir -p $(@D)
	$(call step,CC)$(CC) -std=c11 -O1 $(WARNINGS) $(DEPENDS) $< -o $@

$(BUILD)/gen/lith_memmap.%: rtl/soc/memory.map $(MEMMAP)
	@mkdir -p $(@D)
	$(call step,MEMMAP)$(MEMMAP) $* $< > $@

.PHONY: memmap
memmap: $(MEMMAP_VH) $(MEMMAP_H) $(BUILD)/gen/lith_memmap.md
	cp $(BUILD)/gen/lith_memmap.md docs/memory-map.md
