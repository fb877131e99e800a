# Programs on Lith's heap and on collectors in software, on one core with one memory (docs/collectors.md).
BUILD ?= build

COLLECTORS := $(BUILD)/collectors
COLLECTORS_PROGRAMS := $(patsubst bench/collectors/programs/%.c,%,$(wildcard bench/collectors/programs/*.c))
COLLECTORS_SOFTWARE := malloc cheney sweep generational

# ulx3s with the path of plain loads and stores. Programs find it in a folder of its own, under the name of ulx3s. Beside
# that path no read of the collector gives way, so the bound is that of lines without (docs/heap.md, "Memory in lines").
COLLECTORS_PLAIN := -GPLAIN=1 -GMAX_GC_STALL=40
$(eval $(call sim_machine,ulx3s,-plain,$(COLLECTORS_PLAIN),0,ULX3S))
COLLECTORS_MACHINE := $(COLLECTORS)/machine/liblith_ulx3s.so
$(COLLECTORS_MACHINE): $(call sim_library,ulx3s-plain)
	@mkdir -p $(@D)
	@cp $< $@

# The files of a system besides the program.
COLLECTORS_PARTS_lith := measure lith
COLLECTORS_PARTS_malloc := measure memory pauses malloc
COLLECTORS_PARTS_cheney := measure memory pauses roots cheney
COLLECTORS_PARTS_sweep := measure memory pauses roots sweep
COLLECTORS_PARTS_generational := measure memory pauses roots generational

# Registers of the collectors (software.h) are kept from the compiler.
COLLECTORS_FLAGS := -O2 -ffixed-s9 -ffixed-s10 -ffixed-s11

# For the machine: $(COLLECTORS)/<folder>/<program>.bin. $1 folder, $2 system, $3 the same in capitals, $4 other flags
define COLLECTORS_RULES
$(COLLECTORS)/$1/%.o: bench/collectors/programs/%.c | $(ISA_H)
	@mkdir -p $$(@D)
	$$(call step,CC)$(FIRMWARE_CC_gcc) -march=$(FIRMWARE_ARCH_ulx3s) $(FIRMWARE_FLAGS) $(COLLECTORS_FLAGS) -DHEAP_$3 $4 \
	  $$(DEPENDS) -c $$< -o $$@
$(COLLECTORS)/$1/part-%.o: bench/collectors/%.c | $(ISA_H)
	@mkdir -p $$(@D)
	$$(call step,CC)$(FIRMWARE_CC_gcc) -march=$(FIRMWARE_ARCH_ulx3s) $(FIRMWARE_FLAGS) $(COLLECTORS_FLAGS) -DHEAP_$3 $4 \
	  $$(DEPENDS) -c $$< -o $$@
$(COLLECTORS)/$1/%.elf: $(COLLECTORS)/$1/%.o $$(COLLECTORS_PARTS_$2:%=$(COLLECTORS)/$1/part-%.o) \
  $(FIRMWARE_RUNTIME:%=$(FIRMWARE)/ulx3s/gcc-O2/%.o) firmware/runtime/program.ld
	$$(call step,LINK)$(call FIRMWARE_LINK,ulx3s)
.PRECIOUS: $(COLLECTORS)/$1/%.o $(COLLECTORS)/$1/part-%.o $(COLLECTORS)/$1/%.elf
endef
collectors_rules = $(eval $(call COLLECTORS_RULES,$1,$2,$(shell echo $2 | tr a-z A-Z),$3))
$(foreach s,lith $(COLLECTORS_SOFTWARE),$(call collectors_rules,$s,$s))
# Collects only when nothing else is left, to find what lives.
$(call collectors_rules,lith-full,lith,-DWHEN_FULL=1)
$(call collectors_rules,malloc-timed,malloc,-DHEAP_TIMED)
COLLECTORS_BINS := $(foreach s,lith lith-full malloc-timed $(COLLECTORS_SOFTWARE),\
  $(COLLECTORS_PROGRAMS:%=$(COLLECTORS)/$s/%.bin))

.PHONY: collectors-programs
collectors-programs: $(COLLECTORS_BINS) $(COLLECTORS_MACHINE)

# For the host, where they are tested and what lives is counted: $(COLLECTORS)/host/<folder>/<program>-<system>.
# $1 folder, $2 system, $3 the same in capitals, $4 words, $5 other flags
define COLLECTORS_HOST_RULES
$(COLLECTORS)/host/$1/%-$2: bench/collectors/programs/%.c $(patsubst %,bench/collectors/%.c,$(COLLECTORS_PARTS_$2)) \
  $(wildcard bench/collectors/*.h)
	@mkdir -p $$(@D)
	$$(call step,CC)$$(CC) -std=gnu11 -O1 -g $(WARNINGS) -DHEAP_$3 -DHEAP_HOST_WORDS=$4 $5 $$(filter %.c,$$^) -o $$@
endef
collectors_host_rules = $(eval $(call COLLECTORS_HOST_RULES,$1,$2,$(shell echo $2 | tr a-z A-Z),$3,$4))
# What lives is counted at each seventh object.
$(call collectors_host_rules,census,sweep,500000,-DHEAP_TORTURE=7)

.PHONY: bench-collectors
bench-collectors: $(BUILD)/lith-sim $(COLLECTORS_MACHINE) $(COLLECTORS_BINS) \
  $(COLLECTORS_PROGRAMS:%=$(COLLECTORS)/host/census/%-sweep)
	@mkdir -p $(BUILD)/bench
	@sh bench/collectors/measure.sh $(BUILD)/lith-sim $(COLLECTORS) $(COLLECTORS_PROGRAMS) > $(BUILD)/bench/collectors.out
	@awk -f bench/collectors/compare.awk $(BUILD)/bench/collectors.out > $(BUILD)/bench/collectors.part
	@mv $(BUILD)/bench/collectors.part $(BUILD)/bench/collectors.txt
BENCHES += bench-collectors

# What docs/collectors.md shows, from the last measurement.
.PHONY: collectors-docs
collectors-docs:
	@awk -f bench/collectors/names.awk -f bench/collectors/curve.awk $(BUILD)/bench/collectors.txt > docs/img/collectors.svg
	@awk -f bench/collectors/names.awk -f bench/collectors/tables.awk $(BUILD)/bench/collectors.txt > $(COLLECTORS)/tables
	@awk -v tables=$(COLLECTORS)/tables '/^<!-- collectors end -->/ { inside = 0 } !inside { print } \
	  /^<!-- collectors -->/ { inside = 1; while ((getline line < tables) > 0) print line }' docs/collectors.md > $(COLLECTORS)/page
	@cp $(COLLECTORS)/page docs/collectors.md
