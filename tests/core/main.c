/* Core tests: test_core [-s seed] [-t trace.fst] [-i program] [-r program] [-0 program] [program...]
 * -i: interrupt sweep, -r: register roots, otherwise programs that check themselves, each with and without wait states;
 * -0: one without wait states only. */
#include "test_core.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>

bool run_program(struct tally *t, const char *binary, uint32_t seed, unsigned wait, const char *trace) {
    struct sys *s = sys_new(binary, seed, wait, trace);
    bool ended = sys_run(s, 2000000), ok = ended && s->exit_value == SYS_PASS && s->broken == NULL;
    if (ok) {
        t->passed++;
    } else {
        t->failed++;
        printf("FAILED %s, wait %u/256, seed %u: %s, value 0x%x, after %llu cycles. %s\n", binary, wait, seed,
               s->broken ? s->broken
               : ended   ? "exit"
                         : "no end",
               s->exit_value, (unsigned long long)s->cycles, s->console);
    }
    sys_free(s);
    return ok;
}

int main(int argc, char **argv) {
    uint32_t seed = (uint32_t)time(NULL);
    const char *trace = NULL;
    struct tally t = {0, 0};
    int k = 1;
    for (; k + 1 < argc && argv[k][0] == '-'; k += 2) {
        if (strcmp(argv[k], "-s") == 0) seed = (uint32_t)strtoul(argv[k + 1], NULL, 0);
        if (strcmp(argv[k], "-t") == 0) trace = argv[k + 1];
        if (strcmp(argv[k], "-i") == 0) test_interrupts(&t, argv[k + 1], seed);
        if (strcmp(argv[k], "-r") == 0) test_roots(&t, argv[k + 1], seed);
        if (strcmp(argv[k], "-0") == 0) run_program(&t, argv[k + 1], seed, 0, trace);
    }
    printf("%s: seed %u\n", argv[0], seed);
    for (; k < argc; k++) {
        static const unsigned waits[] = {0, 64, 192};
        for (size_t w = 0; w < sizeof waits / sizeof *waits; w++)
            run_program(&t, argv[k], seed + (uint32_t)k, waits[w], trace);
    }
    printf("%u passed, %u failed\n", t.passed, t.failed);
    return t.failed != 0;
}
