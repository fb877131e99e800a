# The language: build/lisp-host, the host build; build/lisp/ulx3s/kernel.flash, the kernel of a machine; their tests.
BUILD ?= build
CC ?= gcc
LISP_LIB := lisp/lib/expand.lisp lisp/lib/core.lisp lisp/lib/regex.lisp lisp/lib/namespaces.lisp \
  lisp/lib/process.lisp lisp/lib/test.lisp lisp/lib/session.lisp
LISP_SRC := $(wildcard lisp/vm/*.c kernel/process/*.c)
LISP_HOST_SRC := $(LISP_SRC) $(wildcard kernel/host/*.c) kernel/session/requests.c host/lith/files.c
LISP_HEADERS := $(wildcard lisp/vm/*.h kernel/process/*.h kernel/host/*.h kernel/host/lith/*.h) $(ISA_H)
LISP_HOST_CFLAGS := -std=gnu11 -O2 -g -Wall -Wextra -Werror -I. -Ilisp/vm -Ikernel/process -Ikernel/host -Ifirmware/include \
  -I$(BUILD)/gen
LISP_HOST_OBJ := $(patsubst %.c,$(BUILD)/lisp-host-obj/%.o,$(LISP_HOST_SRC))

$(BUILD)/lisp-host: $(LISP_HOST_OBJ) $(BUILD)/lisp/library.c $(BUILD)/lisp/small.c
	@$(CC) $(LISP_HOST_CFLAGS) $^ -lm -o $@

$(BUILD)/lisp-host-obj/%.o: %.c $(LISP_HEADERS)
	@mkdir -p $(@D)
	@$(CC) $(LISP_HOST_CFLAGS) -c $< -o $@

# The library's sources as C strings.
$(BUILD)/lisp/library.c: $(LISP_LIB) tools/embed/embed.sh
	@mkdir -p $(@D)
	sh tools/embed/embed.sh $(LISP_LIB) > $@

# The same with the kernel of a machine around it.
RISCV ?= riscv64-unknown-elf-
LISP_BARE := $(BUILD)/lisp/ulx3s
LISP_BARE_ARCH := -march=rv32imc_zicsr -mabi=ilp32
LISP_BARE_CFLAGS = --specs=picolibc.specs $(LISP_BARE_ARCH) -ffreestanding -std=gnu11 $(LISP_OPT) $(LISP_LEVEL) $(LISP_DEFINES) \
  -Wall -Wextra -Werror \
  -ffunction-sections -fdata-sections -DPICOLIBC_INTEGER_PRINTF_SCANF -I. -Ilink -Ifirmware/include -I$(BUILD)/gen \
  -Ilisp/vm -Ikernel/process $(LISP_RARE_REGISTERS)
# Not used: few functions would, and what one leaves there stays for long and keeps cells alive (docs/lisp.md).
LISP_RARE_REGISTERS := $(patsubst %,-ffixed-%,t0 t1 t2 t3 t4 t5 t6)
LISP_OPT ?= -Os
# Settings of a build, as -DGC_STRESS.
LISP_DEFINES ?=
LISP_KERNEL_OBJ := $(patsubst %.c,$(LISP_BARE)/%.o,$(LISP_SRC) $(wildcard kernel/machine/*.c kernel/session/*.c link/*.c) \
  $(addprefix firmware/runtime/,runtime.c console.c memory.c)) $(LISP_BARE)/crt0.o

# Labels at whole words: what a jump costs does not depend on what is linked in front.
$(LISP_BARE)/lisp/vm/vm.o: LISP_OPT = -O2 -fno-gcse -fno-crossjumping -falign-labels=4
# What programs spend their time in.
$(patsubst %,$(LISP_BARE)/lisp/vm/%.o,seq number vector map equal prim_sequence regex_match text): LISP_OPT = -O2
$(patsubst %,$(LISP_BARE)/kernel/process/%.o,process queue request scheduler): LISP_OPT = -O2
$(LISP_BARE)/firmware/runtime/memory.o: LISP_OPT = -O2 -fno-builtin -fno-tree-loop-distribute-patterns
$(LISP_BARE)/%.o: %.c $(LISP_HEADERS) $(wildcard kernel/*/*.h link/*.h) $(wildcard firmware/include/lith/*.h)
	@mkdir -p $(@D)
	$(RISCV)gcc $(LISP_BARE_CFLAGS) -c $< -o $@
$(LISP_BARE)/crt0.o: firmware/runtime/crt0.S $(ISA_H)
	@mkdir -p $(@D)
	$(RISCV)gcc $(LISP_BARE_ARCH) --specs=picolibc.specs -Ifirmware/include -I$(BUILD)/gen -c $< -o $@
define LISP_LINK
$(RISCV)gcc --specs=picolibc.specs -march=rv32im -mabi=ilp32 -nostartfiles -DPICOLIBC_INTEGER_PRINTF_SCANF -Wl,--gc-sections \
	  -Wl,--no-warn-rwx-segments -Wl,--defsym=RAM_BASE=$(ISA_RAM_BASE) -Wl,--defsym=RAM_SIZE=$(FIRMWARE_RAM_ulx3s) \
	  -T firmware/runtime/program.ld $(filter %.o,$^) -lm -o $@
endef
# A flash image of the kernel, behind it the library: areas IMAGE and LIBRARY.
$(LISP_BARE)/kernel.elf: $(LISP_KERNEL_OBJ) firmware/runtime/program.ld
	$(LISP_LINK)
$(BUILD)/lisp/library.img: $(BUILD)/lisp-host
	@$(BUILD)/lisp-host --dump $@ > $(BUILD)/lisp/library.sizes
$(LISP_BARE)/kernel.flash: $(LISP_BARE)/kernel.elf $(BUILD)/lisp/library.img $(BUILD)/tools/mkimage
	$(BUILD)/tools/mkimage $< $@
	truncate -s $$(($(call isa_flash,IMAGE,4))) $@
	cat $(BUILD)/lisp/library.img >> $@

# ---- tests: files of checks, in the host build (plain, and collecting all the time) and on the model ----

LISP_TESTS := $(sort $(wildcard lisp/tests/*.lisp))
TESTS += test-lisp-mentioned test-lisp-host test-lisp-gc test-lisp-model test-lisp-levels test-lisp-256k test-lisp-fuzz

test-lisp-host: $(BUILD)/lisp-host
	@for t in $(LISP_TESTS); do HEAP_WORDS=3000000 $(BUILD)/lisp-host $$t < /dev/null || exit 1; done
	@$(BUILD)/lisp-host tests/lisp/failing.lisp 2>&1 | grep -q ' 0 passed, 5 failed' && echo '1 passed, 0 failed'

# Each name that the library gives to programs is in some test; a name that nobody tests is found missing.
test-lisp-mentioned: $(BUILD)/lisp-host
	@$(BUILD)/lisp-host tests/lisp/public.lisp > $(BUILD)/lisp/public.txt
	@awk -f tests/lisp/mentioned.awk $(BUILD)/lisp/public.txt $(LISP_TESTS)
	@echo untested-name | cat $(BUILD)/lisp/public.txt - > $(BUILD)/lisp/public-more.txt
	@! awk -f tests/lisp/mentioned.awk $(BUILD)/lisp/public-more.txt $(LISP_TESTS) > $(BUILD)/lisp/mentioned.out
	@grep -q 'no test mentions untested-name' $(BUILD)/lisp/mentioned.out && echo '1 passed, 0 failed'

# A collection at every 997th cell made: each test runs at other moments.
test-lisp-gc: $(BUILD)/lisp-host
	@for t in $(filter-out %/language.lisp %/memory.lisp %/outside.lisp,$(LISP_TESTS)); do GC_EVERY=997 $(BUILD)/lisp-host $$t || exit 1; done

# $(1) folder and name of the build, which also keeps the files of tests that run beside each other apart.
lisp_tests_on_model = for t in $(LISP_TESTS); do $(BUILD)/lith --model --heap 4800K \
  --image $(BUILD)/lisp/$(1)/kernel.flash run $$t $(BUILD)/outside-$(1).txt || exit 1; done

test-lisp-model: $(BUILD)/lith
	@$(call lisp_tests_on_model,ulx3s)

# The kernel and the language's C with every file at one level of optimisation.
LISP_LEVELS := O1 Os O2 O3
.PHONY: lisp-levels
lisp-levels: $(BUILD)/lith
	@+for l in $(LISP_LEVELS); do $(MAKE) -s --no-print-directory LISP_BARE=$(BUILD)/lisp/ulx3s-$$l LISP_LEVEL=-$$l \
	  $(addprefix $(BUILD)/lisp/ulx3s-$$l/,kernel.flash alone.bin) || exit 1; done
test-lisp-levels: lisp-levels
	@$(foreach l,$(LISP_LEVELS),$(call lisp_tests_on_model,ulx3s-$l) &&) true

# The files of tests that a heap of 256 KiB is enough for: the others have cases that need more by nature.
LISP_TESTS_SMALL := $(patsubst %,lisp/tests/%.lisp,library misuse namespaces numbers sequences)
test-lisp-256k: $(BUILD)/lith
	@for t in $(LISP_TESTS_SMALL); do $(BUILD)/lith --model --heap 256K run $$t || exit 1; done
	@$(BUILD)/lith --heap 256K eval '(reduce + (map inc (range 1000)))' | grep -qx 500500 && echo '1 passed, 0 failed'

# Sizes of the kernel and of the library.
.PHONY: bench-lisp-size
bench-lisp-size: $(LISP_BARE)/kernel.elf $(BUILD)/lisp/icebreaker/kernel.elf $(BUILD)/lisp/library.img
	@mkdir -p $(BUILD)/bench
	@$(RISCV)size $< | awk 'NR == 2 { print "kernel.code_bytes", $$1; print "kernel.data_bytes", $$2 + $$3 }' \
	  > $(BUILD)/bench/lisp-size.txt
	@$(RISCV)size $(BUILD)/lisp/icebreaker/kernel.elf | \
	  awk 'NR == 2 { print "kernel.icebreaker.code_bytes", $$1; print "kernel.icebreaker.data_bytes", $$2 + $$3 }' \
	  >> $(BUILD)/bench/lisp-size.txt
	@cat $(BUILD)/lisp/library.sizes >> $(BUILD)/bench/lisp-size.txt
	@cat $(BUILD)/bench/lisp-size.txt
BENCHES += bench-lisp-size

# Random programs made of the tests' words; SEED=n repeats a run. Nothing may crash, hang or corrupt the heap.
LISP_FUZZ_CFLAGS := $(LISP_HOST_CFLAGS) -fsanitize=undefined -fno-sanitize-recover=undefined
LISP_FUZZ_SRC := tests/lisp/fuzz.c kernel/host/heap.c kernel/host/machine.c kernel/host/clock.c kernel/session/requests.c host/lith/files.c $(LISP_SRC) \
  $(BUILD)/lisp/library.c
LISP_FUZZ_ROUNDS ?= 20000

$(BUILD)/lisp-fuzz: $(LISP_FUZZ_SRC) $(LISP_HEADERS)
	$(CC) $(LISP_FUZZ_CFLAGS) $(LISP_FUZZ_SRC) -lm -o $@

test-lisp-fuzz: $(BUILD)/lisp-fuzz
	@$(BUILD)/lisp-fuzz $(LISP_FUZZ_ROUNDS) $${SEED:-0} $(LISP_TESTS)

# Random regular expressions, held against PCRE2's matcher; SEED=n repeats a run.
TESTS += test-lisp-regex
LISP_REGEX_SRC := tests/lisp/regex_random.c $(filter-out tests/lisp/fuzz.c,$(LISP_FUZZ_SRC))
$(BUILD)/regex-random: $(LISP_REGEX_SRC) $(LISP_HEADERS)
	$(CC) $(LISP_FUZZ_CFLAGS) $(LISP_REGEX_SRC) -lm -lpcre2-8 -o $@

test-lisp-regex: $(BUILD)/regex-random
	@$(BUILD)/regex-random 100000 $${SEED:-0}
	@! $(BUILD)/regex-random 50 1 fault > $(BUILD)/lisp/regex-fault.txt 2>&1
	@grep -q differs $(BUILD)/lisp/regex-fault.txt && echo '1 passed, 0 failed'
