# Looking into machines (sim/lith_inspect.h, sim/observe): walks, profiles, pictures, counters.
BUILD ?= build
OBSERVE_TEST := $(BUILD)/tests/observe
OBSERVE_TEST_CFLAGS = $(SIM_CFLAGS) -Isim/observe -Ifirmware/include -Itests/observe

$(OBSERVE_TEST)/%.o: tests/observe/%.c $(wildcard tests/observe/*.h sim/*.h sim/observe/*.h) $(ISA_H)
	@mkdir -p $(@D)
	$(CC) $(OBSERVE_TEST_CFLAGS) -c $< -o $@
$(OBSERVE_TEST)/test_%: $(OBSERVE_TEST)/test_%.o $(OBSERVE_TEST)/harness.o $(OBSERVE_LIB) $(SIM_LIB)
	$(CC) $^ -o $@ -lcmocka -lexpat $(OBSERVE_LDFLAGS) $(SIM_LDFLAGS)
.PRECIOUS: $(OBSERVE_TEST)/%.o

OBSERVE_PROGRAMS := $(addprefix $(FIRMWARE)/,bench/gcbench.bin bench/churn.bin icebreaker/gcc-Os/atoms.bin)
TESTS += test-observe-heap test-observe-events
test-observe-heap: $(OBSERVE_TEST)/test_heap $(OBSERVE_PROGRAMS)
	$< $(FIRMWARE) $(OBSERVE_TEST)
test-observe-events: $(OBSERVE_TEST)/test_events $(OBSERVE_PROGRAMS)
	$< $(FIRMWARE)/bench/gcbench.bin $(FIRMWARE)/bench/churn.bin

$(OBSERVE_TEST)/busy.o: tests/observe/busy.c firmware/programs/check.h
	@mkdir -p $(@D)
	$(FIRMWARE_CC_gcc) -march=$(FIRMWARE_ARCH_ulx3s) $(FIRMWARE_FLAGS) -Ifirmware/programs -O2 -c $< -o $@
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
$(OBSERVE_TEST)/trace: $(OBSERVE_TEST)/test_trace.o $(OBSERVE_TEST)/harness.o $(SIM_TRACE_LIB)
	$(CC) $^ -o $@ -lcmocka $(SIM_LDFLAGS)
TESTS += test-observe-trace
test-observe-trace: $(OBSERVE_TEST)/trace $(OBSERVE_PROGRAMS)
	$< $(FIRMWARE)/bench/churn.bin $(OBSERVE_TEST)
