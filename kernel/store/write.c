/* Values into the log (write.h). */
#include "kernel/store/write.h"
#include "kernel/process/machine.h"
#include "kernel/store/kept.h"
#include "lisp/cells/error.h"
#include "store/log.h"

#define GATHERED 64u /* bytes put into the log at once */

_Noreturn void store_error(const char *why) { lisp_error("store", "store: %s", why); }

static bool is_atom(val v) { return cell_kind(v) == KIND_ATOM; }
static bool is_raw(val v) { return cell_kind(v) >= KIND_FIRST_RAW; }
static bool is_view(val v) { return word_of(v) & 0x80; }

static uint32_t number_of(struct writer *w, val atom) {
    uint32_t number = kept_number(atom);
    if (number) return number;
    kept_atom_is(atom, w->atoms);
    kept_changes(atom);
    return w->atoms++;
}

/* All that it reaches has been written. */
static void field_of(struct writer *w, val v, struct field *f) {
    if (is_fixnum(v)) {
        f->sort = FIELD_FIXNUM;
        f->number = fixnum_value(v);
    } else if (!is_ref(v)) {
        f->sort = FIELD_IMMEDIATE;
        f->word = word_of(v);
    } else if (is_atom(v)) {
        f->sort = FIELD_ATOM;
        f->view = is_view(v);
        f->address = number_of(w, v);
    } else {
        f->sort = FIELD_RECORD;
        f->view = false;
        f->kind = (uint8_t)cell_kind(v);
        f->address = kept_address(v);
    }
}

struct gathered {
    uint32_t count;
    uint8_t bytes[GATHERED];
};

static void flush(struct writer *w, struct gathered *g) {
    log_put(w->log, g->bytes, g->count);
    g->count = 0;
}

static void put_bytes(struct writer *w, struct gathered *g, val c, uint32_t length) {
    for (uint32_t i = 0; i < length; i++) {
        if (g->count == GATHERED) flush(w, g);
        g->bytes[g->count++] = cell_byte(c, i);
    }
}

static void put_fields(struct writer *w, struct gathered *g, val c, uint32_t length, uint64_t address) {
    for (uint32_t i = 0; i < length; i++) {
        struct field f;
        field_of(w, cell_get(c, i), &f);
        if (g->count + RECORD_FIELD_MAX > GATHERED) flush(w, g);
        g->count += record_put_field(g->bytes + g->count, &f, address);
    }
}

static void append(struct writer *w, val c) {
    uint32_t length = cell_len(c), most = RECORD_HEAD_MAX + length * (is_raw(c) ? 1 : RECORD_FIELD_MAX);
    uint64_t address = log_begin(w->log, most);
    struct gathered g; /* no initial value: that would write all of it */
    if (address == ADDRESS_NONE) store_error(w->log->wrong ? w->log->wrong : "it is full");
    g.count = record_put_head(g.bytes, cell_kind(c), length);
    if (is_raw(c))
        put_bytes(w, &g, c, length);
    else
        put_fields(w, &g, c, length, address);
    flush(w, &g);
    if (w->log->wrong) store_error(w->log->wrong);
    kept_cell_is(c, address);
    w->cells++;
}

static bool is_to_write(val v) { return is_ref(v) && !is_atom(v) && kept_address(v) == ADDRESS_NONE; }

/* Those of its fields that are to be written come in front of the others. */
static val with_fields(val waiting, val c) {
    for (uint32_t i = is_raw(c) ? 0 : cell_len(c); i--;) {
        val f = cell_get(c, i);
        if (is_to_write(f)) waiting = cons(f, waiting);
    }
    return waiting;
}

static val step(struct writer *w, val waiting) {
    val c = car(waiting);
    if (!is_to_write(c)) return cdr(waiting);
    val more = with_fields(waiting, c);
    if (more != waiting) return more;
    append(w, c);
    return cdr(waiting);
}

void write_begin(struct writer *w, val v) {
    if (is_to_write(v)) w->waiting = cons(v, w->waiting);
}

bool write_some(struct writer *w, uint32_t until) {
    while (w->waiting != NIL && (int32_t)(until - (uint32_t)machine_ticks()) > 0) w->waiting = step(w, w->waiting);
    return w->waiting == NIL;
}

void write_end(struct writer *w) { w->waiting = NIL; }

void write_all(struct writer *w, val v) {
    if (!is_ref(v)) return;
    if (is_atom(v)) number_of(w, v);
    for (val waiting = is_to_write(v) ? cons(v, NIL) : NIL; waiting != NIL;) waiting = step(w, waiting);
}

void write_value(struct writer *w, val v, struct field *field) {
    write_all(w, v);
    field_of(w, v, field);
}
