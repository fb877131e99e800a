# Boot ROM images: $(BUILD)/boot/<machine>.hex for $readmemh, .bin for the simulator. mkimage: flash images from programs.

BUILD ?= build
CC ?= cc
RISCV ?= riscv64-unknown-elf-

BOOT_HEX := $(BUILD)/boot/ulx3s.hex $(BUILD)/boot/icebreaker.hex
BOOT_SOURCES := $(wildcard firmware/boot/*.S firmware/boot/*.c)
# What the cores have (isa/machines.table), and the bytes of ROM.
BOOT_ARCH_ulx3s := -march=rv32ic_zicsr
BOOT_ARCH_icebreaker := -march=rv32i_zicsr
BOOT_BYTES := 4096
BOOT_CFLAGS := -mabi=ilp32 -std=c11 -Os -ffreestanding -fno-builtin -nostdlib -Wall -Wextra -Werror -msmall-data-limit=0 \
	-ffunction-sections -Ifirmware/include -I$(BUILD)/gen

$(BUILD)/boot/%.elf: $(BOOT_SOURCES) firmware/boot/boot.h firmware/boot/boot.ld $(ISA_H)
	@mkdir -p $(@D)
	$(RISCV)gcc $(BOOT_ARCH_$*) $(BOOT_CFLAGS) -T firmware/boot/boot.ld -Wl,--defsym=BOOT_BYTES=$(BOOT_BYTES) \
		-Wl,--gc-sections -Wl,--no-warn-rwx-segments $(BOOT_SOURCES) -o $@
$(BUILD)/boot/%.bin: $(BUILD)/boot/%.elf
	$(RISCV)objcopy -O binary $< $@
$(BUILD)/boot/%.hex: $(BUILD)/boot/%.bin
	od -An -v -tx4 -w4 $< | tr -d ' ' > $@
.PRECIOUS: $(BUILD)/boot/%.elf $(BUILD)/boot/%.bin

MKIMAGE := $(BUILD)/tools/mkimage
$(MKIMAGE): tools/mkimage/mkimage.c firmware/boot/boot.h $(ISA_H)
	@mkdir -p $(@D)
	$(CC) -std=c11 -O1 -Wall -Wextra -Werror -Ifirmware/boot -Ifirmware/include -I$(BUILD)/gen $< -o $@
