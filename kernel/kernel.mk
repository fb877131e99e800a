# The kernel with the language in it: build/lisp-host, a program of the host; build/lisp/ulx3s/kernel.flash, what a machine
# starts from.
BUILD ?= build
CC ?= gcc
KERNEL_SRC := $(LISP_SRC) $(wildcard kernel/process/*.c)
LISP_HOST_SRC := $(KERNEL_SRC) $(wildcard kernel/host/*.c kernel/services/*.c) host/files/files.c sim/output_file.c
LISP_HOST_CFLAGS := -std=gnu11 -O2 -g -ffp-contract=off $(WARNINGS) -I. -Ikernel/host -Ifirmware/include -I$(BUILD)/gen
LISP_HOST_OBJ := $(patsubst %.c,$(BUILD)/lisp-host-obj/%.o,$(LISP_HOST_SRC))

$(BUILD)/lisp-host: $(LISP_HOST_OBJ) $(BUILD)/lisp/library.c $(BUILD)/lisp/small.c
	$(call step,LINK)$(CC) $(LISP_HOST_CFLAGS) $^ -lm -o $@

$(BUILD)/lisp-host-obj/%.o: %.c | $(ISA_H)
	@mkdir -p $(@D)
	$(call step,CC)$(CC) $(LISP_HOST_CFLAGS) $(DEPENDS) -c $< -o $@

# The same on a machine.
RISCV ?= riscv64-unknown-elf-
LISP_BARE := $(BUILD)/lisp/ulx3s
LISP_BARE_ARCH := -march=$(FIRMWARE_ARCH_ulx3s) -mabi=ilp32
LISP_BARE_CFLAGS = --specs=picolibc.specs $(LISP_BARE_ARCH) $(FIRMWARE_DEFINES_ulx3s) -ffreestanding -std=gnu11 $(LISP_OPT) $(LISP_LEVEL) $(LISP_DEFINES) \
  $(WARNINGS) \
  -ffunction-sections -fdata-sections -DPICOLIBC_INTEGER_PRINTF_SCANF -I. -Ilink -Ifirmware/include -I$(BUILD)/gen \
  $(LISP_RARE_REGISTERS)
# Not used: few functions would, and what one leaves there stays for long and keeps cells alive (docs/lisp.md).
LISP_RARE_REGISTERS := $(patsubst %,-ffixed-%,t0 t1 t2 t3 t4 t5 t6)
LISP_OPT ?= -Os
# Settings of a build, as -DGC_STRESS.
LISP_DEFINES ?=
# What programs spend their time in: compiled for speed, and linked first, in this order. What a branch costs depends on
# what other branches share its entry of the predictor's table (rtl/core/lith_predict.v), and so on where code stands:
# this way only these files have a say in it, but for some thousandths, and not what is linked behind.
LISP_HOT := $(patsubst %,lisp/interpreter/%,interpret call) lisp/names/primitive \
  $(patsubst %,lisp/interpreter/%,frame continuation unwind wipe vm) \
  $(patsubst %,lisp/cells/%,seq number vector map equal) $(patsubst %,lisp/primitives/prim_%,sequence collection) \
  $(patsubst %,lisp/cells/%,text sort) lisp/regex/regex_match \
  $(patsubst %,kernel/process/%,scheduler process queue request) firmware/runtime/memory
LISP_HOT_OBJ := $(LISP_HOT:%=$(LISP_BARE)/%.o)
LISP_KERNEL_OBJ := $(LISP_HOT_OBJ) $(filter-out $(LISP_HOT_OBJ),$(patsubst %.c,$(LISP_BARE)/%.o,$(KERNEL_SRC) \
  $(wildcard kernel/machine/*.c kernel/services/*.c kernel/session/*.c kernel/store/*.c store/*.c link/*.c) \
  $(addprefix firmware/runtime/,runtime.c policy.c console.c card_port.c)) \
  $(LISP_BARE)/crt0.o)

$(LISP_HOT_OBJ): LISP_OPT = -O2
# Of each word of the library at the start.
$(LISP_BARE)/lisp/image/decode.o $(LISP_BARE)/lisp/image/format.o: LISP_OPT = -O2
# Of each cell that is committed or read, of each byte that goes to the card or comes.
$(addprefix $(LISP_BARE)/,$(patsubst %.c,%.o,kernel/store/kept.c kernel/store/write.c kernel/store/read.c store/record.c store/cursor.c \
  store/crc.c store/log.c firmware/runtime/card_port.c)): LISP_OPT = -O2
# Labels at whole words: what a jump costs does not depend on what is linked in front.
$(LISP_BARE)/lisp/interpreter/interpret.o: LISP_OPT = -O2 -fno-gcse -fno-crossjumping -falign-labels=4
$(LISP_BARE)/firmware/runtime/memory.o: LISP_OPT = -O2 -fno-builtin -fno-tree-loop-distribute-patterns
$(LISP_BARE)/%.o: %.c | $(ISA_H)
	@mkdir -p $(@D)
	$(call step,CC)$(RISCV)gcc $(LISP_BARE_CFLAGS) $(DEPENDS) -c $< -o $@
$(LISP_BARE)/crt0.o: firmware/runtime/crt0.S | $(ISA_H)
	@mkdir -p $(@D)
	$(call step,AS)$(RISCV)gcc $(LISP_BARE_ARCH) --specs=picolibc.specs $(DEPENDS) -Ifirmware/include -I$(BUILD)/gen -c $< -o $@
LISP_LINK_FLAGS = -march=$(FIRMWARE_LIB_ulx3s) -mabi=ilp32 -nostartfiles -DPICOLIBC_INTEGER_PRINTF_SCANF \
  -Wl,--gc-sections -Wl,--no-warn-rwx-segments -Wl,--defsym=RAM_BASE=$(ISA_RAM_BASE) -Wl,--defsym=RAM_SIZE=$(FIRMWARE_RAM_ulx3s) \
  -T firmware/runtime/program.ld
define LISP_LINK
$(call step,LINK)$(RISCV)gcc --specs=picolibc.specs $(LISP_LINK_FLAGS) $(filter %.o,$^) -lm -o $@
endef
# A flash image of the kernel, behind it the library: areas IMAGE and LIBRARY.
$(LISP_BARE)/kernel.elf: $(LISP_KERNEL_OBJ) firmware/runtime/program.ld
	$(LISP_LINK)
$(BUILD)/lisp/library.img: $(BUILD)/lisp-host
	$(call step,LIBRARY)$(BUILD)/lisp-host --dump $@ > $(BUILD)/lisp/library.sizes
$(LISP_BARE)/kernel.flash: $(LISP_BARE)/kernel.elf $(BUILD)/lisp/library.img $(BUILD)/tools/mkimage
	$(call step,IMAGE)$(BUILD)/tools/mkimage $< $@
	$(quietly)truncate -s $$(($(call isa_flash,IMAGE,4))) $@
	$(quietly)cat $(BUILD)/lisp/library.img >> $@

