/* The worst window of a list of pauses, against all windows tried one by one. Prints its seed. */
#include "bench/collectors/pauses.h"
#include <inttypes.h>
#include <stdio.h>
#include <stdlib.h>
#include <time.h>

enum { PAUSES = 12, SPAN = 1100 };

static uint32_t tried(const struct pause *p, uint32_t n, uint32_t window) {
    uint32_t most = 0;
    for (uint32_t from = 0; from <= SPAN; from++) {
        uint32_t inside = 0;
        for (uint32_t i = 0; i < n; i++) {
            uint32_t begin = p[i].begin > from ? p[i].begin : from;
            uint32_t end = p[i].end < from + window ? p[i].end : from + window;
            if (end > begin) inside += end - begin;
        }
        if (inside > most) most = inside;
    }
    return most;
}

int main(void) {
    const char *given = getenv("SEED");
    unsigned seed = given && *given ? (unsigned)strtoul(given, NULL, 0) : (unsigned)time(NULL);
    int failed = 0;
    printf("seed %u\n", seed);
    srand(seed);
    for (int run = 0; run < 5000; run++) {
        struct pause p[PAUSES];
        uint32_t n = (uint32_t)rand() % (PAUSES + 1), window = 1 + (uint32_t)rand() % 120, at = 120;
        for (uint32_t i = 0; i < n; i++) {
            p[i].begin = at + (uint32_t)rand() % 20;
            p[i].end = at = p[i].begin + (uint32_t)rand() % (rand() % 8 ? 5 : 60);
        }
        uint32_t got = pauses_most(p, n, window), right = tried(p, n, window);
        if (got == right) continue;
        if (failed++ == 0)
            printf("run %d: window %" PRIu32 ": %" PRIu32 " cycles of pauses, not %" PRIu32 "\n", run, window, right,
                   got);
    }
    printf("%d passed, %d failed\n", failed == 0, failed != 0);
    return failed != 0;
}
