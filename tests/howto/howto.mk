# The examples of docs/howto: each is a patch that is applied to a copy of the tree, built and run there (try.sh), and before
# it one that has gone stale, which has to be noticed.
TESTS += test-howto-patches test-howto-primitive test-howto-service
HOWTO := $(BUILD)/tests/howto

# All of them apply, those too that only test-long builds.
test-howto-patches:
	@sh tests/howto/apply.sh $(HOWTO)/patches $(TESTS) $(TESTS_LONG)

# Nothing that other tests may be writing to meanwhile.
HOWTO_HOST := gen isa-obj tools lisp/library.* lisp/small.c lisp-host-obj lisp-host
HOWTO_LITH := lisp/ulx3s lisp/icebreaker lith-obj boot link model sim/observe sim/*.[oa] sim/*.deps
# $1 parts of $(BUILD) that are taken over, $2 sed's script that makes the stale patch, $3 commands
howto = sh tests/howto/copy.sh $(BUILD) $(HOWTO)/$(@:test-howto-%=%) '$1' && \
  sh tests/howto/try.sh $(BUILD) $(HOWTO)/$(@:test-howto-%=%) docs/howto/$(@:test-howto-%=%).patch '$2' '$3'

test-howto-primitive: $(BUILD)/lisp-host
	@$(call howto,$(HOWTO_HOST),s/integer_argument/integer_of_argument/,make -s $(BUILD)/lisp-host; \
	  $(BUILD)/lisp-host lisp/tests/numbers.lisp; $(BUILD)/lisp-host tests/lisp/documented.lisp)

test-howto-service: $(BUILD)/lith
	@$(call howto,$(HOWTO_HOST) $(HOWTO_LITH),s/request_note/request_keep/, \
	  make -s -o $(call sim_library,ulx3s) $(BUILD)/lith $(BUILD)/process-services; \
	  ! sh tests/layers/state.sh tests/layers/state.txt $(RISCV)nm $(LISP_BARE) | grep meeting || false; \
	  sh tests/process/kinds.sh $(BUILD)/process-services $(BUILD)/kinds; \
	  $(BUILD)/lisp-host lisp/tests/processes.lisp; \
	  $(BUILD)/lith --model eval "(let [p (spawn request :exchange 1)] (println (request :exchange 2) @p))" | grep -x "1 2")

# On the model, and on the core as ulx3s and icebreaker have it.
TESTS_LONG += test-howto-instruction test-howto-board
test-howto-instruction: $(BUILD)/tools/isa
	@$(call howto,gen isa-obj tools,s/branch_equal/branch_same/, \
	  make -s isa-docs test-isa-docs test-core-own-c0m0 test-core-own-c1m2 $(MODEL_TESTS)/asm_tests $(call model_asm,ulx3s); \
	  grep -q "xc.same rd" docs/xcell.md; \
	  $(MODEL_TESTS)/asm_tests ulx3s $(call model_asm,ulx3s))

# Lint of all that there is, the machine booting a program from flash, and synthesis: the pins are there, and it fits. Placing
# and routing it would take minutes. The library of ulx3s, which lith-sim needs to begin with, is not made anew.
HOWTO_PROGRAM := $(FIRMWARE)/icebreaker/gcc-Os/lists
test-howto-board: $(BUILD)/tools/isa $(HOWTO_PROGRAM).elf $(BUILD)/tools/mkimage
	@$(call howto,gen isa-obj tools,s/lith_parameters_upduino/lith_parameters_upduino3/, \
	  make -s isa-docs test-isa-docs test-isa-tables; make -s test-lint 2>&1 | tee $(BUILD)/lint.log; \
	  [ $$(grep -c "^ok .* lith_upduino" $(BUILD)/lint.log) = 4 ]; grep "^ok .*every Verilog file" $(BUILD)/lint.log; \
	  make -s -o $(call sim_library,ulx3s) $(BUILD)/lith-sim sim-upduino; \
	  $(BUILD)/tools/mkimage $(CURDIR)/$(HOWTO_PROGRAM).elf $(BUILD)/program; \
	  $(BUILD)/lith-sim --machine upduino --flash $(BUILD)/program; \
	  $(BUILD)/lith-sim --machine upduino --model --flash $(BUILD)/program; \
	  make -s NEXTPNR_ICE40="$(NEXTPNR_ICE40) --pack-only" $(BUILD)/synth/upduino.txt; \
	  [ $$(sed -n "s/^upduino.logic_cells //p" $(BUILD)/synth/upduino.txt) -le 5280 ])
