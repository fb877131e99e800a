# The language in lock-step: the kernel's C at each level of optimisation, alone with a sample of what it does.
LISP_ALONE := $(LISP_BARE)/alone

$(BUILD)/lisp/sample.c: lisp/lib/expand.lisp tests/lockstep/sample.lisp tools/embed/embed.sh
	@mkdir -p $(@D)
	$(call step,EMBED)sh tools/embed/embed.sh lisp/lib/expand.lisp tests/lockstep/sample.lisp > $@
$(LISP_BARE)/sample.o: $(BUILD)/lisp/sample.c
	$(call step,CC)$(RISCV)gcc $(LISP_BARE_CFLAGS) $(DEPENDS) -c $< -o $@
$(LISP_ALONE).elf: $(filter-out %/main.o %/no_library.o,$(LISP_KERNEL_OBJ)) $(LISP_BARE)/tests/lockstep/alone.o \
  $(LISP_BARE)/sample.o firmware/runtime/program.ld
	$(LISP_LINK)
$(LISP_ALONE).bin: $(LISP_ALONE).elf
	$(call step,OBJCOPY)$(RISCV)objcopy -O binary $< $@

.PHONY: test-lockstep-lisp test-lockstep-lisp-long
test-lockstep-lisp: $(BUILD)/lockstep/programs-ulx3s lisp-levels
	@$< $(LISP_LEVELS:%=$(BUILD)/lisp/ulx3s-%/alone.bin)
test-lockstep-lisp-long: $(BUILD)/lockstep/programs-ulx3s lisp-levels-long
	@$< $(LISP_LEVELS_LONG:%=$(BUILD)/lisp/ulx3s-%/alone.bin)
TESTS += test-lockstep-lisp
TESTS_LONG += test-lockstep-lisp-long
