# Tests of the store (docs/store.md) on the host: its log with all crash points, the tree of atoms, the SD card's driver,
# looking at whole stores; and the same with faults in what they test.
TEST_STORE := $(BUILD)/tests/store
STORE_CFLAGS := -std=gnu11 -D_GNU_SOURCE -O2 -g -fsanitize=undefined -fno-sanitize-recover=undefined $(WARNINGS) \
  -DLOG_UNCHECKED=6 -DLOG_BLOCKS=16u -I. -Isim -I$(BUILD)/gen
$(TEST_STORE)/%.o: %.c | $(ISA_H)
	@mkdir -p $(@D)
	$(call step,CC)$(CC) $(STORE_CFLAGS) $(DEPENDS) -c $< -o $@
STORE_SRC := $(filter-out store/card.c,$(wildcard store/*.c))
STORE_CRASH_OBJ := $(patsubst %.c,$(TEST_STORE)/%.o,tests/store/crash.c $(STORE_SRC))
STORE_ATOMS_OBJ := $(patsubst %.c,$(TEST_STORE)/%.o,tests/store/test_atoms.c $(STORE_SRC))
STORE_CARD_OBJ := $(patsubst %.c,$(TEST_STORE)/%.o,tests/store/test_card.c store/card.c store/crc.c \
  sim/sd_card.c host/store/medium.c)
STORE_CHECK_OBJ := $(patsubst %.c,$(TEST_STORE)/%.o,tests/store/test_check.c tests/store/sample.c $(wildcard host/store/check*.c) $(STORE_SRC))
STORE_MAKE_OBJ := $(patsubst %.c,$(TEST_STORE)/%.o,tests/store/make_store.c tests/store/sample.c host/store/file.c $(STORE_SRC))
$(TEST_STORE)/crash: $(STORE_CRASH_OBJ)
$(TEST_STORE)/atoms: $(STORE_ATOMS_OBJ)
$(TEST_STORE)/card: $(STORE_CARD_OBJ)
$(TEST_STORE)/check: $(STORE_CHECK_OBJ)
$(TEST_STORE)/make-store: $(STORE_MAKE_OBJ)
STORE_NBD_OBJ := $(patsubst %.c,$(TEST_STORE)/%.o,tests/store/test_nbd.c host/store/nbd.c)
STORE_TAKE_OBJ := $(patsubst %.c,$(TEST_STORE)/%.o,tests/store/test_take.c tests/store/sample.c \
  $(addprefix host/store/,file.c medium.c moment.c nbd.c place.c take.c) $(STORE_SRC))
$(TEST_STORE)/nbd: $(STORE_NBD_OBJ)
$(TEST_STORE)/take: $(STORE_TAKE_OBJ)
$(addprefix $(TEST_STORE)/,crash atoms card check make-store nbd take):
	$(call step,LINK)$(CC) -fsanitize=undefined $^ -o $@ $(if $(filter %/nbd %/take,$@),-lnbd)

TESTS += test-store-crash test-store-atoms test-store-card test-store-check test-store-faults test-store-command test-store-nbd
STORE_SEED = $(or $(SEED),1)
test-store-crash: $(TEST_STORE)/crash
	@$< -s $(STORE_SEED) -p 10000
test-store-atoms: $(TEST_STORE)/atoms
	@$< -s $(STORE_SEED)
test-store-check: $(TEST_STORE)/check
	@$< -s $(STORE_SEED)
test-store-card: $(TEST_STORE)/card
	@$< -s $(STORE_SEED)
# The command with stores: in files, and on NBD servers.
STORE_SCRIPT = FOLDER=$(TEST_STORE)/of-$1 LITH=$(BUILD)/lith MAKE_STORE=$(TEST_STORE)/make-store TEST_NBD=$(or $2,$(TEST_STORE)/nbd) \
  TEST_TAKE=$(or $3,$(TEST_STORE)/take) sh tests/store/$1.sh
test-store-command: $(BUILD)/lith $(TEST_STORE)/make-store
	@$(call STORE_SCRIPT,command)
test-store-nbd: $(BUILD)/lith $(addprefix $(TEST_STORE)/,make-store nbd take)
	@$(call STORE_SCRIPT,nbd)
	@$(call STORE_SCRIPT,nbd_device)
	@$(call STORE_SCRIPT,take)

# $1 which faults, $2 a command about the program $$HOST, $3 its objects
STORE_FAULTS = sh tests/process/faults.sh tests/store/faults-$1.txt $(TEST_STORE)/faults-$1 '$(CC) $(STORE_CFLAGS)' '$2' $3
test-store-faults: $(addprefix $(TEST_STORE)/,crash atoms card check nbd take)
	@$(call STORE_FAULTS,crash,$$HOST -p 100000,$(STORE_CRASH_OBJ))
	@$(call STORE_FAULTS,card,$$HOST,$(STORE_CARD_OBJ))
	@$(call STORE_FAULTS,check,$$HOST -n 1000,$(STORE_CHECK_OBJ))
	@$(call STORE_FAULTS,nbd,$(call STORE_SCRIPT,nbd_device,$$HOST),$(STORE_NBD_OBJ) -lnbd)
	@$(call STORE_FAULTS,take,$(call STORE_SCRIPT,take,,$$HOST),$(STORE_TAKE_OBJ) -lnbd)

# As many crash points as a store should have seen (some minutes).
.PHONY: test-crash
test-crash: $(TEST_STORE)/crash
	@$< -s $(STORE_SEED) -p 200000

# Machines with a store: the functional model; by name, more runs, and the RTL.
TESTS += test-store-machine
STORE_MACHINE_OBJ := tests/store/machine.c $(wildcard host/store/check*.c) \
  $(filter-out $(BUILD)/lith-obj/host/lith/main.o $(BUILD)/lith-obj/host/lith/signals.o \
    $(BUILD)/lith-obj/host/store/check%,$(LITH_OBJ)) $(BUILD)/sim/liblith_observe.a $(SIM_LIB)
$(TEST_STORE)/machine: tests/store/machine.c $(BUILD)/lith
	@mkdir -p $(@D)
	$(call step,LINK)$(CC) $(LITH_CFLAGS) -Ikernel/host $(STORE_MACHINE_OBJ) -o $@ $(LITH_LDFLAGS)
STORE_MACHINE_RUNS ?= 6
test-store-machine: $(TEST_STORE)/machine
	@LD_LIBRARY_PATH=$(BUILD)/sim $< -s $(STORE_SEED) -n $(STORE_MACHINE_RUNS)
# The same with faults in the kernel.
TESTS += test-store-machine-faults
STORE_KERNEL_FAULTS := $(TEST_STORE)/faults-machine
test-store-machine-faults: $(TEST_STORE)/machine $(LISP_BARE)/kernel.flash $(BUILD)/tools/mkimage
	@sh tests/process/faults.sh $(or $(FAULTS),tests/store/faults-machine.txt) $(STORE_KERNEL_FAULTS) \
	  '$(RISCV)gcc $(LISP_BARE_CFLAGS) $(LISP_LINK_FLAGS)' \
	  '$(BUILD)/tools/mkimage $$HOST $$HOST.flash && truncate -s $$(($(call isa_flash,IMAGE,4))) $$HOST.flash && \
	    cat $(BUILD)/lisp/library.img >> $$HOST.flash && \
	    LD_LIBRARY_PATH=$(BUILD)/sim timeout 60 $(TEST_STORE)/machine -n 12 -k $$HOST.flash' $(LISP_KERNEL_OBJ)
# Its names in Lisp, on a new store and then on the one that is left.
TESTS += test-store-lisp
test-store-lisp: $(BUILD)/lith
	@mkdir -p $(TEST_STORE) && rm -f $(TEST_STORE)/lisp.store
	@$(BUILD)/lith --model --store $(TEST_STORE)/lisp.store --store-size 16M run tests/store/store.lisp
	@$(BUILD)/lith --model --store $(TEST_STORE)/lisp.store run tests/store/again.lisp
	@$(BUILD)/lith store check $(TEST_STORE)/lisp.store
.PHONY: test-store-machine-rtl
test-store-machine-rtl: $(TEST_STORE)/machine
	@LD_LIBRARY_PATH=$(BUILD)/sim $< -s $(STORE_SEED) -n 1 -r
