/* Numbers in bytes, the lowest first, wherever they stand. */
#ifndef STORE_LITTLE_H
#define STORE_LITTLE_H

#include <stdint.h>

static inline void put_little(uint8_t *to, uint64_t value, uint32_t bytes) {
    for (; bytes; bytes--, value >>= 8) *to++ = (uint8_t)value;
}

static inline uint64_t get_little(const uint8_t *from, uint32_t bytes) {
    uint64_t value = 0;
    while (bytes--) value = value << 8 | from[bytes];
    return value;
}

#endif
