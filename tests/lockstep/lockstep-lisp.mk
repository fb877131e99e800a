# The language in lock-step: the kernel's C at each level of optimisation, alone with a sample of what it does.
LISP_ALONE := $(LISP_BARE)/alone

$(BUILD)/lisp/sample.c: lisp/lib/expand.lisp tests/lockstep/sample.lisp tools/embed/embed.sh
	@mkdir -p $(@D)
	sh tools/embed/embed.sh lisp/lib/expand.lisp tests/lockstep/sample.lisp > $@
$(LISP_BARE)/sample.o: $(BUILD)/lisp/sample.c $(LISP_HEADERS)
	$(RISCV)gcc $(LISP_BARE_CFLAGS) -c $< -o $@
$(LISP_ALONE).elf: $(filter-out %/main.o %/no_library.o,$(LISP_KERNEL_OBJ)) $(LISP_BARE)/tests/lockstep/alone.o \
  $(LISP_BARE)/sample.o firmware/runtime/program.ld
	$(LISP_LINK)
$(LISP_ALONE).bin: $(LISP_ALONE).elf
	$(RISCV)objcopy -O binary $< $@

.PHONY: test-lockstep-lisp
test-lockstep-lisp: $(BUILD)/lockstep/programs-ulx3s lisp-levels
	@$(BUILD)/lockstep/programs-ulx3s $(foreach level,$(LISP_LEVELS),$(BUILD)/lisp/ulx3s-$(level)/alone.bin)
TESTS += test-lockstep-lisp
