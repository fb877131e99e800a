# The language: build/lisp-host, the host build, and its tests.
BUILD ?= build
CC ?= gcc
LISP_LIB := lisp/lib/expand.lisp lisp/lib/core.lisp
LISP_SRC := $(wildcard lisp/vm/*.c)
LISP_HOST_SRC := $(LISP_SRC) $(wildcard kernel/host/*.c)
LISP_HEADERS := $(wildcard lisp/vm/*.h kernel/host/lith/*.h) firmware/include/lith/kinds.h
LISP_HOST_CFLAGS := -std=gnu11 -O2 -g -Wall -Wextra -Werror -Ilisp/vm -Ikernel/host -Ifirmware/include
LISP_HOST_OBJ := $(patsubst %.c,$(BUILD)/lisp-host-obj/%.o,$(LISP_HOST_SRC))

$(BUILD)/lisp-host: $(LISP_HOST_OBJ) $(BUILD)/lisp/library.c
	@$(CC) $(LISP_HOST_CFLAGS) $^ -lm -o $@

$(BUILD)/lisp-host-obj/%.o: %.c $(LISP_HEADERS)
	@mkdir -p $(@D)
	@$(CC) $(LISP_HOST_CFLAGS) -c $< -o $@

# The library's sources as C strings.
$(BUILD)/lisp/library.c: $(LISP_LIB) tools/embed/embed.sh
	@mkdir -p $(@D)
	sh tools/embed/embed.sh $(LISP_LIB) > $@
