# Tests of the command build/lith.
LITH_TEST_OUT := $(BUILD)/tests/lith
TESTS += test-lith

$(LITH_TEST_OUT)/%.o: tests/lith/%.c | $(ISA_H)
	@mkdir -p $(@D)
	$(call step,CC)$(CC) -std=gnu11 -D_GNU_SOURCE -O1 -g $(WARNINGS) $(DEPENDS) -I. -I$(BUILD)/gen -c $< -o $@
$(LITH_TEST_OUT)/test-lith: $(patsubst tests/lith/%.c,$(LITH_TEST_OUT)/%.o,$(wildcard tests/lith/*.c))
	$(call step,LINK)$(CC) $^ -lcmocka -lz -o $@

test-lith: $(LITH_TEST_OUT)/test-lith $(BUILD)/lith $(BUILD)/lith-sim $(MKIMAGE) $(ISA) $(call sim_library,ulx3s-trace)
	@LITH=$(BUILD)/lith LITH_TEST_FOLDER=$(LITH_TEST_OUT) LITH_FLASH=$(LITH_FLASH_ulx3s) LITH_ELF=$(LITH_ELF_ulx3s) $<
