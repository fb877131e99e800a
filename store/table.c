/* The table of names (table.h). */
#include "store/table.h"
#include "store/little.h"
#include <string.h>

enum { AT_SEQUENCE, AT_PLACE = 8, AT_OFFSET = 12, AT_LENGTH = 16, AT_HOLDER = 20 };

void table_init(struct table *table, struct device *device, const struct super *super) {
    memset(table, 0, sizeof *table);
    table->device = device;
    table->super = super;
}

static struct block_name name_of(const struct table *table, uint32_t number, uint32_t copy) {
    return (struct block_name){table->super->store, BLOCK_TABLE, 2 * number + copy};
}

static uint64_t block_of(uint32_t number, uint32_t copy) { return SUPER_TABLE + 2 * (uint64_t)number + copy; }

static const char *write_copy(struct table *table, struct table_block *b, uint32_t copy) {
    struct block_name name = name_of(table, b->number, copy);
    block_seal(b->bytes, &name, b->count, 0);
    return table->device->write(table->device, block_of(b->number, copy), 1, b->bytes);
}

/* All blocks that have changed at once: first one copy of each, then the other. */
const char *table_write(struct table *table) {
    const char *wrong = NULL;
    for (uint32_t i = 0; i < TABLE_CACHED; i++) table->cached[i].count += table->cached[i].changed;
    for (uint32_t copy = 0; copy < 2 && !wrong; copy++) {
        for (uint32_t i = 0; i < TABLE_CACHED && !wrong; i++)
            if (table->cached[i].changed) wrong = write_copy(table, &table->cached[i], copy);
        if (!wrong) wrong = table->device->flush(table->device);
    }
    for (uint32_t i = 0; i < TABLE_CACHED; i++) table->cached[i].changed = false;
    return wrong;
}

const char *table_create(struct table *table) {
    struct table_block *b = &table->cached[0];
    const char *wrong = NULL;
    memset(b, 0, sizeof *b);
    for (; 2 * (uint64_t)b->number < super_table_blocks(table->super) && !wrong; b->number++)
        for (uint32_t copy = 0; copy < 2 && !wrong; copy++) wrong = write_copy(table, b, copy);
    return wrong ? wrong : table->device->flush(table->device);
}

/* The copy with the higher count. */
static const char *read_block(struct table *table, struct table_block *b, uint32_t number) {
    uint8_t both[2][BLOCK_BYTES];
    const char *wrong = table->device->read(table->device, block_of(number, 0), 2, both);
    if (wrong) return wrong;
    b->there = b->changed = false;
    b->number = number;
    for (uint8_t copy = 0; copy < 2; copy++) {
        struct block_name name = name_of(table, number, copy);
        if (!block_is(both[copy], &name) || (b->there && block_epoch(both[copy]) <= b->count)) continue;
        b->there = true;
        b->count = block_epoch(both[copy]);
        memcpy(b->bytes, both[copy], BLOCK_BYTES);
    }
    return b->there ? NULL : "the table of names is damaged";
}

static const char *find(struct table *table, uint32_t name, struct table_block **block, uint8_t **at) {
    uint32_t number = name / TABLE_ENTRIES, i = 0;
    while (i < TABLE_CACHED && !(table->cached[i].there && table->cached[i].number == number)) i++;
    if (i == TABLE_CACHED) {
        i = table->turn;
        table->turn = (i + 1) % TABLE_CACHED;
        const char *wrong = table->cached[i].changed ? table_write(table) : NULL;
        if (!wrong) wrong = read_block(table, &table->cached[i], number);
        if (wrong) return wrong;
    }
    *block = &table->cached[i];
    *at = table->cached[i].bytes + BLOCK_PAYLOAD_AT + name % TABLE_ENTRIES * TABLE_ENTRY_BYTES;
    return NULL;
}

const char *table_get(struct table *table, uint32_t name, struct table_entry *entry) {
    struct table_block *block;
    uint8_t *at;
    const char *wrong = find(table, name, &block, &at);
    if (wrong) return wrong;
    entry->sequence = get_little(at + AT_SEQUENCE, 8);
    entry->place = (uint32_t)get_little(at + AT_PLACE, 4);
    entry->offset = (uint32_t)get_little(at + AT_OFFSET, 4);
    entry->length = (uint32_t)get_little(at + AT_LENGTH, 4);
    entry->holder = (uint32_t)get_little(at + AT_HOLDER, 4);
    return NULL;
}

const char *table_set(struct table *table, uint32_t name, const struct table_entry *entry) {
    struct table_block *block;
    uint8_t *at, bytes[TABLE_ENTRY_BYTES];
    const char *wrong = find(table, name, &block, &at);
    if (wrong) return wrong;
    put_little(bytes + AT_SEQUENCE, entry->sequence, 8);
    put_little(bytes + AT_PLACE, entry->place, 4);
    put_little(bytes + AT_OFFSET, entry->offset, 4);
    put_little(bytes + AT_LENGTH, entry->length, 4);
    put_little(bytes + AT_HOLDER, entry->holder, 4);
    block->changed |= memcmp(at, bytes, sizeof bytes) != 0;
    memcpy(at, bytes, sizeof bytes);
    return NULL;
}
