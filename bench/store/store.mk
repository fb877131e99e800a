# A machine with a store: commits, and starting from it (docs/store.md).
BUILD ?= build
STORE_BENCH := $(BUILD)/bench/machine.store
.PHONY: bench-store
bench-store: $(BUILD)/lith
	@mkdir -p $(BUILD)/bench && rm -f $(STORE_BENCH)
	@$(BUILD)/lith --store $(STORE_BENCH) run bench/store/commit.lisp > $(BUILD)/bench/store.out
	@$(BUILD)/lith --store $(STORE_BENCH) --stats eval 1 2>&1 | sed -n 's/^boot_cycles: /boot.store.cycles /p' >> $(BUILD)/bench/store.out
	@mv $(BUILD)/bench/store.out $(BUILD)/bench/store.txt && cat $(BUILD)/bench/store.txt
BENCHES += bench-store
