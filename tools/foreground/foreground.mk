# Runs a program as a job of its own (foreground.c).
FOREGROUND := $(BUILD)/tools/foreground
$(FOREGROUND): tools/foreground/foreground.c
	@mkdir -p $(@D)
	$(call step,CC)$(CC) -std=c11 -D_POSIX_C_SOURCE=200809L -O1 $(WARNINGS) $< -o $@
