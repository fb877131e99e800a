/* The tests, one per file t_<name>.c. */
#ifndef TESTS_HEAP_TESTS_H
#define TESTS_HEAP_TESTS_H

#include "bench.h"

struct test {
    const char *name;
    void (*run)(struct bench *b); /* starts on a bench just reset */
    unsigned profiles;            /* bit set of the memory profiles it runs with */
    unsigned aw_min, hw_min;      /* smallest parameters it makes sense with */
};

enum {
    ON_CHIP = 1u << MEM_ONCHIP,
    ON_FIXED = 1u << MEM_FIXED,
    ON_JITTER = 1u << MEM_JITTER,
    ON_SDRAM = 1u << MEM_SDRAM,
    ON_LINES = 1u << MEM_LINES,
    ON_ALL = ON_CHIP | ON_JITTER | ON_SDRAM | ON_LINES,
};

extern const struct test tests[];
extern const unsigned tests_count;

#endif
