# What is made of the tables of isa/: headers in $(BUILD)/gen, tables in docs/.

BUILD ?= build
CC ?= cc

ISA := $(BUILD)/tools/isa
ISA_TABLES := $(wildcard isa/*.table) isa/memory.map
ISA_SOURCES := $(wildcard tools/isa/*.c)
isa_gen = $(addprefix $(BUILD)/gen/lith_,$(1))
ISA_MACHINES := $(shell awk '$$1 == "machine" { print $$2 }' isa/machines.table)
ISA_H := $(call isa_gen,isa.h xcell.h machines.h flash.h memmap.h)
ISA_VH := $(call isa_gen,isa.vh memmap.vh $(patsubst %,parameters_%.vh,$(ISA_MACHINES) devices) \
  $(patsubst %,forward_%.vh,soc core heap lines devices))
ISA_DOCS := docs/xcell.md docs/heap.md docs/machine.md docs/memory-map.md

$(ISA): $(ISA_SOURCES:tools/isa/%.c=$(BUILD)/isa-obj/%.o) $(BUILD)/isa-obj/output_file.o
	@mkdir -p $(@D)
	$(call step,LINK)$(CC) $^ -o $@
$(BUILD)/isa-obj/%.o: tools/isa/%.c
	@mkdir -p $(@D)
	$(call step,CC)$(CC) -std=gnu11 -O1 $(WARNINGS) $(DEPENDS) -I. -c $< -o $@
# The simulator's own object waits for the headers that are made here.
$(BUILD)/isa-obj/output_file.o: sim/output_file.c
	@mkdir -p $(@D)
	$(call step,CC)$(CC) -std=gnu11 -D_POSIX_C_SOURCE=200809L -O1 $(WARNINGS) $(DEPENDS) -c $< -o $@

# A header that stays as it was keeps its time, so that what is made of it is not made again; + has make look at that time
# when it only says what it would do, too.
$(BUILD)/gen/isa.stamp: $(ISA) $(ISA_TABLES)
	@mkdir -p $(@D)
	$(call step,ISA)$(ISA) isa headers $(@D)
	@touch $@
$(ISA_H) $(ISA_VH): $(BUILD)/gen/isa.stamp ; +

# What makefiles need of the tables: a machine's parameter; base (3) or size (4) of an area of the flash; where RAM is, and
# how many bytes of it a machine has.
isa_parameter = $(shell awk -v machine=$(1) -v name=$(2) '$$1 == "machine" { column[$$2] = ++n + 2 } \
  $$1 == "parameter" && $$2 == name { v = $$column[machine]; print v == "=" ? $$3 : v }' isa/machines.table)
isa_flash = $(shell awk -v name=$(1) -v column=$(2) '$$1 == "area" && $$2 == name { print $$column }' isa/flash.table)

# What a machine's core understands, for -march: rv32imc.
isa_march = rv32i$(if $(filter-out 0,$(call isa_parameter,$(1),RV_M)),m)$(if $(filter 1,$(call isa_parameter,$(1),RV_C)),c)
isa_ram_bytes = $(shell echo $$((4 << $(call isa_parameter,$(1),RAM_AW))))
ISA_RAM_BASE := $(shell awk '$$1 == "block" && $$2 == "RAM" { print $$3 }' isa/memory.map)

.PHONY: isa-docs
isa-docs: $(ISA)
	$(call step,DOCS)$(ISA) isa docs $(ISA_DOCS)
