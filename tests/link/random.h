/* Random numbers of a seed: the same run for the same seed everywhere. */
#ifndef TESTS_LINK_RANDOM_H
#define TESTS_LINK_RANDOM_H

#include <stdbool.h>
#include <stdint.h>

struct random {
    uint64_t state;
};

/* splitmix64 */
static inline uint32_t random_word(struct random *r) {
    uint64_t z = r->state += 0x9E3779B97F4A7C15u;
    z = (z ^ z >> 30) * 0xBF58476D1CE4E5B9u;
    z = (z ^ z >> 27) * 0x94D049BB133111EBu;
    return (uint32_t)(z ^ z >> 31);
}

/* 0 to n - 1 */
static inline uint32_t random_below(struct random *r, uint32_t n) { return random_word(r) % n; }

/* True once in n; never for 0. */
static inline bool random_once(struct random *r, uint32_t n) { return n && random_below(r, n) == 0; }

#endif
