# Host programs with the sanitizers of addresses and of undefined behaviour, in a build of their own: the Lisp's tests on
# the host build, images, the functional model with the examples that `build/lith --model` runs, the image tool and the generator of isa/.
# The kernels and the machines are those of the ordinary build. (The host link's tests have them always, tests/link.)
SANITIZED := $(BUILD)/sanitized
SANITIZED_CC := $(CC) -fsanitize=address,undefined -fno-sanitize-recover=undefined
SANITIZED_TESTS := test-lisp-host test-lisp-codec test-model-heap test-isa-tables test-examples-model
# The heap finds its roots on the C stack, where locals have to stay. What a program has at its end it need not free.
SANITIZED_OPTIONS := detect_stack_use_after_return=0:detect_leaks=0
SANITIZED_MAKE = ASAN_OPTIONS=$(SANITIZED_OPTIONS) $(MAKE) -s --no-print-directory LOGGED= BUILD=$(SANITIZED) \
  CC='$(SANITIZED_CC)' sim_library= LITH_FLASH_ulx3s=$(LITH_FLASH_ulx3s) LITH_ELF_ulx3s=$(LITH_ELF_ulx3s) LITH_ICE=$(LITH_ICE)

test-sanitized: $(BUILD)/lith
	@+$(SANITIZED_MAKE) $(SANITIZED)/tools/mkimage $(SANITIZED_TESTS)
	@$(SANITIZED)/tools/mkimage $(LITH_ELF_ulx3s) $(SANITIZED)/kernel.flash
	@cmp -n $$(wc -c <$(SANITIZED)/kernel.flash) $(SANITIZED)/kernel.flash $(LITH_FLASH_ulx3s) && echo '1 passed, 0 failed'
	@$(SANITIZED_CC) -std=c11 -O1 $(WARNINGS) tests/sanitized/planted.c -o $(SANITIZED)/planted
	@! $(SANITIZED)/planted overflow 2>$(SANITIZED)/said && grep -q heap-buffer-overflow $(SANITIZED)/said && \
	  ! $(SANITIZED)/planted sum 2>$(SANITIZED)/said && grep -q 'signed integer overflow' $(SANITIZED)/said && \
	  echo '1 passed, 0 failed'
TESTS += test-sanitized
