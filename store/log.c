/* The log (log.h): where segments are, blocks that wait, opening. */
#include "store/log.h"
#include "store/little.h"
#include <string.h>

static const char full[] = "the store is full";

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

/* Segments that are in use and not in the table: the recent ones and the one behind them. */
static bool is_recent(const struct log *log, uint32_t name, uint32_t place) {
    if (log->next.name == name || log->next.place == place) return true;
    for (uint32_t i = 0; i < log->recent_count; i++)
        if (log->recent[i].name == name || log->recent[i].place == place) return true;
    return false;
}

#define NOWHERE 0xffffffffu

/* A name and a place for the segment behind another, the first that are free. NULL, or what is wrong. */
static const char *choose_behind(struct log *log, const struct segment *segment, struct segment *next) {
    uint32_t names = log->super.names, places = log->super.segments;
    bool found = false;
    const char *wrong = NULL;
    next->sequence = segment->sequence + 1;
    for (uint32_t n = 1; n < names && !found && !wrong; n++) {
        struct table_entry entry = {0};
        next->name = (segment->name + n) % names;
        if (!is_recent(log, next->name, NOWHERE)) wrong = table_get(&log->table, next->name, &entry);
        found = !is_recent(log, next->name, NOWHERE) && !entry.sequence;
    }
    bool named = found;
    found = false;
    for (uint32_t n = 1; n < places && !found && !wrong; n++) {
        struct table_entry entry = {0};
        next->place = (segment->place + n) % places;
        if (!is_recent(log, NOWHERE, next->place)) wrong = table_get(&log->table, next->place, &entry);
        found = !is_recent(log, NOWHERE, next->place) && !entry.holder;
    }
    return wrong ? wrong : named && found ? NULL : full;
}

/* The table has the segment. */
static const char *enter(struct log *log, const struct segment *segment) {
    struct table_entry entry;
    const char *wrong = table_get(&log->table, segment->name, &entry);
    entry.sequence = segment->sequence;
    entry.place = segment->place;
    entry.offset = entry.length = 0;
    if (!wrong) wrong = table_set(&log->table, segment->name, &entry);
    if (!wrong) wrong = table_get(&log->table, segment->place, &entry);
    entry.holder = segment->name + 1;
    return wrong ? wrong : table_set(&log->table, segment->place, &entry);
}

/* The table gets what is recent, and reading begins behind the last commit if nothing has been appended since, else at
 * the segment that is written. All blocks have been written. */
static void checkpoint(struct log *log) {
    for (uint32_t i = 0; i < log->recent_count; i++)
        if (fails(log, enter(log, &log->recent[i]))) return;
    if (fails(log, table_write(&log->table))) return;
    log->super.checkpoint = log->at;
    log->super.next = log->next;
    log->super.index = log->behind_commit ? log->index : 0;
    log->super.behind = log->behind_commit ? log->super.epoch : 0;
    log->super.commit = log->commit;
    log->since = 0;
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
        for (uint32_t i = 0; i < LOG_READ; i++)
            if (log->read[i].block == b->block) log->read[i].block = 0;
        log->written = b->commits;
        log->since++;
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
    if (!log->wrong && log->behind_commit && log->since >= LOG_UNCHECKED) checkpoint(log);
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
    log->behind_commit = false;
    put_little(payload + LOG_HEADER_NAME, segment->name, 4);
    put_little(payload + LOG_HEADER_NEXT_NAME, next->name, 4);
    put_little(payload + LOG_HEADER_NEXT_PLACE, next->place, 4);
    log->recent[log->recent_count++] = *segment;
    end_block(log, 0);
}

/* False: there is no room for one, or something has gone wrong. */
static bool next_segment(struct log *log) {
    struct segment segment = log->next, behind;
    const char *wrong = choose_behind(log, &segment, &behind);
    if (wrong && wrong != full) fails(log, wrong);
    if (wrong) return false;
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
    if (count) log->behind_commit = false;
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
    log->behind_commit = true;
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
    struct log_read *r = &log->read[0];
    for (uint32_t i = 0; i < LOG_READ && r->block != block; i++)
        if (log->read[i].block == block || log->reads - log->read[i].age > log->reads - r->age) r = &log->read[i];
    *payload = r->bytes + BLOCK_PAYLOAD_AT;
    r->age = ++log->reads;
    if (r->block == block) return NULL;
    struct block_name name = name_of(log, segment->sequence, index);
    r->block = 0;
    for (uint32_t tries = 0; tries < 2; tries++) {
        const char *wrong = log->device->read(log->device, block, 1, r->bytes);
        if (wrong) return wrong;
        if (!block_is(r->bytes, &name)) continue; /* it may have suffered on the way */
        r->block = block;
        return NULL;
    }
    return "a damaged block";
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
    const char *wrong = NULL;
    struct segment passed[LOG_RECENT];
    uint32_t count = 0;
    if (log->super.index) {
        r.next = log->super.next;
        r.index = log->super.index;
        r.epoch = log->super.behind;
    } else if (!read_header(log, &r, &wrong)) {
        return wrong ? wrong : "the segment that was written last is damaged";
    }
    log->recent[log->recent_count++] = passed[count++] = r.segment;
    continue_behind(log, &r);
    r.may_rise = true;
    for (;;) {
        if (r.index == log->super.segment_blocks) {
            r.segment = r.next;
            if (count == LOG_RECENT || !read_header(log, &r, &wrong)) break;
            passed[count++] = r.segment;
        }
        if (!read_next(log, &r, &wrong)) break;
        uint32_t field = block_commit(r.bytes), end = field & LOG_COMMIT_END;
        r.index++;
        if (end >= COMMIT_BYTES && end <= BLOCK_PAYLOAD) {
            log->commit = address_of(r.segment.name, (r.index - 1) * BLOCK_PAYLOAD + end - COMMIT_BYTES);
            while (log->recent_count < count)
                log->recent[log->recent_count] = passed[log->recent_count], log->recent_count++;
            continue_behind(log, &r);
        }
        if (field & LOG_SEGMENT_ENDS) r.index = log->super.segment_blocks;
    }
    return wrong;
}

const char *log_open(struct log *log, struct device *device) {
    memset(log, 0, sizeof *log);
    log->device = device;
    const char *wrong = super_read(&log->super, device);
    if (wrong) return wrong;
    log->commit = log->super.commit;
    table_init(&log->table, device, &log->super);
    wrong = follow(log);
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
    struct segment second = {1, 1, super->checkpoint.sequence + 1};
    table_init(&log.table, device, &log.super);
    if (fails(&log, table_create(&log.table))) return log.wrong;
    begin_block(&log);
    begin_segment(&log, &super->checkpoint, &second);
    if (log_sync(&log)) return log.wrong;
    fails(&log, super_write(&log.super, device));
    *super = log.super;
    return log.wrong;
}
