# Boot ROM images: $(BUILD)/boot/<machine>.hex for $readmemh, .bin for the simulator. mkimage: flash images from programs.

BUILD ?= build
CC ?= cc
RISCV ?= riscv64-unknown-elf-

BOOT_HEX := $(BUILD)/boot/ulx3s.hex $(BUILD)/boot/icebreaker.hex
BOOT_SOURCES := $(wildcard firmware/boot/*.S firmware/boot/*.c)
# Without multiplication: there is little of it, and this way the small core's code is the same. The bytes of ROM.
BOOT_ARCH = $(subst m,,$(call isa_march,$1))_zicsr
BOOT_BYTES := 4096
BOOT_CFLAGS := -mabi=ilp32 -std=c11 -Os -ffreestanding -fno-builtin -nostdlib $(WARNINGS) -msmall-data-limit=0 \
	-ffunction-sections -Ifirmware/include -I$(BUILD)/gen

define BOOT_RULES # machine
$(BUILD)/boot/$1/%.o: firmware/boot/% | $(ISA_H)
	@mkdir -p $$(@D)
	$$(call step,CC)$(RISCV)gcc -march=$(BOOT_ARCH) $(BOOT_CFLAGS) $$(DEPENDS) -c $$< -o $$@
$(BUILD)/boot/$1.elf: $(BOOT_SOURCES:firmware/boot/%=$(BUILD)/boot/$1/%.o) firmware/boot/boot.ld
	$$(call step,LINK)$(RISCV)gcc -march=$(BOOT_ARCH) $(BOOT_CFLAGS) -T firmware/boot/boot.ld -Wl,--defsym=BOOT_BYTES=$(BOOT_BYTES) \
		-Wl,--gc-sections -Wl,--no-warn-rwx-segments $$(filter %.o,$$^) -o $$@
endef
$(foreach m,ulx3s icebreaker,$(eval $(call BOOT_RULES,$m)))
$(BUILD)/boot/%.bin: $(BUILD)/boot/%.elf
	$(call step,OBJCOPY)$(RISCV)objcopy -O binary $< $@
$(BUILD)/boot/%.hex: $(BUILD)/boot/%.bin
	$(call step,HEX)od -An -v -tx4 -w4 $< | tr -d ' ' > $@
.PRECIOUS: $(BUILD)/boot/%.elf $(BUILD)/boot/%.bin

MKIMAGE := $(BUILD)/tools/mkimage
$(MKIMAGE): $(BUILD)/tools/mkimage.o $(BUILD)/sim/output_file.o
	$(call step,LINK)$(CC) $^ -o $@
$(BUILD)/tools/mkimage.o: tools/mkimage/mkimage.c | $(ISA_H)
	@mkdir -p $(@D)
	$(call step,CC)$(CC) -std=c11 -D_POSIX_C_SOURCE=200809L -O1 $(WARNINGS) $(DEPENDS) -Ifirmware/boot -Ifirmware/include -I. \
	  -I$(BUILD)/gen -c $< -o $@
