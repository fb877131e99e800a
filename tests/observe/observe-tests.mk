# Looking into machines (sim/lith_inspect.h, sim/observe): walks, profiles, pictures, counters.
BUILD ?= build
OBSERVE_TEST := $(BUILD)/tests/observe
OBSERVE_TEST_CFLAGS = $(SIM_CFLAGS) -I. -Isim/observe -Ifirmware/include -Itests/observe

$(OBSERVE_TEST)/%.o: tests/observe/%.c | $(ISA_H)
	@mkdir -p $(@D)
	$(call step,CC)$(CC) $(OBSERVE_TEST_CFLAGS) $(DEPENDS) -c $< -o $@
$(OBSERVE_TEST)/test_%: $(OBSERVE_TEST)/test_%.o $(OBSERVE_TEST)/harness.o $(OBSERVE_LIB) $(SIM_LIB) | $(SIM_ALL_MACHINES)
	$(CC) $^ -o $@ -lcmocka -lexpat $(OBSERVE_LDFLAGS) $(SIM_LDFLAGS)
.PRECIOUS: $(OBSERVE_TEST)/%.o

OBSERVE_PROGRAMS := $(addprefix $(FIRMWARE)/,bench/gcbench.bin bench/churn.bin icebreaker/gcc-Os/atoms.bin)
TESTS += test-observe-heap test-observe-events test-observe-utilisation
test-observe-heap: $(OBSERVE_TEST)/test_heap $(OBSERVE_PROGRAMS)
	$< $(FIRMWARE) $(OBSERVE_TEST)
test-observe-events: $(OBSERVE_TEST)/test_events $(OBSERVE_PROGRAMS)
	$< $(FIRMWARE)/bench/gcbench.bin $(FIRMWARE)/bench/churn.bin

test-observe-utilisation: $(OBSERVE_TEST)/test_utilisation $(OBSERVE_PROGRAMS)
	$< $(FIRMWARE)/bench/gcbench.bin $(FIRMWARE)/bench/churn.bin

$(OBSERVE_TEST)/busy.o: tests/observe/busy.c | $(ISA_H)
	@mkdir -p $(@D)
	$(call step,CC)$(FIRMWARE_CC_gcc) -march=$(FIRMWARE_ARCH_ulx3s) $(FIRMWARE_FLAGS) $(DEPENDS) -Ifirmware/programs -O2 -c $< -o $@
define OBSERVE_BUSY
$(OBSERVE_TEST)/busy.elf: $(OBSERVE_TEST)/busy.o $(FIRMWARE_RUNTIME:%=$(FIRMWARE)/ulx3s/gcc-O2/%.o) \
  firmware/runtime/program.ld
	$(call FIRMWARE_LINK,ulx3s)
endef
$(eval $(OBSERVE_BUSY))

TESTS += test-observe-profile test-observe-lisp
test-observe-profile: $(OBSERVE_TEST)/test_profile $(OBSERVE_TEST)/busy.bin
	$< $(OBSERVE_TEST)/busy.bin $(OBSERVE_TEST)
test-observe-lisp: $(BUILD)/lith
	@mkdir -p $(OBSERVE_TEST)
	@sh tests/observe/lisp.sh $(BUILD)/lith $(OBSERVE_TEST)

# The tracing build; Verilator brings the reader of the files that it writes.
$(OBSERVE_TEST)/test_trace.o: OBSERVE_TEST_CFLAGS += -isystem $(VERILATOR_INCLUDE)
$(OBSERVE_TEST)/trace: $(OBSERVE_TEST)/test_trace.o $(OBSERVE_TEST)/harness.o $(SIM_LIB) $(SIM_RUNTIME-trace) | \
  $(call sim_library,ulx3s-trace)
	$(CC) $^ -o $@ -lcmocka -lstdc++ -lz $(SIM_LDFLAGS)
TESTS += test-observe-trace
test-observe-trace: $(OBSERVE_TEST)/trace $(OBSERVE_PROGRAMS) $(BUILD)/lith
	$< $(FIRMWARE)/bench/churn.bin $(OBSERVE_TEST) $(BUILD)/lith
