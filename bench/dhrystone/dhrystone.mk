# Dhrystone of pythondata-cpu-picorv32 on lith_core and on PicoRV32: same program, same compiler, same flags, same
# one-cycle memory.

BUILD      ?= build
VERILATOR  ?= verilator
RISCV      ?= riscv64-unknown-elf-
PICORV32   ?= .tools/venv/lib/python3.11/site-packages/pythondata_cpu_picorv32/verilog

DHRY_BUILD := $(BUILD)/dhrystone
DHRY_CFLAGS := -O3 -march=rv32im -misa-spec=2.2 -mabi=ilp32 --specs=picolibc.specs
DHRY_WARNINGS := -Wno-implicit-int -Wno-implicit-function-declaration -Wno-return-type -Wno-format
DHRY_OBJS := $(addprefix $(DHRY_BUILD)/,dhry_1.o dhry_2.o stdlib.o port.o)

$(DHRY_BUILD)/%.o: $(PICORV32)/dhrystone/%.c
	@mkdir -p $(@D)
	@$(RISCV)gcc $(DHRY_CFLAGS) $(DHRY_WARNINGS) -DTIME -DRISCV -c -o $@ $<

$(DHRY_BUILD)/port.o: bench/dhrystone/port.c
	@mkdir -p $(@D)
	$(call step,CC)$(RISCV)gcc $(DHRY_CFLAGS) $(WARNINGS) $(DEPENDS) -c -o $@ $<

$(DHRY_BUILD)/dhry.bin: $(DHRY_OBJS)
	@$(RISCV)gcc $(DHRY_CFLAGS) --crt0=hosted -o $(@:.bin=.elf) $^ -Wl,--no-warn-rwx-segments \
	  -Wl,--defsym=__flash=0x10000,--defsym=__flash_size=0x10000,--defsym=__ram=0x20000,--defsym=__ram_size=0x20000
	@$(RISCV)objcopy -O binary $(@:.bin=.elf) $@

$(DHRY_BUILD)/dhrystone.o: bench/dhrystone/dhrystone.c
	@mkdir -p $(@D)
	$(call step,CC)$(CC) -std=c11 -O2 $(WARNINGS) $(DEPENDS) -c -o $@ $<

# $(1) name, $(2) top module, $(3) Verilator arguments, $(4) sources to depend on
define DHRY_CPU
$(DHRY_BUILD)/dhrystone-$(1): $(DHRY_BUILD)/dhrystone.o bench/dhrystone/$(1)_shim.cpp bench/dhrystone/cpu.h $(4)
	@$(VERILATOR) --cc --exe --build -O3 --top-module $(2) $(3) --Mdir $(DHRY_BUILD)/$(1).dir -o ../dhrystone-$(1) \
	  -CFLAGS "-O2 -I$(CURDIR)/bench/dhrystone" $(CURDIR)/bench/dhrystone/$(1)_shim.cpp \
	  $(abspath $(DHRY_BUILD))/dhrystone.o \
	  > $$@.log 2>&1 || { cat $$@.log; rm -f $$@; exit 1; }
endef
$(eval $(call DHRY_CPU,lith,lith_core,-Wall -GRV_C=1 -GRV_M=2 -GCOUNTERS=1 -GREGS_DISTRIBUTED=1 -GRESET_VECTOR=65536 \
  -f rtl/core/core.f,$(filter %.v,$(shell cat rtl/core/core.f)) $(ISA_VH)))
$(eval $(call DHRY_CPU,picorv32,picorv32,-Wno-lint -Wno-fatal -GBARREL_SHIFTER=1 -GENABLE_FAST_MUL=1 -GENABLE_DIV=1 \
  -GPROGADDR_RESET=65536 $(PICORV32)/picorv32.v,$(PICORV32)/picorv32.v))

.PHONY: bench-dhrystone
bench-dhrystone: $(DHRY_BUILD)/dhry.bin $(DHRY_BUILD)/dhrystone-lith $(DHRY_BUILD)/dhrystone-picorv32
	@mkdir -p $(BUILD)/bench
	@$(DHRY_BUILD)/dhrystone-lith $< > $(DHRY_BUILD)/lith.txt
	@$(DHRY_BUILD)/dhrystone-picorv32 $< > $(DHRY_BUILD)/picorv32.txt
	@cat $(DHRY_BUILD)/lith.txt $(DHRY_BUILD)/picorv32.txt > $(BUILD)/bench/dhrystone.txt
	@cat $(BUILD)/bench/dhrystone.txt
BENCHES += bench-dhrystone
