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
