# Tests of the SoC's blocks, of the boot ROM and of the memory map.

BUILD ?= build
VERILATOR ?= verilator
CC ?= cc

SOC_TEST := $(BUILD)/tests/soc
SOC_TEST_CFLAGS := -std=c11 -D_POSIX_C_SOURCE=200809L -O2 -g -Wall -Wextra -Werror -Isim -Itests/soc -Ifirmware/include \
	-I$(BUILD)/gen
SOC_BENCH_RTL := $(addprefix rtl/soc/lith_,sdram.v roots.v ram.v periph.v uart.v timer.v spi.v sysinfo.v fifo.v)

# soc_bench, sound and with planted faults
define soc_bench # suffix, defines
$(SOC_TEST)/bench$(1)/Vsoc_bench__ALL.a: tests/soc/soc_bench.v $(SOC_BENCH_RTL) $(MEMMAP_VH) sim/runtime.make
	@mkdir -p $$(@D)
	$(VERILATOR) --cc -O3 -Wno-fatal --Mdir $$(@D) -Irtl/soc -I$(BUILD)/gen $(2) --top-module soc_bench tests/soc/soc_bench.v \
		$(SOC_BENCH_RTL)
	$$(MAKE) -s -C $$(@D) -f Vsoc_bench.mk -f $$(CURDIR)/sim/runtime.make OPT_FAST=-O2 Vsoc_bench__ALL.a runtime
$(SOC_TEST)/bench$(1)/shim.o: tests/soc/shim.cpp tests/soc/bench.h $(SOC_TEST)/bench$(1)/Vsoc_bench__ALL.a
	$$(CXX) -std=c++17 -O2 -Itests/soc -I$$(@D) $$(addprefix -isystem $$(shell $$(VERILATOR) --getenv VERILATOR_ROOT)/include,/ /vltstd) \
		-c $$< -o $$@
$(SOC_TEST)/bench$(1).a: $(SOC_TEST)/bench$(1)/shim.o $(SOC_TEST)/bench$(1)/Vsoc_bench__ALL.a
	rm -f $$@ && ar rcsT $$@ $$^ $$(@D)/bench$(1)/libruntime.a
endef
$(eval $(call soc_bench,,))
$(eval $(call soc_bench,_fault,-DLITH_FAULT_SDRAM_TRP -DLITH_FAULT_ROOTS_BARRIER))

$(SOC_TEST)/%.o: tests/soc/%.c tests/soc/bench.h tests/soc/random.h $(wildcard sim/*.h) $(MEMMAP_H)
	@mkdir -p $(@D)
	$(CC) $(SOC_TEST_CFLAGS) -c $< -o $@

SOC_DEVICES := $(BUILD)/sim/sdram_chip.o $(BUILD)/sim/spi_flash.o $(BUILD)/sim/uart_line.o
SOC_LINK = $(CC) $^ -o $@ -lcmocka -lstdc++ -lm -pthread
$(SOC_TEST)/test_%: $(SOC_TEST)/test_%.o $(SOC_TEST)/bench.a $(SOC_DEVICES)
	$(SOC_LINK)
$(SOC_TEST)/fault_%: $(SOC_TEST)/test_%.o $(SOC_TEST)/bench_fault.a $(SOC_DEVICES)
	$(SOC_LINK)

TESTS += test-soc-sdram test-soc-roots
test-soc-sdram test-soc-roots: test-soc-%: $(SOC_TEST)/test_% $(SOC_TEST)/fault_%
	$(SOC_TEST)/test_$*
	$(SOC_TEST)/fault_$* fault
.PRECIOUS: $(SOC_TEST)/%.o
