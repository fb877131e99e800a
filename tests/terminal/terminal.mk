# The prompt of build/lith, driven through a pseudo-terminal.
TERMINAL_TEST := $(BUILD)/tests/terminal
TESTS += test-terminal

$(TERMINAL_TEST)/test_terminal: $(wildcard tests/terminal/*.c tests/terminal/*.h)
	@mkdir -p $(@D)
	$(CC) -std=gnu11 -D_GNU_SOURCE -O1 -g -Wall -Wextra -Werror $(filter %.c,$^) -lcmocka -lutil -o $@

test-terminal: $(TERMINAL_TEST)/test_terminal $(BUILD)/lith $(FOREGROUND)
	LITH=$(BUILD)/lith FOREGROUND=$(FOREGROUND) $< $(TERMINAL_TEST)
