/* The log (log.h): where segments are, blocks that wait, opening. */
#include "store/log.h"
#include "store/little.h"
#include <string.h>

static uint32_t words_for(uint32_t bits) { return (bits + 31) / 32; }
uint32_t log_room(const struct super *super) { return words_for(super->segments) + words_for(super->names); }

static bool is_used(const uint32_t *bits, uint32_t i) { return bits[i / 32] >> i % 32 & 1; }
static void set_used(uint32_t *bits, uint32_t i) { bits[i / 32] |= 1u << i % 32; }

/* The first from `from` on, around, that is free; `count` if none is. */
static uint32_t find_free(const uint32_t *bits, uint32_t from, uint32_t count) {
    for (uint32_t n = 0, i = from % count; n < count; n++, i = i + 1 == count ? 0 : i + 1)
        if (!is_used(bits, i)) return i;
    return count;
}

/* Whether something has gone wrong, now or before. */
static bool fails(struct log *log, const char *wrong) {
    if (wrong && !log->wrong) log->wrong = wrong;
    return log->wrong != NULL;
}

/* ---- where segments are ---- */

static struct block_name name_of(const struct log *log, uint64_t sequence, uint32_t index) {
    return (struct block_name){log->super.store, sequence, index};
}

static const char *find_segment(struct log *log, uint32_t name, struct segment *segment) {
    if (name >= log->super.names) return "an address that cannot be";
    for (uint32_t i = log->recent_count; i--;)
        if (log->recent[i].name == name) {
            *segment = log->recent[i];
            return NULL;
        }
    struct table_entry entry;
    const char *wrong = table_get(&log->table, name, &entry);
    if (wrong) return wrong;
    if (!entry.sequence || entry.place >= log->super.segments) return "an address in a segment that is not there";
    *segment = (struct segment){name, entry.place, entry.sequence};
    return NULL;
}

static void take(struct log *log, const struct segment *segment) {
    set_used(log->places_used, segment->place);
    set_used(log->names_used, segment->name);
}

/* The segment behind another. False: no place is free. */
static bool choose_behind(const struct log *log, const struct segment *segment, struct segment *next) {
    next->name = find_free(log->names_used, segment->name + 1, log->super.names);
    next->place = find_free(log->places_used, segment->place + 1, log->super.segments);
    next->sequence = segment->sequence + 1;
    return next->name < log->super.names && next->place < log->super.segments;
}

/* The table gets what is recent, and reading begins at the segment that is written. All blocks have been written. */
static void checkpoint(struct log *log) {
    for (uint32_t i = 0; i < log->recent_count; i++) {
        struct table_entry entry = {log->recent[i].sequence, log->recent[i].place, 0, 0};
        if (fails(log, table_set(&log->table, log->recent[i].name, &entry))) return;
    }
    if (fails(log, table_write(&log->table))) return;
    log->super.checkpoint = log->at;
    log->super.commit = log->commit;
    if (fails(log, super_write(&log->super, log->device))) return;
    log->recent[0] = log->at;
    log->recent_count = 1;
}

/* ---- blocks that wait ---- */

static struct log_block *filling(struct log *log) { return &log->waiting[(log->first + log->count) % LOG_BLOCKS]; }

static void begin_block(struct log *log) {
    log->used = log->commit_end = 0;
    memset(filling(log)->bytes, 0, BLOCK_BYTES);
}

bool log_step(struct log *log) {
    if (log->wrong) return false;
    if (log->count) {
        struct log_block *b = &log->waiting[log->first];
        if (fails(log, log->device->write(log->device, b->block, 1, b->bytes))) return false;
        log->written = b->commits;
        log->first = (log->first + 1) % LOG_BLOCKS;
        log->count--;
        return true;
    }
    if (log->acknowledged == log->written) return false;
    if (fails(log, log->device->flush(log->device))) return false;
    log->acknowledged = log->written;
    return true;
}

const char *log_sync(struct log *log) {
    while (log_step(log))
        ;
    return log->wrong;
}

static void end_block(struct log *log, uint32_t flags) {
    struct log_block *b = filling(log);
    struct block_name name = name_of(log, log->at.sequence, log->index);
    block_seal(b->bytes, &name, log->super.epoch, log->commit_end | flags);
    b->block = super_block(&log->super, log->at.place, log->index);
    b->commits = log->appended;
    log->count++;
    log->index++;
    while (log->count == LOG_BLOCKS && log_step(log))
        ;
    begin_block(log);
}

/* The segment becomes the one that is written, `next` the one behind it. */
static void begin_segment(struct log *log, const struct segment *segment, const struct segment *next) {
    uint8_t *payload = filling(log)->bytes + BLOCK_PAYLOAD_AT;
    log->at = *segment;
    log->next = *next;
    log->index = 0;
    take(log, segment);
    take(log, next);
    put_little(payload + LOG_HEADER_NAME, segment->name, 4);
    put_little(payload + LOG_HEADER_NEXT_NAME, next->name, 4);
    put_little(payload + LOG_HEADER_NEXT_PLACE, next->place, 4);
    log->recent[log->recent_count++] = *segment;
    end_block(log, 0);
}

static bool next_segment(struct log *log) {
    struct segment segment = log->next, behind;
    if (!choose_behind(log, &segment, &behind)) return false;
    if (log->index < log->super.segment_blocks) end_block(log, LOG_SEGMENT_ENDS);
    begin_segment(log, &segment, &behind);
    if (log->recent_count == LOG_RECENT && !log_sync(log)) checkpoint(log);
    return !log->wrong;
}

/* ---- appending ---- */

uint32_t log_longest(const struct log *log) { return (log->super.segment_blocks - 1) * BLOCK_PAYLOAD; }

static uint32_t offset(const struct log *log) { return log->index * BLOCK_PAYLOAD + log->used; }

uint64_t log_begin(struct log *log, uint32_t count) {
    if (log->wrong || count > log_longest(log)) return ADDRESS_NONE;
    if (offset(log) + count > log->super.segment_blocks * BLOCK_PAYLOAD && !next_segment(log)) return ADDRESS_NONE;
    return address_of(log->at.name, offset(log));
}

void log_put(struct log *log, const void *bytes, uint32_t count) {
    const uint8_t *from = bytes;
    while (count && !log->wrong) {
        uint32_t part = BLOCK_PAYLOAD - log->used < count ? BLOCK_PAYLOAD - log->used : count;
        memcpy(filling(log)->bytes + BLOCK_PAYLOAD_AT + log->used, from, part);
        log->used += part;
        from += part;
        count -= part;
        if (log->used == BLOCK_PAYLOAD) end_block(log, 0);
    }
}

/* A commit is in one block. */
bool log_commit(struct log *log, const uint8_t bytes[COMMIT_BYTES]) {
    if (log->wrong) return false;
    if (log->used + COMMIT_BYTES > BLOCK_PAYLOAD) end_block(log, 0);
    if (log->index == log->super.segment_blocks && !next_segment(log)) return false;
    log->commit = address_of(log->at.name, offset(log));
    memcpy(filling(log)->bytes + BLOCK_PAYLOAD_AT + log->used, bytes, COMMIT_BYTES);
    log->commit_end = log->used + COMMIT_BYTES;
    log->appended++;
    end_block(log, 0);
    return !log->wrong;
}

/* ---- reading ---- */

static const char *read_block(struct log *log, const struct segment *segment, uint32_t index, const uint8_t **payload) {
    uint64_t block = super_block(&log->super, segment->place, index);
    for (uint32_t i = 0; i < log->count; i++) {
        const struct log_block *b = &log->waiting[(log->first + i) % LOG_BLOCKS];
        *payload = b->bytes + BLOCK_PAYLOAD_AT;
        if (b->block == block) return NULL;
    }
    *payload = log->read.bytes + BLOCK_PAYLOAD_AT;
    if (log->read.block == block) return NULL;
    struct block_name name = name_of(log, segment->sequence, index);
    const char *wrong = log->device->read(log->device, block, 1, log->read.bytes);
    log->read.block = 0;
    if (wrong) return wrong;
    if (!block_is(log->read.bytes, &name)) return "a damaged block";
    log->read.block = block;
    return NULL;
}

const char *log_read(struct log *log, uint64_t address, uint32_t count, void *to) {
    struct segment segment;
    uint8_t *out = to;
    uint32_t at = address_offset(address), end = log->super.segment_blocks * BLOCK_PAYLOAD;
    const char *wrong = find_segment(log, address_name(address), &segment);
    if (wrong) return wrong;
    if (at < BLOCK_PAYLOAD || at > end || count > end - at) return "an address that cannot be";
    while (count) {
        uint32_t index = at / BLOCK_PAYLOAD, from = at % BLOCK_PAYLOAD;
        uint32_t part = BLOCK_PAYLOAD - from < count ? BLOCK_PAYLOAD - from : count;
        const uint8_t *payload = filling(log)->bytes + BLOCK_PAYLOAD_AT;
        if (segment.sequence != log->at.sequence || index != log->index)
            wrong = read_block(log, &segment, index, &payload);
        if (wrong) return wrong;
        memcpy(out, payload + from, part);
        out += part;
        at += part;
        count -= part;
    }
    return NULL;
}

uint32_t log_rest(uint64_t address) { return BLOCK_PAYLOAD - address_offset(address) % BLOCK_PAYLOAD; }

/* ---- opening ---- */

/* Which names and places are in use, by the table. */
static const char *read_table(struct log *log) {
    for (uint32_t name = 0; name < log->super.names; name++) {
        struct table_entry entry;
        const char *wrong = table_get(&log->table, name, &entry);
        if (wrong) return wrong;
        if (!entry.sequence) continue;
        if (entry.place >= log->super.segments) return "the table of names is damaged";
        struct segment segment = {name, entry.place, entry.sequence};
        take(log, &segment);
    }
    return NULL;
}

struct reading {
    struct segment segment, next;
    uint32_t index, epoch; /* the block that comes, the epoch of the one before it */
    bool may_rise;         /* that one ends with a commit, or is the header of the checkpoint's segment */
    uint8_t bytes[BLOCK_BYTES];
};

/* The next block. False: it is not there. An opening writes from behind a commit on, so the epoch rises there alone: a
 * block of an earlier one elsewhere was left when blocks behind it had been written already, and it had not. */
static bool read_next(struct log *log, struct reading *r, const char **wrong) {
    struct block_name name = name_of(log, r->segment.sequence, r->index);
    *wrong = log->device->read(log->device, super_block(&log->super, r->segment.place, r->index), 1, r->bytes);
    if (*wrong || !block_is(r->bytes, &name)) return false;
    uint32_t epoch = block_epoch(r->bytes);
    if (r->may_rise ? epoch < r->epoch : epoch != r->epoch) return false;
    r->epoch = epoch;
    r->may_rise = block_commit(r->bytes) & LOG_COMMIT_END;
    return true;
}

/* The header of a segment, for which only its place is known. False: it is not there, or leads nowhere. */
static bool read_header(struct log *log, struct reading *r, const char **wrong) {
    const uint8_t *payload = r->bytes + BLOCK_PAYLOAD_AT;
    r->index = 0;
    if (!read_next(log, r, wrong)) return false;
    r->index = 1;
    r->next.name = (uint32_t)get_little(payload + LOG_HEADER_NEXT_NAME, 4);
    r->next.place = (uint32_t)get_little(payload + LOG_HEADER_NEXT_PLACE, 4);
    r->next.sequence = r->segment.sequence + 1;
    return get_little(payload + LOG_HEADER_NAME, 4) == r->segment.name && r->next.name < log->super.names &&
           r->next.place < log->super.segments;
}

/* What is appended goes on behind the block that has been read. */
static void continue_behind(struct log *log, const struct reading *r) {
    log->at = r->segment;
    log->next = r->next;
    log->index = r->index;
}

/* Follows the blocks from the checkpoint on. */
static const char *follow(struct log *log) {
    struct reading r = {.segment = log->super.checkpoint, .may_rise = true};
    const char *wrong;
    struct segment passed[LOG_RECENT];
    uint32_t count = 0;
    if (!read_header(log, &r, &wrong)) return wrong ? wrong : "the segment that was written last is damaged";
    log->recent[log->recent_count++] = passed[count++] = r.segment;
    continue_behind(log, &r);
    r.may_rise = true;
    while (read_next(log, &r, &wrong)) {
        uint32_t field = block_commit(r.bytes), end = field & LOG_COMMIT_END;
        r.index++;
        if (end >= COMMIT_BYTES && end <= BLOCK_PAYLOAD) {
            log->commit = address_of(r.segment.name, (r.index - 1) * BLOCK_PAYLOAD + end - COMMIT_BYTES);
            while (log->recent_count < count)
                log->recent[log->recent_count] = passed[log->recent_count], log->recent_count++;
            continue_behind(log, &r);
        }
        if (!(field & LOG_SEGMENT_ENDS) && r.index < log->super.segment_blocks) continue;
        r.segment = r.next;
        if (count == LOG_RECENT || !read_header(log, &r, &wrong)) break;
        passed[count++] = r.segment;
    }
    for (uint32_t i = 0; i < log->recent_count; i++) take(log, &log->recent[i]);
    take(log, &log->next);
    return wrong;
}

const char *log_open(struct log *log, struct device *device, uint32_t *room, uint32_t words) {
    memset(log, 0, sizeof *log);
    log->device = device;
    const char *wrong = super_read(&log->super, device);
    if (wrong) return wrong;
    if (words < log_room(&log->super)) return "too large for the memory there is";
    memset(room, 0, words * sizeof *room);
    log->places_used = room;
    log->names_used = room + words_for(log->super.segments);
    log->commit = log->super.commit;
    table_init(&log->table, device, &log->super);
    wrong = read_table(log);
    if (!wrong) wrong = follow(log);
    if (!wrong && log_is_cut(log)) wrong = "a damaged block has cut off the last commits";
    return wrong;
}

bool log_is_cut(const struct log *log) { return log->super.closed && log->super.closed != log->commit; }

const char *log_claim(struct log *log, uint64_t owner, uint64_t now) {
    log->super.owner = owner;
    log->super.claimed = now;
    log->super.closed = 0;
    log->super.epoch++;
    begin_block(log);
    fails(log, super_write(&log->super, log->device));
    return log->wrong;
}

const char *log_close(struct log *log) {
    if (log_sync(log)) return log->wrong;
    log->super.owner = log->super.claimed = 0;
    log->super.closed = log->commit;
    fails(log, super_write(&log->super, log->device));
    return log->wrong;
}

const char *log_create(struct device *device, struct super *super) {
    struct log log = {.device = device, .super = *super};
    uint32_t places[1] = {0}, names[1] = {0};
    struct segment second = {1, 1, super->checkpoint.sequence + 1};
    log.places_used = places;
    log.names_used = names;
    table_init(&log.table, device, &log.super);
    if (fails(&log, table_create(&log.table))) return log.wrong;
    begin_block(&log);
    begin_segment(&log, &super->checkpoint, &second);
    if (log_sync(&log)) return log.wrong;
    fails(&log, super_write(&log.super, device));
    *super = log.super;
    return log.wrong;
}
