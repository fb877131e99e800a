# Tests of the model by itself, and the measurements made with C programs.
BUILD ?= build
MODEL_TESTS := $(BUILD)/model-tests
MODEL_TEST_CFLAGS := -std=gnu11 -O2 -g -Wall -Wextra -Werror -I. -Isim -Isim/model -Ifirmware/include -I$(BUILD)/gen

$(MODEL_TESTS)/%.o: tests/model/%.c $(wildcard sim/model/*.h) sim/lith_sim.h
	@mkdir -p $(@D)
	$(CC) $(MODEL_TEST_CFLAGS) -c $< -o $@

$(MODEL_TESTS)/speed: $(MODEL_TESTS)/speed.o $(SIM_LIB)
	$(CC) $^ -o $@ $(SIM_LDFLAGS)

# ---- measurements

.PHONY: bench-sim bench-cells bench-gc
bench-sim: $(MODEL_TESTS)/speed $(FIRMWARE)/speed/gcbench.bin
	@mkdir -p $(BUILD)/bench
	$(MODEL_TESTS)/speed $(FIRMWARE)/speed/gcbench.bin > $(BUILD)/bench/sim.txt

bench-cells: $(BUILD)/lith-sim $(FIRMWARE)/bench/cells.bin
	@mkdir -p $(BUILD)/bench
	$(BUILD)/lith-sim --machine onchip --ram $(FIRMWARE)/bench/cells.bin < /dev/null > $(BUILD)/bench/cells.out
	$(BUILD)/lith-sim --ram $(FIRMWARE)/bench/cells.bin < /dev/null > $(BUILD)/bench/cells-sdram.out
	grep cycles $(BUILD)/bench/cells.out > $(BUILD)/bench/cells.txt
	sed -n 's/.*\.cycles /sdram.&/p' $(BUILD)/bench/cells-sdram.out >> $(BUILD)/bench/cells.txt

bench-gc: $(BUILD)/lith-sim $(FIRMWARE)/bench/churn.bin $(FIRMWARE)/bench/gcbench.bin $(FIRMWARE)/bench/table.bin
	@mkdir -p $(BUILD)/bench
	for p in churn gcbench table; do $(BUILD)/lith-sim --ram $(FIRMWARE)/bench/$$p.bin < /dev/null || exit 1; done \
	  > $(BUILD)/bench/gc.out
	grep '^gc\.' $(BUILD)/bench/gc.out > $(BUILD)/bench/gc.txt
	awk '/stall_max/ { if ($$2 > max) max = $$2 } END { print "gc.stall_max.cycles", max + 0 }' \
	  $(BUILD)/bench/gc.out >> $(BUILD)/bench/gc.txt
BENCHES += bench-sim bench-cells bench-gc
