/* Reading records (cursor.h). */
#include "store/cursor.h"
#include <string.h>

static const char damaged[] = "a damaged record";

/* Has at least `least` bytes here, or all that there can be: a record may be the last thing in the log. */
static void fill(struct cursor *c, uint32_t least) {
    if (c->count - c->at >= least) return;
    memmove(c->bytes, c->bytes + c->at, c->count - c->at);
    c->count -= c->at;
    c->at = 0;
    while (c->count < least && !c->wrong) {
        uint32_t part = log_rest(c->next), room = CURSOR_BYTES - c->count;
        if (part > room) part = room;
        const char *wrong = log_read(c->log, c->next, part, c->bytes + c->count);
        if (wrong && c->count) return; /* what is here may be enough */
        c->wrong = wrong;
        c->next += part;
        c->count += part;
    }
}

/* Takes what was found in the bytes here; 0: nothing. */
static void take(struct cursor *c, uint32_t bytes) {
    if (!bytes && !c->wrong) c->wrong = damaged;
    c->at += bytes;
}

void cursor_open(struct cursor *c, struct log *log, uint64_t address, uint32_t *kind, uint32_t *length) {
    *c = (struct cursor){.log = log, .record = address, .next = address};
    *kind = *length = 0;
    fill(c, RECORD_HEAD_MAX);
    take(c, c->wrong ? 0 : record_take_head(c->bytes, c->count, kind, length));
}

void cursor_field(struct cursor *c, struct field *field) {
    fill(c, RECORD_FIELD_MAX);
    take(c, c->wrong ? 0 : record_take_field(c->bytes + c->at, c->count - c->at, field, c->record));
}

uint8_t cursor_byte(struct cursor *c) {
    fill(c, 1);
    if (c->wrong || c->at == c->count) {
        take(c, 0);
        return 0;
    }
    return c->bytes[c->at++];
}
