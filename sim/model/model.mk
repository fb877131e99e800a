# The functional model: library build/model/libmodel.a (the back end lith_model_ops and the step interface).
BUILD ?= build
CC ?= gcc
MODEL_CFLAGS := -std=gnu11 -O2 -g $(WARNINGS) -I. -Isim -Isim/model -Ifirmware/include -I$(BUILD)/gen -I$(BUILD)/model
MODEL_SRC := $(wildcard sim/model/*.c)
MODEL_OBJ := $(MODEL_SRC:sim/model/%.c=$(BUILD)/model/%.o)
MODEL_LIB := $(BUILD)/model/libmodel.a

$(MODEL_LIB): $(MODEL_OBJ) $(BUILD)/sim/sd_card.o
	$(call step,AR)rm -f $@ && ar rcs $@ $^

# One dispatch jump for each operation is what makes it fast; GCC would merge them into one.
$(BUILD)/model/cpu.o: MODEL_CFLAGS += -fno-gcse -fno-crossjumping

$(BUILD)/model/%.o: sim/model/%.c | $(ISA_H)
	@mkdir -p $(@D)
	$(call step,CC)$(CC) $(MODEL_CFLAGS) $(DEPENDS) -c $< -o $@
