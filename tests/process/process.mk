# Processes: every test of the language with others running beside it and random switches; planted faults; what they leave
# behind; the timer of the machine.
TESTS += test-process-switched test-process-faults test-process-memory test-process-machine
PROCESS_TEST := $(BUILD)/tests/process
# Running out of memory hits whoever asks for some, and a program is at a deadlock only when it is alone.
PROCESS_FILES := $(filter-out %/memory.lisp %/deadlock.lisp,$(LISP_TESTS))

test-process-switched: $(BUILD)/lisp-host
	@mkdir -p $(PROCESS_TEST)
	@seed=$${SEED:-$$(date +%s)}; echo "seed $$seed"; for quantum in 1 4 50; do \
	  sh tests/process/switched.sh $< $(PROCESS_TEST)/log $$quantum $$seed $(PROCESS_FILES) || exit 1; done

test-process-faults: $(BUILD)/lisp-host tests/process/faults.txt
	@sh tests/process/faults.sh tests/process/faults.txt $(PROCESS_TEST)/faults '$(CC) $(LISP_HOST_CFLAGS)' \
	  "LIMIT=20 sh tests/process/switched.sh \$$HOST $(PROCESS_TEST)/faults/log 2 $${SEED:-1} \
	    $(patsubst %,lisp/tests/%.lisp,processes language sequences)" \
	  $(LISP_HOST_OBJ) $(BUILD)/lisp/library.c $(BUILD)/lisp/small.c

test-process-memory: $(BUILD)/lith
	@$(BUILD)/lith --model run tests/process/memory.lisp

test-process-machine: $(BUILD)/lith
	@$(BUILD)/lith run tests/process/machine.lisp

# Memory that is short while the kernel answers requests, on the host: each cell refused in turn, each size of the heap
# (LIMITS_STEP=n: each n-th), and random sessions; on the model in a heap of 256 KiB. The whole range is looked
# through by `make test-process-limits test-process-limits-model LIMITS_STEP=1 LIMITS_MODEL_STEP=1`.
TESTS += test-process-limits test-process-limits-random test-process-limits-faults test-process-limits-model
LIMITS_STEP ?= 15
LIMITS_MODEL_STEP ?= 31
LIMITS_ROUNDS ?= 2000
LIMITS_OBJ := $(filter-out %/kernel/host/main.o,$(LISP_HOST_OBJ)) $(BUILD)/lisp/library.c $(BUILD)/lisp/small.c

$(BUILD)/process-limits.o: tests/process/limits.c | $(ISA_H)
	$(call step,CC)$(CC) $(LISP_HOST_CFLAGS) $(DEPENDS) -c $< -o $@
LIMITS_CC = $(CC) $(LISP_HOST_CFLAGS) -Wl,--wrap=machine_input
$(BUILD)/process-limits: $(BUILD)/process-limits.o $(LIMITS_OBJ)
	$(call step,LINK)$(LIMITS_CC) $^ -lm -o $@

# In a folder of its own, since these run at the same time.
LIMITS = mkdir -p $(PROCESS_TEST)/$@ && $(1) tests/process/limits.lisp $(PROCESS_TEST)/$@
test-process-limits: $(BUILD)/process-limits
	@export STEP=$(LIMITS_STEP); $(call LIMITS,$<)
test-process-limits-random: $(BUILD)/process-limits
	@$(call LIMITS,$<) $(LIMITS_ROUNDS) $${SEED:-0}
test-process-limits-faults: $(BUILD)/process-limits tests/process/limits-faults.txt
	@sh tests/process/faults.sh tests/process/limits-faults.txt $(PROCESS_TEST)/$@ '$(LIMITS_CC)' \
	  'export STEP=17; $(call LIMITS,timeout 600 $(PROCESS_TEST)/$@/program)' $(BUILD)/process-limits.o $(LIMITS_OBJ)
test-process-limits-model: $(BUILD)/lith
	@sh tests/process/limits-model.sh $< $(PROCESS_TEST)/$@ $(LIMITS_MODEL_STEP)

# A full heap at the prompt, and planted faults in the reserve that the kernel keeps for that (kernel/machine/reserve.c).
TESTS += test-process-reserve test-process-reserve-faults
RESERVE_SIZES ?= 256K 512K 4800K
test-process-reserve: $(BUILD)/lith
	@sh tests/process/reserve.sh $(PROCESS_TEST)/$@ "$(RESERVE_SIZES)" $< --model
test-process-reserve-faults: $(BUILD)/lith $(LISP_KERNEL_OBJ) $(BUILD)/lisp/library.img $(BUILD)/tools/mkimage
	@sh tests/process/faults.sh tests/process/reserve-faults.txt $(PROCESS_TEST)/$@ '$(RISCV)gcc $(LISP_BARE_CFLAGS) $(LISP_LINK_FLAGS)' \
	  '$(BUILD)/tools/mkimage $$HOST $$HOST.flash && truncate -s $$(($(call isa_flash,IMAGE,4))) $$HOST.flash && \
	    cat $(BUILD)/lisp/library.img >> $$HOST.flash && \
	    sh tests/process/reserve.sh $(PROCESS_TEST)/$@ 256K $(BUILD)/lith --model --image $$HOST.flash' $(LISP_KERNEL_OBJ)

# Services: two more in the host build, by their structs and a line each; all kinds are in docs/requests.md.
TESTS += test-process-services
SERVICES_OBJ := $(filter-out %/kernel/host/services.o,$(LIMITS_OBJ))
$(BUILD)/process-services.o: tests/process/services.c | $(ISA_H)
	$(call step,CC)$(CC) $(LISP_HOST_CFLAGS) $(DEPENDS) -c $< -o $@
$(BUILD)/process-services: $(BUILD)/process-services.o $(SERVICES_OBJ)
	$(call step,LINK)$(CC) $(LISP_HOST_CFLAGS) $^ -lm -o $@
test-process-services: $(BUILD)/process-services tests/process/services-faults.txt
	@$<
	@sh tests/process/kinds.sh $< $(PROCESS_TEST)/kinds
	@sh tests/process/faults.sh tests/process/services-faults.txt $(PROCESS_TEST)/services-faults '$(CC) $(LISP_HOST_CFLAGS)' \
	  'ulimit -t 5; timeout 60 $$HOST' $(BUILD)/process-services.o $(SERVICES_OBJ)
