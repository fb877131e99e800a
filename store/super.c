/* Superblocks (super.h). */
#include "store/super.h"
#include "store/little.h"
#include "store/table.h"
#include <string.h>

static const char magic[8] = "LITHSTR";

/* The payload: magic, version, and the fields of struct super in their order. */
enum {
    AT_VERSION = 8,
    AT_SEGMENT_BLOCKS = 12,
    AT_STORE = 16,
    AT_COUNT = 24,
    AT_EPOCH = 32,
    AT_SEGMENTS = 36,
    AT_NAMES = 40,
    AT_OWNER = 44,
    AT_CLAIMED = 52,
    AT_NAME = 60,
    AT_PLACE = 64,
    AT_SEQUENCE = 68,
    AT_COMMIT = 76,
    AT_CLOSED = 84,
    AT_INDEX = 92,
    AT_BEHIND = 96,
    AT_NEXT_NAME = 100,
    AT_NEXT_PLACE = 104
};
#define SEGMENT_BLOCKS_MIN 8u
#define SEGMENT_BLOCKS_MAX 2048u
#define SEGMENT_BLOCKS_LEAST 128u /* for the longest cell, of 4,095 fields of 11 bytes each, to fit */
#define SEGMENTS_WANTED 64u       /* a store of fewer has smaller ones */
#define SEGMENTS_MIN 4u

uint64_t super_table_blocks(const struct super *super) {
    return 2 * (((uint64_t)super->names + TABLE_ENTRIES - 1) / TABLE_ENTRIES);
}

static uint64_t first_block(const struct super *super) { return SUPER_TABLE + super_table_blocks(super); }

uint64_t super_block(const struct super *super, uint32_t place, uint32_t index) {
    return first_block(super) + (uint64_t)place * super->segment_blocks + index;
}

/* As many segments as there is room for beside the table of their names. */
static void divide(struct super *super, uint64_t blocks) {
    uint64_t segments = blocks > SUPER_TABLE ? (blocks - SUPER_TABLE) / super->segment_blocks : 0;
    if (segments > UINT32_MAX / NAMES_PER_SEGMENT) segments = UINT32_MAX / NAMES_PER_SEGMENT;
    do {
        super->segments = (uint32_t)segments;
        super->names = NAMES_PER_SEGMENT * (uint32_t)segments;
    } while (segments && super_block(super, (uint32_t)segments, 0) > blocks && segments--);
}

const char *super_new(struct super *super, const struct device *device, uint64_t store, uint32_t segment_blocks) {
    memset(super, 0, sizeof *super);
    super->store = store;
    super->segment_blocks = segment_blocks ? segment_blocks : SEGMENT_BLOCKS_MAX;
    divide(super, device->blocks);
    while (!segment_blocks && super->segments < SEGMENTS_WANTED && super->segment_blocks > SEGMENT_BLOCKS_LEAST) {
        super->segment_blocks /= 2;
        divide(super, device->blocks);
    }
    super->checkpoint.sequence = 1;
    super->commit = super->closed = ADDRESS_NONE;
    return super->segments < SEGMENTS_MIN ? "too small for a store" : NULL;
}

static uint64_t field(const uint8_t *block, uint32_t at, uint32_t bytes) {
    return get_little(block + BLOCK_PAYLOAD_AT + at, bytes);
}

static bool fits(const struct super *super, const struct device *device) {
    uint32_t blocks = super->segment_blocks;
    return blocks >= SEGMENT_BLOCKS_MIN && blocks <= SEGMENT_BLOCKS_MAX && !(blocks & (blocks - 1)) &&
           super->segments >= SEGMENTS_MIN && super->names == NAMES_PER_SEGMENT * super->segments &&
           super_block(super, super->segments, 0) <= device->blocks && super->checkpoint.place < super->segments &&
           super->checkpoint.name < super->names && super->index <= blocks && super->next.place < super->segments &&
           super->next.name < super->names;
}

/* The store's number is in the block itself, so it is no part of its name. */
static const struct block_name name_of[2] = {{0, BLOCK_SUPER, 0}, {0, BLOCK_SUPER, 1}};

static bool take(struct super *super, const uint8_t *block) {
    super->store = field(block, AT_STORE, 8);
    super->count = field(block, AT_COUNT, 8);
    super->epoch = (uint32_t)field(block, AT_EPOCH, 4);
    super->segment_blocks = (uint32_t)field(block, AT_SEGMENT_BLOCKS, 4);
    super->segments = (uint32_t)field(block, AT_SEGMENTS, 4);
    super->names = (uint32_t)field(block, AT_NAMES, 4);
    super->owner = field(block, AT_OWNER, 8);
    super->claimed = field(block, AT_CLAIMED, 8);
    super->checkpoint.name = (uint32_t)field(block, AT_NAME, 4);
    super->checkpoint.place = (uint32_t)field(block, AT_PLACE, 4);
    super->checkpoint.sequence = field(block, AT_SEQUENCE, 8);
    super->commit = field(block, AT_COMMIT, 8);
    super->index = (uint32_t)field(block, AT_INDEX, 4);
    super->behind = (uint32_t)field(block, AT_BEHIND, 4);
    super->next.name = (uint32_t)field(block, AT_NEXT_NAME, 4);
    super->next.place = (uint32_t)field(block, AT_NEXT_PLACE, 4);
    super->next.sequence = super->checkpoint.sequence + 1;
    super->closed = field(block, AT_CLOSED, 8);
    return field(block, AT_VERSION, 4) == SUPER_VERSION;
}

const char *super_read(struct super *super, struct device *device) {
    uint8_t block[BLOCK_BYTES];
    struct super found;
    bool any = false, other = false, store = false;
    if (device->blocks <= SUPER_TABLE) return "no store is there";
    for (uint32_t i = 0; i < 2; i++) {
        const char *wrong = device->read(device, i * SUPER_APART, 1, block);
        if (wrong) return wrong;
        store |= !memcmp(block + BLOCK_PAYLOAD_AT, magic, sizeof magic);
        if (!block_is(block, &name_of[i]) || memcmp(block + BLOCK_PAYLOAD_AT, magic, sizeof magic)) continue;
        if (!take(&found, block)) {
            other = true;
            continue;
        }
        if (!any || found.count > super->count) *super = found;
        any = true;
    }
    if (any) return fits(super, device) ? NULL : "the store does not fit the device: part of it is missing";
    return other ? "a store of another version" : store ? "both superblocks are damaged" : "no store is there";
}

static void put_field(uint8_t *block, uint32_t at, uint64_t value, uint32_t bytes) {
    put_little(block + BLOCK_PAYLOAD_AT + at, value, bytes);
}

const char *super_write(struct super *super, struct device *device) {
    uint8_t block[BLOCK_BYTES] = {0};
    const char *wrong = device->flush(device);
    if (wrong) return wrong;
    super->count++;
    memcpy(block + BLOCK_PAYLOAD_AT, magic, sizeof magic);
    put_field(block, AT_VERSION, SUPER_VERSION, 4);
    put_field(block, AT_SEGMENT_BLOCKS, super->segment_blocks, 4);
    put_field(block, AT_STORE, super->store, 8);
    put_field(block, AT_COUNT, super->count, 8);
    put_field(block, AT_EPOCH, super->epoch, 4);
    put_field(block, AT_SEGMENTS, super->segments, 4);
    put_field(block, AT_NAMES, super->names, 4);
    put_field(block, AT_OWNER, super->owner, 8);
    put_field(block, AT_CLAIMED, super->claimed, 8);
    put_field(block, AT_NAME, super->checkpoint.name, 4);
    put_field(block, AT_PLACE, super->checkpoint.place, 4);
    put_field(block, AT_SEQUENCE, super->checkpoint.sequence, 8);
    put_field(block, AT_COMMIT, super->commit, 8);
    put_field(block, AT_INDEX, super->index, 4);
    put_field(block, AT_BEHIND, super->behind, 4);
    put_field(block, AT_NEXT_NAME, super->next.name, 4);
    put_field(block, AT_NEXT_PLACE, super->next.place, 4);
    put_field(block, AT_CLOSED, super->closed, 8);
    for (uint32_t i = 0; i < 2 && !wrong; i++) {
        block_seal(block, &name_of[i], super->epoch, 0);
        wrong = device->write(device, i * SUPER_APART, 1, block);
        if (!wrong) wrong = device->flush(device);
    }
    return wrong;
}
