/* Small seeded random source (splitmix64), one stream per user, so that runs repeat exactly. */
#ifndef TESTS_HEAP_RNG_H
#define TESTS_HEAP_RNG_H

#include <stdbool.h>
#include <stdint.h>

struct rng {
    uint64_t state;
};

static inline uint64_t rng_mix(uint64_t z) {
    z = (z ^ (z >> 30)) * 0xbf58476d1ce4e5b9u;
    z = (z ^ (z >> 27)) * 0x94d049bb133111ebu;
    return z ^ (z >> 31);
}

static inline struct rng rng_new(uint64_t seed, uint64_t stream) {
    return (struct rng){rng_mix(seed * 0x9e3779b97f4a7c15u + stream)};
}

static inline uint64_t rng_next(struct rng *r) { return rng_mix(r->state += 0x9e3779b97f4a7c15u); }

/* Uniform in [0, n); n > 0. */
static inline uint32_t rng_below(struct rng *r, uint32_t n) { return (uint32_t)(((rng_next(r) >> 32) * n) >> 32); }

static inline bool rng_percent(struct rng *r, unsigned pct) { return rng_below(r, 100) < pct; }

#endif
