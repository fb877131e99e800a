# Tests of the SoC's blocks and of the boot ROM.

BUILD ?= build
VERILATOR ?= verilator
CC ?= cc

SOC_TEST := $(BUILD)/tests/soc
SOC_TEST_CFLAGS := -std=c11 -D_POSIX_C_SOURCE=200809L -O2 -g $(WARNINGS) -Isim -Itests/soc -Ifirmware/include \
	-I$(BUILD)/gen
SOC_BENCH_RTL := $(addprefix rtl/soc/lith_,lines_match.v lines_write.v lines.v sdram.v roots.v ram.v periph.v uart.v timer.v spi.v sysinfo.v fifo.v)

# soc_bench, sound and with planted faults
define soc_bench # suffix, defines
$(SOC_TEST)/bench$(1)/Vsoc_bench__ALL.a: tests/soc/soc_bench.v $(SOC_BENCH_RTL) $(ISA_VH)
	@mkdir -p $$(@D)
	$(VERILATOR) --cc -O3 -Wno-fatal --Mdir $$(@D) -Irtl/soc -I$(BUILD)/gen $(2) --top-module soc_bench tests/soc/soc_bench.v \
		$(SOC_BENCH_RTL)
	$$(MAKE) -s -C $$(@D) -f Vsoc_bench.mk OPT_FAST=-O2 Vsoc_bench__ALL.a
$(SOC_TEST)/bench$(1)/shim.o: tests/soc/shim.cpp $(SOC_TEST)/bench$(1)/Vsoc_bench__ALL.a
	$$(CXX) -std=c++17 -O2 -Itests/soc -I$$(@D) $$(addprefix -isystem $$(shell $$(VERILATOR) --getenv VERILATOR_ROOT)/include,/ /vltstd) \
		$$(DEPENDS) -c $$< -o $$@
$(SOC_TEST)/bench$(1).a: $(SOC_TEST)/bench$(1)/shim.o $(SOC_TEST)/bench$(1)/Vsoc_bench__ALL.a $(SIM_RUNTIME-system)
	rm -f $$@ && ar rcsT $$@ $$^
endef
$(eval $(call soc_bench,,))
$(eval $(call soc_bench,_fault,-DLITH_FAULT_SDRAM_TRP -DLITH_FAULT_ROOTS_BARRIER))
$(eval $(call soc_bench,_dead,-DLITH_FAULT_ROOTS_DEAD -DLITH_FAULT_ROOTS_RANGE))
$(eval $(call soc_bench,_line,-DLITH_FAULT_ROOTS_LINE))
$(eval $(call soc_bench,_other,-GQUEUE_LOG2=0 -GLINE_LOG2=0 -GCL=3 -GLINES=2 -GLINE_WORDS=3))
$(eval $(call soc_bench,_turn,-DLITH_FAULT_SDRAM_TURN))
SOC_LINES_FAULTS := STATE WRITTEN WORD ORDER COMING VICTIM KEPT LATE OWED
$(foreach f,$(SOC_LINES_FAULTS),$(eval $(call soc_bench,_lines_$f,-DLITH_FAULT_LINES_$f)))

$(SOC_TEST)/%.o: tests/soc/%.c | $(ISA_H)
	@mkdir -p $(@D)
	$(call step,CC)$(CC) $(SOC_TEST_CFLAGS) $(DEPENDS) -c $< -o $@

SOC_DEVICES := $(BUILD)/sim/sdram_chip.o $(BUILD)/sim/spi_flash.o $(BUILD)/sim/uart_line.o
SOC_LINK = $(CC) $^ -o $@ -lcmocka -lstdc++ -lm -pthread
$(SOC_TEST)/test_%: $(SOC_TEST)/test_%.o $(SOC_TEST)/bench.a $(SOC_DEVICES)
	$(SOC_LINK)
$(SOC_TEST)/fault_%: $(SOC_TEST)/test_%.o $(SOC_TEST)/bench_fault.a $(SOC_DEVICES)
	$(SOC_LINK)

$(SOC_TEST)/dead_%: $(SOC_TEST)/test_%.o $(SOC_TEST)/bench_dead.a $(SOC_DEVICES)
	$(SOC_LINK)
$(SOC_TEST)/turn_%: $(SOC_TEST)/test_%.o $(SOC_TEST)/bench_turn.a $(SOC_DEVICES)
	$(SOC_LINK)
define soc_lines_fault
$(SOC_TEST)/lines_$1: $(SOC_TEST)/test_lines.o $(SOC_TEST)/bench_lines_$1.a $(SOC_DEVICES)
	$$(SOC_LINK)
endef
$(foreach f,$(SOC_LINES_FAULTS),$(eval $(call soc_lines_fault,$f)))
$(SOC_TEST)/line_%: $(SOC_TEST)/test_%.o $(SOC_TEST)/bench_line.a $(SOC_DEVICES)
	$(SOC_LINK)
$(SOC_TEST)/other_%: $(SOC_TEST)/test_%.o $(SOC_TEST)/bench_other.a $(SOC_DEVICES)
	$(SOC_LINK)

# Each with the parameters of ulx3s, with others, and with the planted faults.
TESTS += test-soc-sdram test-soc-lines test-soc-roots
test-soc-sdram: $(addprefix $(SOC_TEST)/,test_sdram other_sdram fault_sdram turn_sdram)
	$(SOC_TEST)/test_sdram
	$(SOC_TEST)/other_sdram other
	$(SOC_TEST)/fault_sdram trp
	$(SOC_TEST)/turn_sdram turn
test-soc-lines: $(addprefix $(SOC_TEST)/,test_lines other_lines $(SOC_LINES_FAULTS:%=lines_%))
	$(SOC_TEST)/test_lines
	$(SOC_TEST)/other_lines other
	for f in $(SOC_LINES_FAULTS); do $(SOC_TEST)/lines_$$f fault || exit 1; done
test-soc-roots: $(addprefix $(SOC_TEST)/,test_roots other_roots fault_roots dead_roots line_roots)
	$(SOC_TEST)/test_roots
	$(SOC_TEST)/other_roots other
	$(SOC_TEST)/fault_roots fault
	$(SOC_TEST)/dead_roots dead
	$(SOC_TEST)/line_roots line
.PRECIOUS: $(SOC_TEST)/%.o

TESTS += test-soc-uart test-soc-timer test-soc-spi
test-soc-uart test-soc-timer test-soc-spi: test-soc-%: $(SOC_TEST)/test_%
	$<

# Parameter sets of a machine that must elaborate, and that must be refused.
TESTS += test-soc-parameters
test-soc-parameters: $(ISA_VH)
	sh tests/parameters.sh tests/soc/parameters lith_soc $(VERILATOR) -I$(BUILD)/gen -Irtl/core -- \
	  $(shell cat rtl/core/core.f rtl/heap/heap.f | grep '\.v$$') $(filter %.v,$(shell cat rtl/soc/soc.f)) \
	  $(addprefix rtl/soc/lith_,ram.v ram1.v sram.v)

# The boot ROM in the whole machines, sound and with faults: a stuck bit in RAM, tags kept in dead stack.
$(SOC_TEST)/test_boot.o: SOC_TEST_CFLAGS += -Ifirmware/boot
$(SOC_TEST)/test_boot: $(SOC_TEST)/test_boot.o $(SIM_LIB) | $(SIM_ALL_MACHINES)
	$(CC) $^ -o $@ -lcmocka $(SIM_LDFLAGS)
SOC_FAULTS := -DLITH_FAULT_RAM -DLITH_FAULT_ROOTS_STALE
$(eval $(call sim_machine,ulx3s,-fault,$(SOC_FAULTS),0,ULX3S))
$(eval $(call sim_machine,icebreaker,-fault,$(SOC_FAULTS),0,ICEBREAKER))
$(eval $(call sim_machine,onchip,-fault,$(SOC_FAULTS),0,ONCHIP))
# A folder in which programs find the faulty machines under the names of the sound ones.
SOC_FAULT := $(SOC_TEST)/fault
SOC_FAULT_MACHINES := $(SIM_MACHINES:%=$(SOC_FAULT)/liblith_%.so)
$(SOC_FAULT)/liblith_%.so: $(BUILD)/sim/liblith_%-fault.so
	@mkdir -p $(@D)
	cp $< $@

TESTS += test-soc-boot
test-soc-boot: $(SOC_TEST)/test_boot $(SOC_FAULT_MACHINES)
	$(SOC_TEST)/test_boot
	LD_LIBRARY_PATH=$(SOC_FAULT) $(SOC_TEST)/test_boot fault

# Stale references in dead stack, on each machine and on the model; the faulty machine must fail.
$(SOC_TEST)/stale.bin: tests/soc/stale.S | $(ISA_H)
	@mkdir -p $(@D)
	$(RISCV)gcc $(DEPENDS) -march=rv32i -mabi=ilp32 -nostdlib -Ifirmware/include -I$(BUILD)/gen -Wl,-Ttext=$(ISA_RAM_BASE) $< -o $(@:.bin=.elf)
	$(RISCV)objcopy -O binary $(@:.bin=.elf) $@
SOC_STALE_RUNS := ulx3s icebreaker onchip 'ulx3s --model' 'icebreaker --model'
TESTS += test-soc-stale
test-soc-stale: $(SOC_TEST)/stale.bin $(BUILD)/lith-sim $(SIM_ALL_MACHINES) $(SOC_FAULT_MACHINES)
	@passed=0; failed=0; \
	for run in $(SOC_STALE_RUNS); do \
		said=$$($(BUILD)/lith-sim --machine $$run --max-cycles 5000000 --ram $< < /dev/null) && passed=$$((passed + 1)) || \
			failed=$$((failed + 1)); echo "$$run: $$said"; done; \
	said=$$(LD_LIBRARY_PATH=$(SOC_FAULT) $(BUILD)/lith-sim --max-cycles 5000000 --ram $< < /dev/null); echo "planted fault: $$said"; \
	case $$said in FAIL*) passed=$$((passed + 1));; *) failed=$$((failed + 1));; esac; \
	echo "$$passed passed, $$failed failed"; [ $$failed -eq 0 ]
