/* Cells from the log (read.h). */
#include "kernel/store/read.h"
#include "kernel/store/kept.h"
#include "store/cursor.h"

#define STUB_WORDS 2u
#define ABSENT_WORDS 9u /* with handles, of what an absent cell is made of */

static uint32_t count;

uint32_t read_count(void) { return count; }

static val stub(uint32_t low, uint32_t high) {
    return cell_mk2(KIND_ABSENT, (val)(uintptr_t)low, (val)(uintptr_t)high);
}

/* A cell of the kind with these words as its stub. */
static val make_absent(uint32_t kind, uint32_t low, uint32_t high) {
    val c = kind == KIND_ATOM ? atom_new(NIL) : cell_seal(cell_new_kind(kind, 1)), s = stub(low, high);
    while (!cell_retarget(c, s))
        ;
    return c;
}

static val of_record(uint64_t address, uint32_t kind) {
    val c = kept_cell(address, kind);
    if (c != ABSENT) return c;
    c = make_absent(kind, (uint32_t)address, (uint32_t)(address >> 32));
    kept_cell_is(c, address);
    return c;
}

static val of_atom(uint32_t number) {
    val c = kept_atom(number);
    if (c != ABSENT) return c;
    c = make_absent(KIND_ATOM, number, 0);
    kept_atom_is(c, number);
    return c;
}

val read_field(const struct field *f) {
    val v;
    switch (f->sort) {
    case FIELD_FIXNUM:
        return fixnum(f->number);
    case FIELD_IMMEDIATE:
        return (val)(uintptr_t)f->word;
    case FIELD_RECORD:
        return of_record(f->address, f->kind);
    default:
        v = of_atom((uint32_t)f->address);
        return f->view ? atom_view(v) : v;
    }
}

static uint64_t address_in(val absent) {
    return (uint64_t)word_of(cell_peek(absent, 1)) << 32 | word_of(cell_peek(absent, 0));
}

static bool is_raw(uint32_t kind) { return kind >= KIND_FIRST_RAW; }

static const char *open_record(struct cursor *c, struct log *log, val absent, uint32_t *length) {
    uint32_t kind;
    cursor_open(c, log, address_in(absent), &kind, length);
    if (!c->wrong && (kind != cell_kind(absent) || (is_raw(kind) ? (*length + 3) / 4 : *length) > CELL_WORDS_MAX))
        c->wrong = "a damaged record";
    return c->wrong;
}

const char *read_needs(struct log *log, val absent, uint32_t *words) {
    uint32_t kind = cell_kind(absent), length = 1;
    struct cursor c;
    const char *wrong = kind == KIND_ATOM ? NULL : open_record(&c, log, absent, &length);
    *words = ABSENT_WORDS + (is_raw(kind) ? length / 4 + 1 : (ABSENT_WORDS + 1) * length + kept_needs(length));
    return wrong;
}

static const char *read_cell(struct log *log, val absent, val *fresh) {
    struct cursor c;
    uint32_t length, kind = cell_kind(absent);
    if (open_record(&c, log, absent, &length)) return c.wrong;
    *fresh = cell_new_kind(kind, length);
    for (uint32_t i = 0; i < length && !c.wrong; i++) {
        struct field f;
        if (is_raw(kind)) {
            cell_set_byte(*fresh, i, cursor_byte(&c));
            continue;
        }
        cursor_field(&c, &f);
        if (!c.wrong) cell_set(*fresh, i, read_field(&f));
    }
    cell_seal(*fresh);
    return c.wrong;
}

static const char *read_atom(struct log *log, const struct atoms *atoms, val absent, val *fresh) {
    struct field f;
    bool there;
    const char *wrong = atoms_get(log, atoms, word_of(cell_peek(absent, 0)), &f, &there);
    if (!wrong && !there) wrong = "an atom without a value";
    if (!wrong) *fresh = atom_new(read_field(&f));
    return wrong;
}

const char *read_absent(struct log *log, const struct atoms *atoms, val absent) {
    val fresh = NIL;
    const char *wrong =
        cell_kind(absent) == KIND_ATOM ? read_atom(log, atoms, absent, &fresh) : read_cell(log, absent, &fresh);
    if (wrong) return wrong;
    while (!cell_retarget(absent, fresh))
        ;
    count++;
    return NULL;
}
