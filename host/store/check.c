/* Looking at a whole store (check.h): its segments and their blocks. */
#include "host/store/check.h"
#include "host/store/check_parts.h"
#include "store/little.h"
#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

void check_damage(struct checking *c, const char *format, ...) {
    char line[300];
    va_list arguments;
    va_start(arguments, format);
    vsnprintf(line, sizeof line, format, arguments);
    va_end(arguments);
    c->result->damages++;
    c->listener->damage(c->listener->context, line);
}

uint64_t check_device_block(const struct checking *c, uint32_t index) {
    return super_block(&c->log->super, c->part->at.place, index);
}

static struct block_name name_of(const struct checking *c, const struct segment *segment, uint32_t index) {
    return (struct block_name){c->log->super.store, segment->sequence, index};
}

/* ---- superblocks and table ---- */

static const char *check_copy(struct checking *c, uint64_t block, const struct block_name *name, const char *what) {
    uint8_t bytes[BLOCK_BYTES];
    const char *wrong = c->device->read(c->device, block, 1, bytes);
    if (!wrong && !block_is(bytes, name))
        check_damage(c, "block %llu: a copy of %s is damaged", (unsigned long long)block, what);
    c->result->blocks++;
    return wrong;
}

static const char *check_copies(struct checking *c) {
    const struct super *super = &c->log->super;
    const char *wrong = NULL;
    for (uint32_t i = 0; i < 2 && !wrong; i++)
        wrong = check_copy(c, (uint64_t)i * SUPER_APART, &(struct block_name){0, BLOCK_SUPER, i}, "the superblock");
    for (uint32_t i = 0; i < super_table_blocks(super) && !wrong; i++)
        wrong =
            check_copy(c, SUPER_TABLE + i, &(struct block_name){super->store, BLOCK_TABLE, i}, "the table of names");
    return wrong;
}

/* ---- which segments there are ---- */

static int compare(const void *a, const void *b) {
    const struct part *x = a, *y = b;
    return x->at.sequence < y->at.sequence ? -1 : x->at.sequence > y->at.sequence;
}

static bool is_recent(const struct log *log, uint32_t name) {
    for (uint32_t i = 0; i < log->recent_count; i++)
        if (log->recent[i].name == name) return true;
    return false;
}

static void add_part(struct checking *c, const struct segment *segment) {
    if (segment->sequence <= c->log->at.sequence) c->parts[c->count++].at = *segment;
}

static const char *gather(struct checking *c) {
    struct log *log = c->log;
    for (uint32_t name = 0; name < log->super.names; name++) {
        struct table_entry entry;
        const char *wrong = table_get(&log->table, name, &entry);
        if (wrong) return wrong;
        if (entry.sequence && !is_recent(log, name)) add_part(c, &(struct segment){name, entry.place, entry.sequence});
    }
    for (uint32_t i = 0; i < log->recent_count; i++) add_part(c, &log->recent[i]);
    qsort(c->parts, c->count, sizeof *c->parts, compare);
    return NULL;
}

/* Which segment follows, by the header of one. False: that is damaged, or another's. */
static bool read_next(struct checking *c, const struct segment *segment, struct segment *next) {
    uint8_t bytes[BLOCK_BYTES];
    const uint8_t *payload = bytes + BLOCK_PAYLOAD_AT;
    struct block_name name = name_of(c, segment, 0);
    if (c->device->read(c->device, super_block(&c->log->super, segment->place, 0), 1, bytes)) return false;
    next->name = (uint32_t)get_little(payload + LOG_HEADER_NEXT_NAME, 4);
    next->place = (uint32_t)get_little(payload + LOG_HEADER_NEXT_PLACE, 4);
    next->sequence = segment->sequence + 1;
    return block_is(bytes, &name) && get_little(payload + LOG_HEADER_NAME, 4) == segment->name;
}

static bool is_same(const struct segment *a, const struct segment *b) {
    return a->name == b->name && a->place == b->place && a->sequence == b->sequence;
}

/* Of the parts from `from` to `end`, which have the same sequence, the one that counts: that which the segment before
 * leads to, or if there is no saying that (next NULL), one with a whole header. */
static uint32_t choose(struct checking *c, uint32_t from, uint32_t end, const struct segment *next) {
    struct segment behind;
    uint32_t chosen = from;
    for (uint32_t i = from; i < end; i++)
        if (next ? is_same(&c->parts[i].at, next) : read_next(c, &c->parts[i].at, &behind)) chosen = i;
    return chosen;
}

/* A crash may leave segments in the table that are not followed: others of the same sequences have been written in
 * their stead. */
static void follow(struct checking *c) {
    uint32_t kept = 0;
    struct segment next;
    bool told = false;
    for (uint32_t i = 0, end; i < c->count; i = end) {
        uint64_t sequence = c->parts[i].at.sequence;
        for (end = i + 1; end < c->count && c->parts[end].at.sequence == sequence;) end++;
        struct part part = c->parts[choose(c, i, end, told ? &next : NULL)];
        if (sequence != (kept ? c->parts[kept - 1].at.sequence + 1 : 1))
            check_damage(c, "segment %llu is missing", (unsigned long long)sequence - 1);
        else if (told && !is_same(&part.at, &next))
            check_damage(c, "segment %llu is not where the one before it says", (unsigned long long)sequence);
        c->parts[kept++] = part;
        c->part_of[part.at.name] = kept;
        told = read_next(c, &part.at, &next);
    }
    c->count = kept;
}

/* ---- a segment ---- */

/* A block that cannot be read is damaged: what stands in its place is of another segment. But if none can be read, it
 * is the device that is damaged. */
static const char *read_blocks(struct checking *c, uint32_t count) {
    const char *wrong = c->device->read(c->device, check_device_block(c, 0), count, c->blocks);
    bool any = false;
    if (!wrong) return NULL;
    for (uint32_t i = 0; i < count; i++) {
        any |= !c->device->read(c->device, check_device_block(c, i), 1, c->blocks[i]);
    }
    return any ? NULL : wrong;
}

/* Up to the end of the segment, which is after `most` blocks at the latest. */
static void look_at_blocks(struct checking *c, uint32_t most) {
    bool ends = false;
    for (c->used = 0; c->used < most && !ends; c->used++) {
        uint32_t i = c->used;
        struct block_name name = name_of(c, &c->part->at, i);
        c->whole[i] = block_is(c->blocks[i], &name);
        ends = c->whole[i] && block_commit(c->blocks[i]) & LOG_SEGMENT_ENDS;
        memcpy(c->payload + (size_t)i * BLOCK_PAYLOAD, c->blocks[i] + BLOCK_PAYLOAD_AT, BLOCK_PAYLOAD);
    }
    c->result->blocks += c->used;
}

/* Blocks that are damaged beside each other have one line. */
static void tell_damaged(struct checking *c) {
    unsigned long long sequence = c->part->at.sequence;
    for (uint32_t i = 0, end; i < c->used; i = end) {
        for (end = i; end < c->used && c->whole[end] == c->whole[i];) end++;
        unsigned long long first = check_device_block(c, i);
        if (c->whole[i]) continue;
        if (end == i + 1)
            check_damage(c, "block %llu: damaged (number %u of segment %llu)", first, i, sequence);
        else
            check_damage(c, "blocks %llu to %llu: damaged (numbers %u to %u of segment %llu)", first,
                         first + (end - i) - 1, i, end - 1, sequence);
    }
    if (c->whole[0] && get_little(c->payload + LOG_HEADER_NAME, 4) != c->part->at.name)
        check_damage(c, "segment %llu has another name than the table says", sequence);
}

/* An opening goes on behind a commit, or behind the header of a segment (store/log.h). */
static bool may_be_behind(const struct checking *c, uint32_t index, uint32_t epoch) {
    uint32_t before = block_epoch(c->blocks[index]);
    bool may_rise = !index || block_commit(c->blocks[index]) & LOG_COMMIT_END;
    return may_rise ? epoch >= before : epoch == before;
}

static void check_epochs(struct checking *c) {
    for (uint32_t i = 1; i < c->used; i++)
        if (c->whole[i - 1] && c->whole[i] && !may_be_behind(c, i - 1, block_epoch(c->blocks[i])))
            check_damage(c, "block %llu: of another opening than the one before it",
                         (unsigned long long)check_device_block(c, i));
    if (c->header_behind && c->whole[c->used - 1] && !may_be_behind(c, c->used - 1, c->epoch_behind))
        check_damage(c, "segment %llu: begun by another opening than the one before it",
                     (unsigned long long)c->part->at.sequence + 1);
    c->header_behind = c->whole[0];
    c->epoch_behind = block_epoch(c->blocks[0]);
}

/* ---- all of it ---- */

/* Reads one segment after the other, the latest first. */
static const char *check_segments(struct checking *c) {
    uint32_t all = c->log->super.segment_blocks;
    for (uint32_t i = c->count; i--;) {
        c->part = &c->parts[i];
        uint32_t most = c->part->at.sequence == c->log->at.sequence ? c->log->index : all;
        const char *wrong = read_blocks(c, most);
        if (wrong) return wrong;
        look_at_blocks(c, most);
        tell_damaged(c);
        check_epochs(c);
        check_records(c);
        if (c->wrong) return c->wrong;
        c->listener->progress(c->listener->context, c->count - i, c->count);
    }
    check_first_commit(c);
    return NULL;
}

static const char *check_log(struct checking *c) {
    const struct super *super = &c->log->super;
    c->parts = calloc((size_t)super->names + LOG_RECENT, sizeof *c->parts);
    c->part_of = calloc(super->names, sizeof *c->part_of);
    c->blocks = calloc(super->segment_blocks, BLOCK_BYTES);
    c->payload = malloc((size_t)super->segment_blocks * BLOCK_PAYLOAD);
    c->whole = calloc(super->segment_blocks, sizeof *c->whole);
    const char *wrong = c->parts && c->part_of && c->blocks && c->payload && c->whole ? NULL : "out of memory";
    if (!wrong) wrong = check_copies(c);
    if (!wrong) wrong = gather(c);
    if (!wrong) follow(c);
    if (!wrong) wrong = check_segments(c);
    for (uint32_t i = 0; c->parts && i < c->count; i++) free(c->parts[i].marks);
    free(c->parts);
    free(c->part_of);
    free(c->blocks);
    free(c->payload);
    free(c->whole);
    return wrong;
}

/* A device that notes whether it is it that is wrong. */
struct noting {
    struct device device, *below;
    const char *wrong;
};

static const char *noting_read(struct device *device, uint64_t block, uint32_t count, void *to) {
    struct noting *n = (struct noting *)device;
    const char *wrong = n->below->read(n->below, block, count, to);
    if (wrong) n->wrong = wrong;
    return wrong;
}

const char *store_check(struct device *device, const struct check_listener *listener, struct check_result *result) {
    struct noting noting = {{device->blocks, noting_read, NULL, NULL}, device, NULL};
    struct super super;
    struct checking c = {.device = device, .listener = listener, .result = result};
    *result = (struct check_result){0};
    const char *wrong = super_read(&super, device);
    if (wrong) return wrong;
    c.log = malloc(sizeof *c.log);
    wrong = c.log ? log_open(c.log, &noting.device) : "out of memory";
    bool opens = !wrong;
    if (wrong && c.log && !noting.wrong) {
        opens = log_is_cut(c.log);
        if (opens)
            check_damage(&c, "a block from %llu on: damaged; what follows it, up to the last commit, is cut off",
                         (unsigned long long)super_block(&c.log->super, c.log->at.place, c.log->index));
        else
            check_damage(&c, "%s: the store does not open", wrong);
        wrong = NULL;
    }
    if (opens) wrong = check_log(&c);
    free(c.log);
    return wrong;
}
