# Tests of the model by itself, and the measurements made with C programs.
BUILD ?= build
RISCV ?= riscv64-unknown-elf-
PICORV32 ?= .tools/venv/lib/python3.11/site-packages/pythondata_cpu_picorv32/verilog
MODEL_TESTS := $(BUILD)/model-tests
MODEL_TEST_CFLAGS := -std=gnu11 -O2 -g $(WARNINGS) -I. -Isim -Isim/model -Ifirmware/include -I$(BUILD)/gen

$(MODEL_TESTS)/%.o: tests/model/%.c | $(ISA_H)
	@mkdir -p $(@D)
	$(CC) $(MODEL_TEST_CFLAGS) $(DEPENDS) -c $< -o $@

$(MODEL_TESTS)/speed: $(MODEL_TESTS)/speed.o $(SIM_LIB) | $(call sim_library,ulx3s)
	$(CC) $^ -o $@ $(SIM_LDFLAGS)

$(MODEL_TESTS)/test_heap: $(MODEL_TESTS)/test_heap.o $(MODEL_LIB)
	$(CC) $(MODEL_TESTS)/test_heap.o $(MODEL_LIB) -o $@ -lcmocka

# The ISA tests of the picorv32 package, and every C program in every build, on the model alone.
MODEL_ISA := $(patsubst $(PICORV32)/tests/%.S,$(MODEL_TESTS)/isa/%.bin,$(wildcard $(PICORV32)/tests/*.S))
$(MODEL_TESTS)/isa/%.bin: $(PICORV32)/tests/%.S tests/model/isa_start.S | $(ISA_H)
	@mkdir -p $(@D)
	$(RISCV)gcc -march=$(FIRMWARE_LIB_ulx3s)_zicsr -mabi=ilp32 -nostdlib -static -Wl,--no-warn-rwx-segments,--no-relax -Ttext=$(ISA_RAM_BASE) \
	  -DTEST_FUNC_NAME=$* -DTEST_FUNC_TXT='"$*"' -DTEST_FUNC_RET=$*_ret -I$(PICORV32)/tests -I$(BUILD)/gen \
	  -o $(@:.bin=.elf) tests/model/isa_start.S $<
	$(RISCV)objcopy -O binary $(@:.bin=.elf) $@

MODEL_RUN := $(BUILD)/lith-sim --model --max-cycles 1000000000
.PHONY: test-model-heap test-model-isa test-model-programs
test-model-heap: $(MODEL_TESTS)/test_heap
	$<
test-model-isa: $(BUILD)/lith-sim $(MODEL_ISA)
	sh tests/model/run_all.sh isa "$(MODEL_RUN) --ram" $(MODEL_ISA)
test-model-programs: $(BUILD)/lith-sim $(PROGRAM_BINS) $(PROGRAM_BINS_SMALL)
	sh tests/model/run_all.sh ulx3s "$(MODEL_RUN) --ram" $(PROGRAM_BINS)
	sh tests/model/run_all.sh icebreaker "$(MODEL_RUN) --machine icebreaker --ram" $(PROGRAM_BINS_SMALL)
# The core's own tests of tags, cells, traps and CSRs, on the model alone, and once more on the whole machines.
MODEL_ASM := tag_alu tag_memory xcell traps trap_cells csr muldiv
define MODEL_ASM_RULES # machine
$(MODEL_TESTS)/asm-$1/%.bin: tests/core/asm/%.S | $(ISA_H)
	@mkdir -p $$(@D)
	$(RISCV)gcc -march=$(FIRMWARE_ARCH_$1)_zifencei -mabi=ilp32 -nostdlib -static -Wl,--no-warn-rwx-segments,--no-relax \
	  -DMACHINE $$(DEPENDS) -Itests/core/asm -I$(BUILD)/gen -Wl,--defsym=RAM_BASE=$(ISA_RAM_BASE) -T tests/model/asm.ld -o $$(@:.bin=.elf) $$<
	$(RISCV)objcopy -O binary $$(@:.bin=.elf) $$@
endef
$(foreach m,ulx3s icebreaker,$(eval $(call MODEL_ASM_RULES,$m)))
model_asm = $(MODEL_ASM:%=$(MODEL_TESTS)/asm-$1/%.bin)
$(MODEL_TESTS)/asm_tests: $(MODEL_TESTS)/asm_tests.o $(MODEL_LIB) $(BUILD)/sim/bootrom.o
	$(CC) $^ -o $@
.PHONY: test-model-asm
test-model-asm: $(MODEL_TESTS)/asm_tests $(BUILD)/lith-sim $(call sim_library,icebreaker) $(call model_asm,ulx3s) $(call model_asm,icebreaker)
	$< ulx3s $(call model_asm,ulx3s)
	$< icebreaker $(call model_asm,icebreaker)
	for m in ulx3s icebreaker; do sh tests/model/run_all.sh "$$m RTL" "$(BUILD)/lith-sim --machine $$m --ram" \
	  $(patsubst %,$(MODEL_TESTS)/asm-$$m/%.bin,$(filter-out trap_cells,$(MODEL_ASM))) || exit 1; done

TESTS += test-model-asm test-model-heap test-model-isa test-model-programs

# ---- measurements

.PHONY: bench-sim bench-cells bench-gc bench-minors
bench-sim: $(MODEL_TESTS)/speed $(FIRMWARE)/speed/gcbench.bin
	@mkdir -p $(BUILD)/bench
	@[ -s $(SIM_PROFILE) ] || echo 'bench-sim: without a profile (llvm-profdata and its runtime are not there)'
	$(MODEL_TESTS)/speed $(FIRMWARE)/speed/gcbench.bin > $(BUILD)/bench/sim.txt

bench-cells: $(BUILD)/lith-sim $(call sim_library,onchip) $(FIRMWARE)/bench/cells.bin
	@mkdir -p $(BUILD)/bench
	$(BUILD)/lith-sim --machine onchip --ram $(FIRMWARE)/bench/cells.bin < /dev/null > $(BUILD)/bench/cells.out
	$(BUILD)/lith-sim --ram $(FIRMWARE)/bench/cells.bin < /dev/null > $(BUILD)/bench/cells-sdram.out
	grep cycles $(BUILD)/bench/cells.out > $(BUILD)/bench/cells.txt
	sed -n 's/.*\.cycles /sdram.&/p' $(BUILD)/bench/cells-sdram.out >> $(BUILD)/bench/cells.txt

# Each program with the whole heap, and with 64 K words ("<program>.64k"), where it has to wait for the collector.
bench-gc: $(BUILD)/lith-sim $(patsubst %,$(FIRMWARE)/bench/%.bin,churn gcbench table collection)
	@mkdir -p $(BUILD)/bench
	for p in churn gcbench table collection; do \
	  $(BUILD)/lith-sim --ram $(FIRMWARE)/bench/$$p.bin < /dev/null || exit 1; done \
	  > $(BUILD)/bench/gc.out
	for p in churn gcbench table; do \
	  $(BUILD)/lith-sim --heap-words 65536 --ram $(FIRMWARE)/bench/$$p.bin < /dev/null || exit 1; done \
	  > $(BUILD)/bench/gc-64k.out
	grep '^gc\.' $(BUILD)/bench/gc.out > $(BUILD)/bench/gc.txt
	sed -n 's/^\(gc\.[a-z]*\)\./\1.64k./p' $(BUILD)/bench/gc-64k.out >> $(BUILD)/bench/gc.txt

# Minor collections with 64 KiB, 1 MiB and 16 MiB of old cells; and the longest of the three, in the shortest.
MINORS_BESIDE := old_64k old_1m old_16m
bench-minors: $(BUILD)/lith-sim $(MINORS_BESIDE:%=$(FIRMWARE)/%/minors.bin)
	@mkdir -p $(BUILD)/bench
	for b in $(MINORS_BESIDE); do \
	  $(BUILD)/lith-sim --ram $(FIRMWARE)/$$b/minors.bin < /dev/null > $(BUILD)/bench/minors.out || exit 1; \
	  sed -n "s/^gc\.minor\./&$$b./p" $(BUILD)/bench/minors.out; done > $(BUILD)/bench/minors.part
	awk '{ print } NR == 1 || $$2 < least { least = $$2 } $$2 > most { most = $$2 } \
	  END { print "gc.minor.growth", most / least }' $(BUILD)/bench/minors.part > $(BUILD)/bench/minors.txt
BENCHES += bench-sim bench-cells bench-gc bench-minors
