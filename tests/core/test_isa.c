/* Runs each program named on the command line: the ISA tests of pythondata-cpu-picorv32 and our own self-checking
 * assembler tests. A program passes when it writes SYS_PASS to the exit register. Each runs without wait states and
 * with random ones. Usage: test_isa [-s seed] [-t trace.fst] program.bin... */
#include "core_sys.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>

int main(int argc, char **argv) {
    uint32_t seed = (uint32_t)time(NULL);
    const char *trace = NULL;
    int passed = 0, failed = 0, first = 1;
    while (first + 1 < argc && argv[first][0] == '-') {
        if (strcmp(argv[first], "-s") == 0) seed = (uint32_t)strtoul(argv[first + 1], NULL, 0);
        if (strcmp(argv[first], "-t") == 0) trace = argv[first + 1];
        first += 2;
    }
    printf("%s: seed %u\n", argv[0], seed);
    for (int k = first; k < argc; k++) {
        static const unsigned waits[] = {0, 64, 192};
        for (size_t w = 0; w < sizeof waits / sizeof *waits; w++) {
            struct sys *s = sys_new(argv[k], seed + (uint32_t)k, waits[w], trace);
            bool ended = sys_run(s, 2000000);
            if (ended && s->exit_value == SYS_PASS) {
                passed++;
            } else {
                failed++;
                printf("FAILED %s, wait %u/256: %s, value 0x%x, after %llu cycles. Console: %s\n", argv[k], waits[w],
                       s->broken ? s->broken
                       : ended   ? "exit"
                                 : "no end",
                       s->exit_value, (unsigned long long)s->cycles, s->console);
            }
            sys_free(s);
        }
    }
    printf("%d passed, %d failed\n", passed, failed);
    return failed != 0;
}
