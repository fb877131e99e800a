/* Lock-step must see each planted fault of the model, and nothing where there is none. */
#include "lockstep.h"
#include "stream.h"

#include <stdio.h>

#define RAM_MAX (1 << 18)
#define RUNS 20
#define RUN_LENGTH 20000

/* Runs random programs until one differs; returns the number of instructions until then, 0 if none does. */
static uint64_t until_difference(enum model_fault fault) {
    static uint8_t ram[RAM_MAX];
    struct lockstep_counts n = {0};
    for (uint64_t seed = 1; seed <= RUNS; seed++) {
        struct stream_options o = {
            .seed = seed, .compressed = LOCKSTEP_COMPRESSED, .ram_size = LOCKSTEP_SHIM.ram_words * 4};
        struct stream s = stream_make(&o, ram);
        struct lockstep_job job = {.ram = ram,
                                   .ram_size = s.size,
                                   .instructions = RUN_LENGTH,
                                   .code_low = s.code_low,
                                   .code_high = s.code_high,
                                   .fault = fault,
                                   .quiet = fault != FAULT_NONE};
        if (lockstep_run(&job, &n) == LOCKSTEP_DIFFERS) return n.instructions + 1;
    }
    return 0;
}

int main(void) {
    static const struct {
        enum model_fault fault;
        const char *name;
    } faults[] = {{FAULT_WRONG_SUM, "a wrong sum"},
                  {FAULT_TAG_KEPT_ON_ADD, "a tag kept on add"},
                  {FAULT_MTVAL_WITHOUT_TAG, "mtval without its tag"},
                  {FAULT_STORE_WITHOUT_TAG, "a store that loses the tag"},
                  {FAULT_NONE, "no fault"}};
    int passed = 0, failed = 0;
    for (unsigned i = 0; i < sizeof faults / sizeof faults[0]; i++) {
        uint64_t seen = until_difference(faults[i].fault);
        bool pass = (seen != 0) == (faults[i].fault != FAULT_NONE);
        printf("%s: %s (%llu instructions)\n", faults[i].name,
               !pass  ? "FAILED"
               : seen ? "seen"
                      : "nothing seen, as it should be",
               (unsigned long long)seen);
        if (pass)
            passed++;
        else
            failed++;
    }
    printf("%d passed, %d failed\n", passed, failed);
    return failed != 0;
}
