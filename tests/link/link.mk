# Tests of the host link: two ends over a bad line, and a machine's end (kernel/machine/line.c).
LINK_TEST := $(BUILD)/tests/link
LINK_TEST_SRC := tests/link/test_link.c tests/link/pair.c tests/link/damage.c
LINK_TEST_CFLAGS := -std=c11 -D_POSIX_C_SOURCE=200809L -O2 -g $(WARNINGS) -Itests/link

TESTS += test-link test-link-faults test-link-machine test-link-programs

$(LINK_TEST)/%.o: tests/link/%.c
	@mkdir -p $(@D)
	$(call step,CC)$(CC) $(LINK_TEST_CFLAGS) -Ilink -Isim $(DEPENDS) -c $< -o $@

LINK_TEST_SANITIZE := -fsanitize=address,undefined -fno-sanitize-recover=undefined
$(LINK_TEST)/sanitized/%.o: %.c
	@mkdir -p $(@D)
	$(call step,CC)$(CC) $(LINK_TEST_CFLAGS) $(LINK_TEST_SANITIZE) -Ilink $(DEPENDS) -c $< -o $@
$(LINK_TEST)/test_link: $(patsubst %.c,$(LINK_TEST)/sanitized/%.o,$(LINK_TEST_SRC) $(LINK_SRC))
	$(call step,LINK)$(CC) $(LINK_TEST_SANITIZE) $^ -lcmocka -o $@

test-link: $(LINK_TEST)/test_link
	$<

# Each line of faults.txt spoils a copy of the link; the tests must notice.
test-link-faults: tests/link/faults.txt
	@CC='$(CC)' CFLAGS='$(LINK_TEST_CFLAGS)' sh tests/link/faults.sh tests/link/faults.txt $(LINK_TEST)/faults $(LINK_TEST_SRC)

# A program for the machine that reads every stream and writes it back, at the other end of a wire (sim/wire.h).
LINK_MACHINES := ulx3s icebreaker
LINK_ECHO_SRC := tests/link/echo.c $(LINK_SRC) kernel/machine/line.c kernel/machine/timer.c $(addprefix firmware/runtime/,runtime.c policy.c console.c memory.c)
define LINK_ECHO # machine
$(LINK_TEST)/$(1)/%.o: %.c | $(ISA_H)
	@mkdir -p $$(@D)
	$$(call step,CC)$(FIRMWARE_CC_gcc) -march=$(FIRMWARE_ARCH_$(1)) $(FIRMWARE_FLAGS) $$(DEPENDS) -Ilink -Ikernel/machine -Os \
	  $$(if $$(filter %memory.c,$$<),$(FIRMWARE_LOOPS_gcc)) -c $$< -o $$@
$(LINK_TEST)/$(1)/crt0.o: firmware/runtime/crt0.S | $(ISA_H)
	@mkdir -p $$(@D)
	$$(call step,AS)$(FIRMWARE_CC_gcc) -march=$(FIRMWARE_ARCH_$(1)) $(FIRMWARE_FLAGS) $$(DEPENDS) -c $$< -o $$@
$(LINK_TEST)/$(1)/echo.elf: $(LINK_ECHO_SRC:%.c=$(LINK_TEST)/$(1)/%.o) $(LINK_TEST)/$(1)/crt0.o firmware/runtime/program.ld
	$$(call step,LINK)$(call FIRMWARE_LINK,$(1))
endef
$(foreach m,$(LINK_MACHINES),$(eval $(call LINK_ECHO,$m)))

$(LINK_TEST)/test_machine: $(LINK_TEST)/test_machine.o $(LINK_TEST)/damage.o $(SIM_LIB) | $(SIM_ALL_MACHINES)
	$(call step,LINK)$(CC) $^ $(SIM_LDFLAGS) -lcmocka -o $@

test-link-machine: $(LINK_TEST)/test_machine $(LINK_MACHINES:%=$(LINK_TEST)/%/echo.bin)
	$< $(LINK_TEST)

# lith with a damaging line in between: the examples' output stays the same.
$(LINK_TEST)/lith-bad-line: $(LINK_TEST)/bad_line.o $(LINK_TEST)/damage.o $(LITH_OBJ) $(BUILD)/sim/liblith_observe.a \
  $(SIM_LIB) | $(BUILD)/lith
	$(call step,LINK)$(CC) -Wl,--wrap=wire_init $^ -o $@ $(LITH_LDFLAGS)

test-link-programs: $(LINK_TEST)/lith-bad-line
	@rm -f $(LINK_TEST)/counts
	@LINE_COUNTS=$(LINK_TEST)/counts $(EXAMPLES_RUN) $(LINK_TEST)/examples $(LINK_TEST)/lith-bad-line --model --max-cycles 2000000000
	@awk '{ n += $$1 } END { print n " frames spoilt or sent again"; exit n < 100 }' $(LINK_TEST)/counts && echo '1 passed, 0 failed'

# lith over a slow line: eight processes read eight files, whose requests are under way at the same time; and over bad lines.
SLOW_LINE_WRAP := $(patsubst %,-Xlinker --wrap=%,$(patsubst %,lith_machine_%,new run idle uart_read uart_write) files_serve)
$(LINK_TEST)/slow_line.o: LINK_TEST_CFLAGS += -I. -I$(BUILD)/gen
$(LINK_TEST)/lith-slow-line: $(LINK_TEST)/slow_line.o $(LITH_OBJ) $(BUILD)/sim/liblith_observe.a $(SIM_LIB) | $(BUILD)/lith
	$(call step,LINK)$(CC) $(SLOW_LINE_WRAP) $^ -o $@ $(LITH_LDFLAGS)

TESTS += test-link-files
test-link-files: $(LINK_TEST)/lith-slow-line $(LINK_TEST)/lith-bad-line
	@sh tests/link/eight.sh $< $(LINK_TEST)/eight --model
	@for seed in 1 2 3 4 5 6 7 8 9 10 11 12 13 14 15 16; do \
	  (cd $(LINK_TEST)/eight && SEED=$$seed ../lith-bad-line --model run $(CURDIR)/tests/link/eight.lisp at-once) || \
	  { echo "SEED=$$seed: the files are not read over a bad line"; exit 1; }; done; echo '16 passed, 0 failed'

# The same on the simulated machine, for figures: cycles from the first request to the last.
.PHONY: bench-link-files
bench-link-files: $(LINK_TEST)/lith-slow-line | $(call sim_library,ulx3s)
	@mkdir -p $(BUILD)/bench
	@sh tests/link/eight.sh $< $(LINK_TEST)/eight-bench
	@grep -v interrupted $(LINK_TEST)/eight-bench/figures > $(BUILD)/bench/link-files.txt
BENCHES += bench-link-files
