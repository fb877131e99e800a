# Tests of the store (docs/store.md) on the host: its log with all crash points, the tree of atoms, the SD card's driver;
# and the same with faults in what they test.
TEST_STORE := $(BUILD)/tests/store
STORE_CFLAGS := -std=gnu11 -O2 -g -fsanitize=undefined -fno-sanitize-recover=undefined $(WARNINGS) -I. -Isim
$(TEST_STORE)/%.o: %.c
	@mkdir -p $(@D)
	$(call step,CC)$(CC) $(STORE_CFLAGS) $(DEPENDS) -c $< -o $@
STORE_SRC := $(filter-out store/card.c,$(wildcard store/*.c))
STORE_CRASH_OBJ := $(patsubst %.c,$(TEST_STORE)/%.o,tests/store/crash.c $(STORE_SRC))
STORE_ATOMS_OBJ := $(patsubst %.c,$(TEST_STORE)/%.o,tests/store/test_atoms.c $(STORE_SRC))
STORE_CARD_OBJ := $(patsubst %.c,$(TEST_STORE)/%.o,tests/store/test_card.c store/card.c sim/sd_card.c host/store/medium.c)
$(TEST_STORE)/crash: $(STORE_CRASH_OBJ)
$(TEST_STORE)/atoms: $(STORE_ATOMS_OBJ)
$(TEST_STORE)/card: $(STORE_CARD_OBJ)
$(TEST_STORE)/crash $(TEST_STORE)/atoms $(TEST_STORE)/card:
	$(call step,LINK)$(CC) -fsanitize=undefined $^ -o $@

TESTS += test-store-crash test-store-atoms test-store-card test-store-faults
STORE_SEED = $(or $(SEED),1)
test-store-crash: $(TEST_STORE)/crash
	@$< -s $(STORE_SEED) -p 10000
test-store-atoms: $(TEST_STORE)/atoms
	@$< -s $(STORE_SEED)
test-store-card: $(TEST_STORE)/card
	@$< -s $(STORE_SEED)
STORE_FAULTS = sh tests/process/faults.sh tests/store/faults-$1.txt $(TEST_STORE)/faults-$1 '$(CC) $(STORE_CFLAGS)' '$$HOST $2' $3
test-store-faults: $(TEST_STORE)/crash $(TEST_STORE)/atoms $(TEST_STORE)/card
	@$(call STORE_FAULTS,crash,-p 100000,$(STORE_CRASH_OBJ))
	@$(call STORE_FAULTS,card,,$(STORE_CARD_OBJ))

# As many crash points as a store should have seen (some minutes).
.PHONY: test-crash
test-crash: $(TEST_STORE)/crash
	@$< -s $(STORE_SEED) -p 200000
