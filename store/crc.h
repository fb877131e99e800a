/* CRC-32 of IEEE 802.3, over bytes. */
#ifndef STORE_CRC_H
#define STORE_CRC_H

#include <stdint.h>

/* crc: 0, or what came out for the bytes before. */
uint32_t crc32_of(uint32_t crc, const void *bytes, uint32_t count);

#endif
