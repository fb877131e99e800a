/* The table of names: where each segment is (super.h). A block of it has two copies with a count. One is certain before
 * the other is written: a change is there whole or not at all, and of two copies that agree either may go bad. */
#ifndef STORE_TABLE_H
#define STORE_TABLE_H

#include "store/super.h"

#define TABLE_ENTRY_BYTES 24u
#define TABLE_ENTRIES (BLOCK_PAYLOAD / TABLE_ENTRY_BYTES)

struct table_entry {
    uint64_t sequence; /* 0: nothing has the name */
    uint32_t place;    /* of the segment; or the name of the segment that has it as a pack */
    uint32_t offset;   /* the pack's there */
    uint32_t length;   /* bytes of the pack; 0: it is a segment of its own */
    uint32_t holder;   /* 1 + the name of the segment at the place that has this entry's number; 0: the place is free */
};

#define TABLE_CACHED 2u

struct table {
    struct device *device;
    const struct super *super;
    uint32_t turn; /* the cached block that is given up next */
    struct table_block {
        bool there, changed;
        uint32_t number, count;
        uint8_t bytes[BLOCK_BYTES];
    } cached[TABLE_CACHED];
};

void table_init(struct table *table, struct device *device, const struct super *super);
/* Names are below super->names. NULL, or what is wrong. */
const char *table_get(struct table *table, uint32_t name, struct table_entry *entry);
const char *table_set(struct table *table, uint32_t name, const struct table_entry *entry);
/* A new one: no name is in use. */
const char *table_create(struct table *table);
/* Has all that has been changed be certain. */
const char *table_write(struct table *table);

#endif
