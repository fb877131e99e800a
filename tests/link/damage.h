/* What a bad line does to the bytes on it. */
#ifndef TESTS_LINK_DAMAGE_H
#define TESTS_LINK_DAMAGE_H

#include "random.h"
#include <stddef.h>

/* Each figure n means: once in so many bytes (the second group: bursts) on average; 0: never. */
struct damage {
    uint32_t drop, flip, insert, twice;
    uint32_t burst_twice, burst_cut, burst_noise;
};

/* Damages the burst of n bytes in place; returns its new length, at most 2 * n + 64, which it must have room for. */
size_t damage_burst(const struct damage *d, struct random *r, uint8_t *bytes, size_t n);

#endif
