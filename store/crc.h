/* Check sums over bytes, a table look-up for each. */
#ifndef STORE_CRC_H
#define STORE_CRC_H

#include <stdint.h>

/* CRC-32 of IEEE 802.3. crc: 0, or what came out for the bytes before. */
uint32_t crc32_of(uint32_t crc, const void *bytes, uint32_t count);

/* The CRC of CCITT, as SD cards have it, from 0 on, with one byte more. */
extern const uint16_t crc16_table[256];
static inline uint32_t crc16_with(uint32_t crc, uint8_t byte) {
    return (crc << 8 & 0xffff) ^ crc16_table[(crc >> 8 ^ byte) & 0xff];
}

#endif
