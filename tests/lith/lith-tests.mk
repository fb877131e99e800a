# Tests of the command build/lith.
LITH_TEST_OUT := $(BUILD)/tests/lith
TESTS += test-lith

$(LITH_TEST_OUT)/test-lith: $(wildcard tests/lith/*.c tests/lith/*.h) $(ISA_H)
	@mkdir -p $(@D)
	$(CC) -std=gnu11 -D_GNU_SOURCE -O1 -g -Wall -Wextra -Werror -I$(BUILD)/gen $(filter %.c,$^) -lcmocka -lz -o $@

test-lith: $(LITH_TEST_OUT)/test-lith $(BUILD)/lith $(BUILD)/lith-trace
	@LITH=$(BUILD)/lith LITH_TEST_FOLDER=$(LITH_TEST_OUT) LITH_FLASH=$(LITH_FLASH_ulx3s) LITH_ELF=$(LITH_ELF_ulx3s) $<
