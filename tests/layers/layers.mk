# Nothing points up in the order of layers (tests/layers/order.txt); a planted include and a planted symbol that do are found.
TESTS += test-layers
LAYERS := $(BUILD)/tests/layers
LAYERS_PROGRAMS := nm=$(BUILD)/lisp-host-obj nm=$(BUILD)/lith-obj $(RISCV)nm=$(LISP_BARE)

test-layers: $(BUILD)/lisp-host $(BUILD)/lith
	@sh tests/layers/layers.sh tests/layers/order.txt '' $(LAYERS_PROGRAMS)
	@rm -rf $(LAYERS) && mkdir -p $(LAYERS)/include/lisp/cells $(LAYERS)/symbol/lisp/cells $(LAYERS)/objects
	@echo '#include "kernel/process/process.h"' > $(LAYERS)/include/lisp/cells/planted.c
	@! sh tests/layers/layers.sh tests/layers/order.txt $(LAYERS)/include $(LAYERS_PROGRAMS) > $(LAYERS)/include.out
	@grep -q 'planted.c: includes kernel/process/process.h, from values up to kernel' $(LAYERS)/include.out
	@echo 'void planted(void) { void process_send(void); process_send(); }' > $(LAYERS)/symbol/lisp/cells/planted.c
	@cp -r $(BUILD)/lisp-host-obj/. $(LAYERS)/objects
	@$(CC) -w -c $(LAYERS)/symbol/lisp/cells/planted.c -o $(LAYERS)/objects/lisp/cells/planted.o
	@! sh tests/layers/layers.sh tests/layers/order.txt $(LAYERS)/symbol nm=$(LAYERS)/objects $(LAYERS_PROGRAMS) > $(LAYERS)/symbol.out
	@grep -q 'planted.c: uses process_send of kernel/process/process.c, from values up to kernel' $(LAYERS)/symbol.out
	@echo '2 passed, 0 failed'

# All static data of the kernel is known for what each processor has, for the machine's, or for a function's while it runs
# (tests/layers/state.txt); a planted variable is found, and one that is known but gone. Nothing takes the register tp.
TESTS += test-state
STATE := $(BUILD)/tests/state
test-state: $(LISP_BARE)/kernel.elf
	@sh tests/layers/state.sh tests/layers/state.txt $(RISCV)nm $(LISP_BARE)
	@mkdir -p $(STATE)/lisp/cells
	@echo 'int planted;' > $(STATE)/lisp/cells/planted.c
	@$(RISCV)gcc $(LISP_BARE_ARCH) -c $(STATE)/lisp/cells/planted.c -o $(STATE)/lisp/cells/planted.o
	@echo 'machine lisp/cells/seq: gone' | cat tests/layers/state.txt - > $(STATE)/table.txt
	@! sh tests/layers/state.sh $(STATE)/table.txt $(RISCV)nm $(LISP_BARE) $(STATE) > $(STATE)/out
	@grep -q 'lisp/cells/planted.c: planted is not in' $(STATE)/out && grep -q 'lisp/cells/seq gone is not there' $(STATE)/out && \
	  grep -q ' passed, 2 failed' $(STATE)/out && echo '1 passed, 0 failed'
	@echo '__thread int planted; int _start(void) { return planted; }' > $(STATE)/thread.c
	@! $(RISCV)gcc $(LISP_BARE_ARCH) -w -nostdlib -nostartfiles -Wl,--defsym=RAM_BASE=$(ISA_RAM_BASE) \
	  -Wl,--defsym=RAM_SIZE=$(FIRMWARE_RAM_ulx3s) -T firmware/runtime/program.ld $(STATE)/thread.c \
	  -o $(STATE)/thread.elf 2> $(STATE)/out
	@grep -q 'thread-local variables: nobody sets tp' $(STATE)/out && echo '1 passed, 0 failed'
