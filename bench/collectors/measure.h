/* What a program of bench/collectors begins and ends with. */
#ifndef COLLECTORS_MEASURE_H
#define COLLECTORS_MEASURE_H

#include "heap.h"

/* WORK multiplies the work; SIZE_SHIFT makes what lives smaller, by a power of two, for tests. */
#ifndef WORK
#define WORK 1
#endif
#ifndef SIZE_SHIFT
#define SIZE_SHIFT 0
#endif

/* First: the heap is there, and cycles are counted. */
void measure_begin(void);
/* Last: prints figures as lines "key value", and PASS. */
_Noreturn void measure_end(uint32_t checksum);

/* A pseudo-random number generator (Marsaglia, "Xorshift RNGs", 2003); the state is never 0. */
static inline uint32_t random_next(uint32_t *state) {
    uint32_t x = *state;
    x ^= x << 13;
    x ^= x >> 17;
    x ^= x << 5;
    return *state = x;
}

/* Makes `sum` a checksum of one number more (Fowler, Noll and Vo's hash FNV-1a, with words in place of bytes). */
static inline uint32_t checked(uint32_t sum, uint32_t number) { return (sum ^ number) * 16777619u; }

#endif
