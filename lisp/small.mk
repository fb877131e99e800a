# The language on the icebreaker machine: 64 KiB of RAM hold the interpreter, but neither reader nor compiler. So a
# program is compiled on the host, with what it uses of the library (kernel/host/ahead.c), and put into flash.
ICE := $(BUILD)/lisp/icebreaker
ICE_VM := $(filter-out prim_% compile real double read,$(basename $(notdir $(wildcard lisp/vm/*.c))))
ICE_PRIMITIVES := number sequence collection text system outside process
ICE_OBJ := $(ICE_VM:%=$(ICE)/lisp/vm/%.o) $(ICE_PRIMITIVES:%=$(ICE)/tables/prim_%.o) \
  $(patsubst %.c,$(ICE)/%.o,$(wildcard kernel/small/*.c lisp/small/*.c) kernel/machine/flash.c kernel/machine/memory.c \
  $(addprefix firmware/runtime/,runtime.c console.c memory.c)) $(ICE)/crt0.o
ICE_HEADERS := $(LISP_HEADERS) $(wildcard kernel/*/*.h firmware/include/lith/*.h) $(BUILD)/gen/lith_memmap.h
# The stack of registers is short: what does not fit goes to frame cells.
ICE_CFLAGS := --specs=picolibc.specs -march=rv32i_zicsr -mabi=ilp32 -msave-restore -ffreestanding -std=gnu11 -Os -Wall \
  -Wextra -Werror -Wno-unused-function -ffunction-sections -fdata-sections -I. -Ilink -Ifirmware/include -I$(BUILD)/gen \
  -Ilisp/vm -Ikernel/process -DVM_STACK_WORDS=512 -DVM_STACK_SLACK=384 -DPRIMITIVES_MAX=256u \
  -DVM_COMPACT -DSTACK_RESERVE=1280

$(ICE)/tables/%.c: lisp/vm/%.c lisp/small/left-out lisp/small/leave-out.awk
	@mkdir -p $(@D)
	@awk -f lisp/small/leave-out.awk lisp/small/left-out $< > $@
$(ICE)/tables/%.c: kernel/process/%.c lisp/small/left-out lisp/small/leave-out.awk
	@mkdir -p $(@D)
	@awk -f lisp/small/leave-out.awk lisp/small/left-out $< > $@
$(ICE)/tables/%.o: $(ICE)/tables/%.c $(ICE_HEADERS)
	$(RISCV)gcc $(ICE_CFLAGS) -c $< -o $@
$(ICE)/firmware/runtime/memory.o: ICE_CFLAGS += -fno-builtin -fno-tree-loop-distribute-patterns
$(ICE)/%.o: %.c $(ICE_HEADERS)
	@mkdir -p $(@D)
	$(RISCV)gcc $(ICE_CFLAGS) -c $< -o $@
$(ICE)/crt0.o: firmware/runtime/crt0.S
	@mkdir -p $(@D)
	$(RISCV)gcc -march=rv32i_zicsr -mabi=ilp32 --specs=picolibc.specs -Ifirmware/include -c $< -o $@
$(ICE)/kernel.elf: $(ICE_OBJ) firmware/runtime/program.ld
	$(RISCV)gcc --specs=picolibc.specs -march=rv32i -mabi=ilp32 -msave-restore -nostartfiles -Wl,--gc-sections \
	  -Wl,--no-warn-rwx-segments -Wl,--defsym=RAM_BASE=0x10000000 -Wl,--defsym=RAM_SIZE=0x10000 \
	  -Wl,--defsym=STACK_SIZE=4608 -T firmware/runtime/program.ld $(filter %.o,$^) -o $@
.PRECIOUS: $(ICE)/tables/%.c

# For the compiler on the host: what it is made of, as C strings.
$(BUILD)/lisp/small.c: lisp/small/left-out kernel/host/ahead.lisp
	@mkdir -p $(@D)
	@{ for f in small_left_out:lisp/small/left-out ahead_compiler:kernel/host/ahead.lisp; do \
	  echo "extern const char $${f%%:*}[];"; echo "const char $${f%%:*}[] ="; \
	  sed 's/[\\"]/\\&/g; s/.*/"&\\n"/' $${f#*:}; echo ';'; done; } > $@
