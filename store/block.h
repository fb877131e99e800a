/* A block of a store:
 *
 *   0     4       8        10                                   512
 *   | crc | epoch | commit | payload                            |
 *
 *   crc     CRC-32 of the store's number, the block's name and all that follows: a block that is torn, that belongs to
 *           another store or place, or that stood there before, is none
 *   epoch   which opening of the store wrote it; or another count (superblocks, table)
 *   commit  in a segment: where in the payload the last commit that ends in this block does; 0: none does
 *
 * A block's name says what it is to be: a segment's sequence and the number in it, or a fixed one. */
#ifndef STORE_BLOCK_H
#define STORE_BLOCK_H

#include "store/device.h"
#include <stdbool.h>

enum { BLOCK_CRC_AT, BLOCK_EPOCH_AT = 4, BLOCK_COMMIT_AT = 8, BLOCK_PAYLOAD_AT = 10 };
#define BLOCK_PAYLOAD (BLOCK_BYTES - BLOCK_PAYLOAD_AT)

struct block_name {
    uint64_t store;    /* the store's number */
    uint64_t sequence; /* of the segment; or one of those below */
    uint32_t index;    /* in the segment */
};
#define BLOCK_SUPER (~(uint64_t)0)
#define BLOCK_TABLE (~(uint64_t)1)

/* Fills in all that stands before the payload. */
void block_seal(uint8_t *block, const struct block_name *name, uint32_t epoch, uint32_t commit);
/* Whether it is the block of that name, whole. */
bool block_is(const uint8_t *block, const struct block_name *name);
uint32_t block_epoch(const uint8_t *block);
uint32_t block_commit(const uint8_t *block);

#endif
