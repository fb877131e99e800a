# The prompt of build/lith, driven through a pseudo-terminal.
TERMINAL_TEST := $(BUILD)/tests/terminal
TESTS += test-terminal test-terminal-faults test-terminal-resize

$(TERMINAL_TEST)/%.o: tests/terminal/%.c
	@mkdir -p $(@D)
	$(call step,CC)$(CC) -std=gnu11 -D_GNU_SOURCE -O1 -g $(WARNINGS) -I. $(DEPENDS) -c $< -o $@
$(TERMINAL_TEST)/test_terminal: $(patsubst tests/terminal/%.c,$(TERMINAL_TEST)/%.o,$(wildcard tests/terminal/*.c))
	$(call step,LINK)$(CC) $^ -lcmocka -lutil -o $@

test-terminal: $(TERMINAL_TEST)/test_terminal $(BUILD)/lith $(FOREGROUND)
	LITH=$(BUILD)/lith FOREGROUND=$(FOREGROUND) $< $(TERMINAL_TEST)

test-terminal-faults: $(TERMINAL_TEST)/test_terminal
	@sh tests/terminal/faults.sh $< $(TERMINAL_TEST)/faults

test-terminal-resize: $(BUILD)/lith
	@sh tests/terminal/resize.sh $(BUILD)/lith $(TERMINAL_TEST)/resize
