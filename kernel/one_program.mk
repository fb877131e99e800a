# The language on the icebreaker machine: 64 KiB of RAM hold the interpreter, but neither reader nor compiler. So a
# program is compiled on the host, with what it uses of the library (kernel/host/ahead.c), and put into flash.
ICE := $(BUILD)/lisp/icebreaker
ICE_LISP := $(filter-out $(addprefix lisp/,regex/% reader/% compiler/% cells/words cells/real cells/double \
  interpreter/live interpreter/wipe_unread),$(basename $(LISP_SRC)))
ICE_OBJ := $(ICE_LISP:%=$(ICE)/%.o) $(ICE)/kernel/process/prim_process.o \
  $(patsubst %.c,$(ICE)/%.o,$(wildcard kernel/one_program/*.c lisp/without/*.c) kernel/machine/flash.c kernel/machine/memory.c \
  $(addprefix firmware/runtime/,runtime.c policy.c console.c memory.c)) $(ICE)/crt0.o
# The stack of registers is short: what does not fit goes to frame cells.
ICE_CFLAGS := --specs=picolibc.specs -march=$(FIRMWARE_ARCH_icebreaker) $(FIRMWARE_DEFINES_icebreaker) -mabi=ilp32 -msave-restore -ffreestanding -std=gnu11 -Os \
  $(WARNINGS) -ffunction-sections -fdata-sections -I. -Ilink -Ifirmware/include -I$(BUILD)/gen \
  -DVM_STACK_WORDS=512 -DVM_STACK_SLACK=384 -DPRIMITIVES_MAX=208u \
  -DVM_COMPACT -DVM_HOST='"kernel/one_program/language.h"' -DSTACK_RESERVE=1280

$(ICE)/firmware/runtime/memory.o: ICE_CFLAGS += -fno-builtin -fno-tree-loop-distribute-patterns
$(ICE)/%.o: %.c | $(ISA_H)
	@mkdir -p $(@D)
	$(call step,CC)$(RISCV)gcc $(ICE_CFLAGS) $(DEPENDS) -c $< -o $@
$(ICE)/crt0.o: firmware/runtime/crt0.S | $(ISA_H)
	@mkdir -p $(@D)
	$(call step,AS)$(RISCV)gcc -march=$(FIRMWARE_ARCH_icebreaker) -mabi=ilp32 --specs=picolibc.specs $(DEPENDS) -Ifirmware/include -I$(BUILD)/gen -c $< -o $@
$(ICE)/kernel.elf: $(ICE_OBJ) firmware/runtime/program.ld
	$(call step,LINK)$(RISCV)gcc --specs=picolibc.specs -march=$(FIRMWARE_LIB_icebreaker) -mabi=ilp32 -msave-restore -nostartfiles -Wl,--gc-sections \
	  -Wl,--no-warn-rwx-segments -Wl,--defsym=RAM_BASE=$(ISA_RAM_BASE) -Wl,--defsym=RAM_SIZE=$(FIRMWARE_RAM_icebreaker) \
	  -Wl,--defsym=STACK_SIZE=4608 -T firmware/runtime/program.ld $(filter %.o,$^) -o $@
# Programs stand where other machines have the library.
$(ICE)/kernel.flash: $(ICE)/kernel.elf $(BUILD)/tools/mkimage
	$(call step,IMAGE)$(BUILD)/tools/mkimage $< $@
	$(quietly)truncate -s $$(($(call isa_flash,IMAGE,4))) $@

# The compiler on the host, as a C string.
$(BUILD)/lisp/small.c: kernel/host/ahead.lisp
	@mkdir -p $(@D)
	$(call step,EMBED){ echo 'extern const char ahead_compiler[];'; echo 'const char ahead_compiler[] ='; \
	  sed 's/[\\"]/\\&/g; s/.*/"&\\n"/' $<; echo ';'; } > $@

# The files of tests, in parts that fit the heap, on the model; a part of each of two, and an error, on the RTL.
ICE_TESTS := $(patsubst %,lisp/tests/%.lisp,language collections sequences library numbers text memory)
TESTS += test-lisp-icebreaker
test-lisp-icebreaker: $(BUILD)/lith $(call sim_library,icebreaker)
	@for t in $(ICE_TESTS); do for p in 0 1 2 3; do \
	  PART=$$p PARTS=4 $(BUILD)/lith --model --machine icebreaker run $$t || exit 1; done; done
	@for t in language sequences; do \
	  PART=1 PARTS=4 $(BUILD)/lith --machine icebreaker run lisp/tests/$$t.lisp || exit 1; done
	@NAMES="queens trees" sh tests/examples/run.sh $(BUILD)/examples/icebreaker $(BUILD)/lith --model --machine icebreaker
	@$(BUILD)/lith --model --machine icebreaker eval '(defn length [s] (loop [s s n 0] (if (seq s) (recur (rest s) (inc n)) n)))' \
	  '(length (map inc (range 30000)))' | grep -qx 30000 && echo '1 passed, 0 failed'
	@! $(BUILD)/lith --machine icebreaker eval '(println 1)' '(inc :a)' > $(ICE)/out 2> $(ICE)/err
	@grep -q 'input:2:1: arithmetic: expected a number, got :a' $(ICE)/err && echo '1 passed, 0 failed'
	@! $(BUILD)/lith --model --machine icebreaker run tests/lisp/failing.lisp > $(ICE)/out 2> $(ICE)/err
	@grep -q ' 0 passed, 5 failed' $(ICE)/out && echo '1 passed, 0 failed'
