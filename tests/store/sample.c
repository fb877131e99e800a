/* Stores for tests (sample.h). */
#include "sample.h"
#include <lith_isa.h>
#include <string.h>

#define ATOMS_MOST 400u
#define FIELDS_MOST 24u
#define BYTES_MOST 700u

uint32_t sample_chance(struct sample *s, uint32_t n) {
    s->random = s->random * 6364136223846793005u + 1442695040888963407u;
    return n ? (uint32_t)(s->random >> 33) % n : 0;
}

void sample_init(struct sample *s, uint64_t seed) {
    memset(s, 0, sizeof *s);
    s->random = seed * 2654435761u + 1;
    s->commit = (struct commit){.atoms = {ADDRESS_NONE, 0}, .count = ATOM_FIRST};
}

const char *sample_new(struct sample *s, struct device *device, uint64_t seed, uint32_t segment_blocks) {
    struct super super;
    sample_init(s, seed);
    const char *wrong = super_new(&super, device, seed + 1, segment_blocks);
    return wrong ? wrong : log_create(device, &super);
}

const char *sample_open(struct sample *s, struct device *device, uint64_t owner, uint64_t now) {
    const char *wrong = log_open(&s->log, device);
    if (!wrong && s->log.commit != ADDRESS_NONE) wrong = commit_read(&s->log, s->log.commit, &s->commit);
    s->count = s->committed;
    return wrong ? wrong : log_claim(&s->log, owner, now);
}

static struct field any_field(struct sample *s) {
    switch (sample_chance(s, s->count ? 6 : 3)) {
    case 0:
        return (struct field){.sort = FIELD_FIXNUM,
                              .number = (int32_t)sample_chance(s, 1u << 29) >> sample_chance(s, 29)};
    case 1:
        return (struct field){.sort = FIELD_IMMEDIATE, .word = sample_chance(s, 300) << 2 | 2};
    case 2:
        return (struct field){
            .sort = FIELD_ATOM, .address = sample_chance(s, s->commit.count), .view = sample_chance(s, 2)};
    case 3:
        return s->made[sample_chance(s, s->count)];
    default:
        return s->made[s->count - 1 - sample_chance(s, s->count < 20 ? s->count : 20)];
    }
}

const char *sample_put(struct sample *s, uint32_t kind, uint32_t length, const struct field *fields,
                       struct field *field) {
    static uint8_t bytes[RECORD_HEAD_MAX + FIELDS_MOST * RECORD_FIELD_MAX];
    uint64_t address = log_begin(&s->log, sizeof bytes);
    uint32_t n = record_put_head(bytes, kind, length);
    if (address == ADDRESS_NONE) return s->log.wrong ? s->log.wrong : "the store is full";
    for (uint32_t i = 0; i < length; i++) n += record_put_field(bytes + n, &fields[i], address);
    log_put(&s->log, bytes, n);
    *field = (struct field){.sort = FIELD_RECORD, .kind = (uint8_t)kind, .address = address};
    s->commit.cells++;
    return s->log.wrong;
}

static const char *put_raw(struct sample *s, struct field *field) {
    uint8_t bytes[RECORD_HEAD_MAX + BYTES_MOST];
    uint32_t length = sample_chance(s, sample_chance(s, 3) ? 20 : BYTES_MOST);
    uint64_t address = log_begin(&s->log, sizeof bytes);
    uint32_t n = record_put_head(bytes, KIND_STRING, length);
    if (address == ADDRESS_NONE) return s->log.wrong ? s->log.wrong : "the store is full";
    for (uint32_t i = 0; i < length; i++) bytes[n++] = (uint8_t)sample_chance(s, 256);
    log_put(&s->log, bytes, n);
    *field = (struct field){.sort = FIELD_RECORD, .kind = KIND_STRING, .address = address};
    s->commit.cells++;
    return s->log.wrong;
}

const char *sample_record(struct sample *s, struct field *field) {
    static const uint8_t kinds[] = {KIND_CONS, KIND_TUPLE, KIND_VECTOR, KIND_MAP, KIND_FN};
    struct field fields[FIELDS_MOST];
    uint32_t kind = kinds[sample_chance(s, sizeof kinds)],
             length = kind == KIND_CONS ? 2 : sample_chance(s, FIELDS_MOST);
    for (uint32_t i = 0; i < length; i++) fields[i] = any_field(s);
    const char *wrong = sample_chance(s, 4) ? sample_put(s, kind, length, fields, field) : put_raw(s, field);
    if (!wrong && s->count < SAMPLE_RECORDS) s->made[s->count++] = *field;
    return wrong;
}

const char *sample_commit(struct sample *s) {
    struct setting settings[ATOMS_MOST];
    uint32_t count = 0;
    struct field field;
    const char *wrong = NULL;
    for (uint32_t i = sample_chance(s, 30); i && !wrong; i--) wrong = sample_record(s, &field);
    if (s->commit.count < ATOMS_MOST) s->commit.count += sample_chance(s, 12);
    for (uint32_t i = 0; i < s->commit.count; i++)
        if (!sample_chance(s, i ? 20 : 2)) settings[count++] = (struct setting){i, any_field(s)};
    if (!wrong) wrong = atoms_set(&s->log, &s->commit.atoms, settings, count);
    s->commit.time = 1795939200000 + 1000 * (uint64_t)s->commits; /* in November 2026 */
    if (!wrong) wrong = commit_append(&s->log, &s->commit);
    if (!wrong) wrong = log_sync(&s->log);
    if (wrong) return wrong;
    s->commits++;
    s->commit.cells = 0;
    s->committed = s->count;
    return NULL;
}
