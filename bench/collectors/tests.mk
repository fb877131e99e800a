# The tests of what is here, and of the path of plain loads and stores: their sources are in tests/collectors.

TEST_COLLECTORS := $(BUILD)/tests/collectors

# Less that lives, so that the host is done soon. Each collector as it is, and collecting at every thirteenth object with
# junk in all memory that is free; malloc under the sanitizer of addresses, which knows what has been given back.
COLLECTORS_TEST := -DSIZE_SHIFT=3
COLLECTORS_TORTURE := $(COLLECTORS_TEST) -DHEAP_TORTURE=13
COLLECTORS_EXACT := $(filter-out malloc,$(COLLECTORS_SOFTWARE))
$(foreach s,$(COLLECTORS_EXACT),$(call collectors_host_rules,plain,$s,12000,$(COLLECTORS_TEST)))
$(foreach s,$(COLLECTORS_EXACT),$(call collectors_host_rules,torture,$s,12000,$(COLLECTORS_TORTURE)))
$(foreach s,$(COLLECTORS_EXACT),$(call collectors_host_rules,root,$s,12000,$(COLLECTORS_TORTURE) -DLITH_FAULT_COLLECTORS_ROOT))
$(call collectors_host_rules,plain,malloc,12000,$(COLLECTORS_TEST) -fsanitize=address)
$(call collectors_host_rules,barrier,generational,12000,$(COLLECTORS_TORTURE) -DLITH_FAULT_COLLECTORS_BARRIER)
# Lith's heap on the functional model: as it is, and with a collection every 1,300 cycles.
$(call collectors_rules,test,lith,$(COLLECTORS_TEST))
$(call collectors_rules,test-torture,lith,$(COLLECTORS_TORTURE))
collectors_host = $(foreach s,$2,$(COLLECTORS_PROGRAMS:%=$(COLLECTORS)/host/$1/%-$s))
COLLECTORS_TESTED := $(call collectors_host,plain,malloc $(COLLECTORS_EXACT)) \
  $(call collectors_host,torture,$(COLLECTORS_EXACT)) \
  $(foreach f,test test-torture,$(COLLECTORS_PROGRAMS:%=$(COLLECTORS)/$f/%.bin))
COLLECTORS_FAULTY := $(COLLECTORS_EXACT:%=$(COLLECTORS)/host/root/trees-%) $(COLLECTORS)/host/barrier/trees-generational

$(TEST_COLLECTORS)/test_pauses: tests/collectors/test_pauses.c bench/collectors/pauses.c bench/collectors/pauses.h
	@mkdir -p $(@D)
	$(call step,CC)$(CC) -std=gnu11 -O2 -g $(WARNINGS) -I. $(filter %.c,$^) -o $@

TESTS += test-collectors test-collectors-pauses test-collectors-plain
test-collectors: $(BUILD)/lith-sim $(COLLECTORS_TESTED) $(COLLECTORS_FAULTY)
	@sh tests/collectors/checksums.sh $(BUILD)/lith-sim '$(COLLECTORS_TESTED)' '$(COLLECTORS_FAULTY)' $(COLLECTORS_PROGRAMS)
test-collectors-pauses: $(TEST_COLLECTORS)/test_pauses
	$<

# The path in the whole machine; the faulty one loses an access of the controller that the core goes before.
$(TEST_COLLECTORS)/plain.o: tests/collectors/plain.c | $(ISA_H)
	@mkdir -p $(@D)
	$(call step,CC)$(FIRMWARE_CC_gcc) -march=$(FIRMWARE_ARCH_ulx3s) $(FIRMWARE_FLAGS) $(DEPENDS) -O2 -c $< -o $@
define COLLECTORS_PLAIN_LINK
$(TEST_COLLECTORS)/plain.elf: $(TEST_COLLECTORS)/plain.o $(FIRMWARE_RUNTIME:%=$(FIRMWARE)/ulx3s/gcc-O2/%.o) \
  firmware/runtime/program.ld
	$$(call step,LINK)$(call FIRMWARE_LINK,ulx3s)
endef
$(eval $(COLLECTORS_PLAIN_LINK))
.PRECIOUS: $(TEST_COLLECTORS)/plain.elf
$(eval $(call sim_machine,ulx3s,-plain-fault,$(COLLECTORS_PLAIN) -DLITH_FAULT_PLAIN,0,ULX3S))
$(TEST_COLLECTORS)/fault/liblith_ulx3s.so: $(call sim_library,ulx3s-plain-fault)
	@mkdir -p $(@D)
	@cp $< $@
COLLECTORS_PLAIN_RUN = $(BUILD)/lith-sim --max-cycles 20000000 --heap-words 8192 --ram $(TEST_COLLECTORS)/plain.bin < /dev/null
test-collectors-plain: $(BUILD)/lith-sim $(TEST_COLLECTORS)/plain.bin $(COLLECTORS_MACHINE) $(TEST_COLLECTORS)/fault/liblith_ulx3s.so
	LD_LIBRARY_PATH=$(COLLECTORS)/machine $(COLLECTORS_PLAIN_RUN)
	@if LD_LIBRARY_PATH=$(TEST_COLLECTORS)/fault $(COLLECTORS_PLAIN_RUN); then echo "the fault: MISSED"; exit 1; \
	else echo "the fault: seen"; echo "2 passed, 0 failed"; fi
