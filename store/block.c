/* What stands before the payload of a block (block.h). */
#include "store/block.h"
#include "store/crc.h"
#include "store/little.h"

static uint32_t crc_of(const uint8_t *block, const struct block_name *name) {
    uint8_t bytes[20];
    put_little(bytes, name->store, 8);
    put_little(bytes + 8, name->sequence, 8);
    put_little(bytes + 16, name->index, 4);
    return crc32_of(crc32_of(0, bytes, sizeof bytes), block + BLOCK_EPOCH_AT, BLOCK_BYTES - BLOCK_EPOCH_AT);
}

void block_seal(uint8_t *block, const struct block_name *name, uint32_t epoch, uint32_t commit) {
    put_little(block + BLOCK_EPOCH_AT, epoch, 4);
    put_little(block + BLOCK_COMMIT_AT, commit, 2);
    put_little(block + BLOCK_CRC_AT, crc_of(block, name), 4);
}

bool block_is(const uint8_t *block, const struct block_name *name) {
    return get_little(block + BLOCK_CRC_AT, 4) == crc_of(block, name);
}

uint32_t block_epoch(const uint8_t *block) { return (uint32_t)get_little(block + BLOCK_EPOCH_AT, 4); }
uint32_t block_commit(const uint8_t *block) { return (uint32_t)get_little(block + BLOCK_COMMIT_AT, 2); }
