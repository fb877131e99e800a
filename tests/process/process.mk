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
