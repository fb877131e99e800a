# The host link, built for the host; machines' programs build LINK_SRC themselves.
BUILD ?= build
CC ?= cc
LINK_SRC := $(wildcard link/*.c)
LINK_HEADERS := $(wildcard link/*.h)
LINK_OBJECTS := $(LINK_SRC:%.c=$(BUILD)/%.o)
LINK_CFLAGS := -std=c11 -O2 -g -Wall -Wextra -Wconversion -Werror

$(BUILD)/link/%.o: link/%.c $(LINK_HEADERS)
	@mkdir -p $(@D)
	$(call step,CC)$(CC) $(LINK_CFLAGS) -c $< -o $@
