/* What a store is and where it begins: a superblock in two copies, written one after the other (docs/store.md).
 *
 *   | superblock | ... | superblock | ... | table of names | segment | segment | ...
 *   0                  SUPER_APART        SUPER_TABLE      first of segment 0
 *
 * A segment is a row of blocks, as many in each, that is written from its beginning to its end. It has a name as long
 * as anything refers to what is in it, and a sequence for ever; the table says where each name is. */
#ifndef STORE_SUPER_H
#define STORE_SUPER_H

#include "store/block.h"

#define SUPER_VERSION 1u
#define SUPER_APART 128u /* far enough for one torn write not to reach both */
#define SUPER_TABLE 256u

/* A segment that can be found without the table. */
struct segment {
    uint32_t name, place; /* place: 0 is the first behind the table */
    uint64_t sequence;
};

struct super {
    uint64_t store;          /* its number, by chance */
    uint64_t count;          /* of the writings: the higher one holds */
    uint32_t epoch;          /* of the openings for writing */
    uint32_t segment_blocks; /* a power of two */
    uint32_t segments;       /* places for them */
    uint32_t names;
    uint64_t owner;            /* who has it open for writing, by chance; 0: nobody */
    uint64_t claimed;          /* since when: milliseconds since 1970, 0: not known */
    struct segment checkpoint; /* where reading what was written last begins */
    uint64_t commit;           /* address of the last one before, ADDRESS_NONE: there is none */
    uint64_t closed;           /* address of the last one of all, ADDRESS_NONE: there is none; 0: not known */
};

#define NAMES_PER_SEGMENT 4u
#define ADDRESS_NONE (~(uint64_t)0)

/* A new store on all blocks of the device, with nothing in it and the first segment as its checkpoint; segment_blocks
 * 0: as many as suit the device. NULL, or why not. Nothing is written. */
const char *super_new(struct super *super, const struct device *device, uint64_t store, uint32_t segment_blocks);
/* NULL, or what is wrong: a device error, no store there, one of another version, both damaged. */
const char *super_read(struct super *super, struct device *device);
/* Counts and writes it, when all that was written before is certain; then it is certain, too. */
const char *super_write(struct super *super, struct device *device);

uint64_t super_table_blocks(const struct super *super);
/* The device's block of a block in the segment at a place. */
uint64_t super_block(const struct super *super, uint32_t place, uint32_t index);

#endif
