# The host link, built for the host; machines' programs build LINK_SRC themselves.
BUILD ?= build
CC ?= cc
LINK_SRC := $(wildcard link/*.c)
LINK_OBJECTS := $(LINK_SRC:%.c=$(BUILD)/%.o)
LINK_CFLAGS := -std=c11 -O2 -g $(WARNINGS)

$(BUILD)/link/%.o: link/%.c
	@mkdir -p $(@D)
	$(call step,CC)$(CC) $(LINK_CFLAGS) $(DEPENDS) -c $< -o $@
