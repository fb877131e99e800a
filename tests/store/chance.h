/* Numbers by chance, the same again for the same state. */
#ifndef TESTS_STORE_CHANCE_H
#define TESTS_STORE_CHANCE_H

#include <stdint.h>

static uint64_t seed, state;

static inline uint32_t chance(uint32_t n) {
    state = state * 6364136223846793005u + 1442695040888963407u;
    return (uint32_t)(state >> 33) % n;
}

#endif
