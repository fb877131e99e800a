/* Random numbers for tests (xorshift32). The seed is SEED from the environment or taken from the clock, and printed. */
#ifndef TESTS_SOC_RANDOM_H
#define TESTS_SOC_RANDOM_H

#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <time.h>

static uint32_t random_state;

static inline void random_begin(const char *what) {
    const char *given = getenv("SEED");
    random_state = given && *given ? (uint32_t)strtoul(given, NULL, 0) : (uint32_t)time(NULL) * 2654435761u;
    if (random_state == 0) random_state = 1;
    printf("%s: SEED=%u\n", what, random_state);
}

static inline uint32_t random_word(void) {
    random_state ^= random_state << 13;
    random_state ^= random_state >> 17;
    return random_state ^= random_state << 5;
}

/* 0 to n - 1 */
static inline uint32_t random_below(uint32_t n) { return (uint32_t)((uint64_t)random_word() * n >> 32); }

#endif
