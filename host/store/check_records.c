/* Looking at a whole store (check.h): commits and records. */
#include "host/store/check_parts.h"
#include <lith_isa.h>
#include <stdlib.h>
#include <string.h>

#define KIND_MASK ((1u << RECORD_KIND_BITS) - 1)

static uint32_t offsets(const struct checking *c) { return c->log->super.segment_blocks * BLOCK_PAYLOAD; }
static uint64_t address_at(const struct checking *c, uint32_t at) { return address_of(c->part->at.name, at); }

static void tell(struct checking *c, uint32_t at, const char *what) {
    check_damage(c, "block %llu, address %x:%x: %s", (unsigned long long)check_device_block(c, at / BLOCK_PAYLOAD),
                 (unsigned)c->part->at.name, (unsigned)at, what);
}

/* ---- what refers to what ---- */

static bool is_marked(const struct part *part, uint32_t at) { return part->marks && part->marks[at / 8] >> at % 8 & 1; }

/* False: there is no memory for it. */
static bool mark(struct checking *c, struct part *part, uint32_t at) {
    if (!part->marks) part->marks = calloc(1, offsets(c) / 8 + 1);
    if (!part->marks) return false;
    part->marks[at / 8] |= (uint8_t)(1u << at % 8);
    return true;
}

/* Whether a record of another kind begins at the address. What is damaged is told where it is. */
static bool is_another(struct checking *c, const struct part *part, uint64_t address, uint32_t kind) {
    uint32_t at = address_offset(address);
    uint8_t head;
    if (part == c->part) {
        if (!c->whole[at / BLOCK_PAYLOAD]) return false;
        head = c->payload[at];
    } else if (log_read(c->log, address, 1, &head)) {
        return false;
    }
    return (head & KIND_MASK) != kind;
}

/* What is at `from` refers to a record. NULL, or what is wrong with that. */
static const char *refer(struct checking *c, uint32_t from, uint64_t address, uint32_t kind) {
    uint32_t name = address_name(address), at = address_offset(address);
    uint32_t number = name < c->log->super.names ? c->part_of[name] : 0;
    if (!number) return "refers to a segment that is not there";
    struct part *part = &c->parts[number - 1];
    if (part->at.sequence > c->part->at.sequence || (part == c->part && at >= from))
        return "refers to what is behind it";
    if (at < BLOCK_PAYLOAD || at >= offsets(c)) return "refers to a place where no record can be";
    if (is_marked(part, at)) return NULL;
    if (!mark(c, part, at)) c->wrong = "out of memory";
    return is_another(c, part, address, kind) ? "refers to a record of another kind" : NULL;
}

/* ---- records ---- */

static bool is_known(uint32_t kind) { return kind == RECORD_ATOMS || (kind <= KIND_BIGINT && kind != KIND_ATOM); }
static bool is_raw(uint32_t kind) { return kind >= KIND_FIRST_RAW && kind != RECORD_ATOMS; }

static uint32_t longest(uint32_t kind) {
    return kind == RECORD_ATOMS ? ATOMS_WIDE : is_raw(kind) ? CELL_WORDS_MAX * 4 : CELL_WORDS_MAX;
}

static bool is_child(const struct field *f) { return f->sort == FIELD_RECORD && f->kind == RECORD_ATOMS; }

/* A node has children or what atoms hold, not both (*inner: it has children, below 0: that is not known yet). Nothing
 * else refers to nodes. */
static bool fits(uint32_t kind, const struct field *field, int *inner) {
    if (kind != RECORD_ATOMS) return !is_child(field);
    if (field->sort == FIELD_IMMEDIATE && field->word == NIL_WORD) return true;
    if (*inner < 0) *inner = is_child(field);
    return is_child(field) == *inner;
}

/* The bytes from `at` on that are in whole blocks. */
static uint32_t readable(const struct checking *c, uint32_t at) {
    uint32_t index = at / BLOCK_PAYLOAD;
    while (index < c->used && c->whole[index]) index++;
    return index > at / BLOCK_PAYLOAD ? index * BLOCK_PAYLOAD - at : 0;
}

static const char *check_field(struct checking *c, uint32_t at, const struct field *field) {
    if (field->sort == FIELD_ATOM && field->address >= c->atoms) return "refers to an atom that there never was";
    return field->sort == FIELD_RECORD ? refer(c, at, field->address, field->kind) : NULL;
}

/* NULL, or what is wrong; *whole false: it goes on where nothing can be read. */
static const char *check_fields(struct checking *c, uint32_t at, uint32_t kind, uint32_t length, const uint8_t *from,
                                uint32_t count, bool *whole) {
    const char *wrong = NULL;
    int inner = -1;
    for (uint32_t i = 0; i < length && !wrong; i++) {
        struct field field;
        uint32_t n = record_take_field(from, count, &field, address_at(c, at));
        *whole = n;
        if (!n) return "no whole record";
        from += n;
        count -= n;
        wrong = fits(kind, &field, &inner) ? check_field(c, at, &field) : "a damaged tree of atoms";
    }
    return wrong;
}

static void check_record(struct checking *c, uint32_t at) {
    uint32_t count = readable(c, at), kind, length, n = record_take_head(c->payload + at, count, &kind, &length);
    bool whole = n, cut = at + count < c->used * BLOCK_PAYLOAD; /* by a damaged block, which has been told */
    const char *wrong = n ? NULL : "no whole record";
    if (n && !is_known(kind))
        wrong = "a record of no known kind";
    else if (n && length > longest(kind))
        wrong = "a record that is too long";
    else if (n && !is_raw(kind))
        wrong = check_fields(c, at, kind, length, c->payload + at + n, count - n, &whole);
    else if (n && length > count - n)
        wrong = "no whole record", whole = false;
    c->result->records++;
    if (wrong && (whole || !cut)) tell(c, at, wrong);
}

/* ---- commits ---- */

/* How it goes with the one behind it. NULL, or what is wrong. */
static const char *check_order(const struct checking *c, const struct commit *commit, uint64_t address) {
    if (!c->met) return address == c->log->commit ? NULL : "not the commit that the store opens at";
    if (commit->number + 1 == c->commit.number && c->commit.before != address)
        return "the commit behind it says that it is elsewhere";
    if (commit->number >= c->commit.number) return "its number is not lower than that of the commit behind it";
    return commit->count > c->commit.count ? "it knows more atoms than the commit behind it" : NULL;
}

static const char *check_jump(struct checking *c, const struct commit *commit) {
    struct commit further;
    if ((commit->before == ADDRESS_NONE) != (commit->number == 1)) return "it says wrongly that it is the first";
    if ((commit->before == ADDRESS_NONE) != (commit->jump == ADDRESS_NONE)) return "the way to older ones is damaged";
    if (commit->jump == ADDRESS_NONE || commit_read(c->log, commit->jump, &further)) return NULL;
    return further.number < commit->number ? NULL : "the way to older ones is damaged";
}

static void tell_missing(struct checking *c, uint64_t from, uint64_t to) {
    if (from == to)
        check_damage(c, "commit %llu is lost", (unsigned long long)from);
    else if (from < to)
        check_damage(c, "commits %llu to %llu are lost", (unsigned long long)from, (unsigned long long)to);
}

static void check_commit(struct checking *c, uint32_t index) {
    uint32_t end = block_commit(c->blocks[index]) & LOG_COMMIT_END, at = index * BLOCK_PAYLOAD + end - COMMIT_BYTES;
    struct commit commit;
    if (!end) return;
    if (end < COMMIT_BYTES || end > BLOCK_PAYLOAD || !index) {
        check_damage(c, "block %llu: a commit that ends where it cannot",
                     (unsigned long long)check_device_block(c, index));
        return;
    }
    const char *wrong = commit_read(c->log, address_at(c, at), &commit);
    if (wrong) {
        tell(c, at, wrong);
        return;
    }
    wrong = check_order(c, &commit, address_at(c, at));
    if (!wrong) wrong = check_jump(c, &commit);
    if (c->met)
        tell_missing(c, commit.number + 1, c->commit.number - 1);
    else
        c->atoms = commit.count;
    if (!wrong && commit.atoms.root != ADDRESS_NONE) wrong = refer(c, at, commit.atoms.root, RECORD_ATOMS);
    if (wrong) tell(c, at, wrong);
    c->met = true;
    c->commit = commit;
    c->result->commits++;
}

void check_first_commit(struct checking *c) {
    if (c->met)
        tell_missing(c, 1, c->commit.number - 1);
    else if (c->log->commit != ADDRESS_NONE)
        check_damage(c, "all commits are lost");
}

/* ---- a segment ---- */

/* From the last byte of its payloads to the first. */
void check_records(struct checking *c) {
    uint32_t end = c->used * BLOCK_PAYLOAD;
    for (uint32_t at = offsets(c); at-- > end;)
        if (is_marked(c->part, at)) tell(c, at, "something refers to this place, which has never been written");
    for (uint32_t index = c->used; index-- > 1 && !c->wrong;) {
        if (!c->whole[index]) continue;
        check_commit(c, index);
        for (uint32_t at = (index + 1) * BLOCK_PAYLOAD; at-- > index * BLOCK_PAYLOAD;)
            if (is_marked(c->part, at)) check_record(c, at);
    }
    free(c->part->marks);
    c->part->marks = NULL;
}
