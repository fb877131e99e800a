/* A commit in pieces (work.h). */
#include "kernel/store/work.h"
#include "kernel/process/machine.h"
#include "kernel/process/process.h"
#include "kernel/process/service.h"
#include "kernel/store/kept.h"
#include "kernel/store/state.h"

#define PIECE 20000u /* ticks of writing */
#define BATCH 32u    /* atoms that are set in the tree in a piece */
#define FEW 128u     /* cells that may be left to be written at the moment */
#define PASSES 8u    /* at most, where a program changes more than can be written meanwhile */

void work_begin(struct work *w, struct writer *writer, const struct commit *last) {
    w->writer = writer;
    w->commit = (struct commit){.atoms = last->atoms};
    w->state = w->tags = w->noted = w->left = NIL;
    w->passes = 0;
    w->atom = ABSENT; /* a pass begins */
    w->phase = WORK_COPY;
}

/* What a request to the outside has to remember means nothing to another machine, and may be open, or lead back to its
 * token: that is on the store without it. */
static void write_tokens(struct writer *writer) {
    for (val l = queue_tokens(services_waiting(), false); l != NIL; l = cdr(l)) {
        val token = car(l), copy;
        struct field field;
        if (kept_address(token) != ADDRESS_NONE) continue;
        copy = cell_copy(KIND_TUPLE, token, SNAPSHOT_WORDS);
        cell_seti(copy, SNAPSHOT_NOTE, NIL);
        write_value(writer, cell_seal(copy), &field);
        kept_cell_is(token, field.address);
    }
}

/* ---- the moment ---- */

static void note(struct work *w, val atom, val value) {
    write_all(w->writer, value);
    w->noted = cons(cons(atom, value), w->noted);
}

static void moment(struct work *w, val tags) {
    w->before();
    write_tokens(w->writer);
    w->state = state_value();
    w->tags = tags;
    note(w, fixnum(ATOM_ROOT), w->state);
    note(w, fixnum(ATOM_TAGS), tags);
    for (val atom = kept_first_changed(); atom != NIL; atom = kept_next_changed(atom)) note(w, atom, atom_get(atom));
    kept_all_unchanged();
    w->after();
    w->commit.count = w->writer->atoms;
    w->commit.time = machine_clock();
    w->left = w->noted;
    w->phase = WORK_SET;
}

/* ---- the pieces ---- */

static void begin_pass(struct work *w) {
    w->passes++;
    w->written = w->writer->cells;
    write_begin(w->writer, state_value());
    w->atom = kept_first_changed();
}

static void copy(struct work *w, val tags) {
    write_tokens(w->writer); /* of those who have asked since the last piece */
    if (w->atom == ABSENT) begin_pass(w);
    uint32_t until = (uint32_t)machine_ticks() + PIECE;
    while (write_some(w->writer, until)) {
        if (w->atom == NIL) {
            w->atom = ABSENT;
            if (w->writer->cells - w->written <= FEW || w->passes == PASSES) moment(w, tags);
            return;
        }
        write_begin(w->writer, atom_get(w->atom));
        w->atom = kept_next_changed(w->atom);
        if ((int32_t)(until - (uint32_t)machine_ticks()) <= 0) return;
    }
}

static void sort(struct setting *settings, uint32_t count) {
    for (uint32_t i = 1; i < count; i++)
        for (uint32_t j = i; j && settings[j].number < settings[j - 1].number; j--) {
            struct setting other = settings[j];
            settings[j] = settings[j - 1];
            settings[j - 1] = other;
        }
}

static void set(struct work *w) {
    static struct setting settings[BATCH];
    struct setting *first = settings + BATCH; /* the list is the other way round than numbers were given */
    for (; w->left != NIL && first > settings; w->left = cdr(w->left)) {
        val atom = car(car(w->left));
        first--;
        first->number = is_fixnum(atom) ? (uint32_t)fixnum_value(atom) : kept_number(atom);
        write_value(w->writer, cdr(car(w->left)), &first->value);
    }
    uint32_t count = (uint32_t)(settings + BATCH - first);
    sort(first, count);
    const char *wrong = atoms_set(w->writer->log, &w->commit.atoms, first, count);
    if (!wrong && w->left == NIL) {
        w->commit.identity = state_identity();
        w->commit.cells = w->writer->cells;
        wrong = commit_append(w->writer->log, &w->commit);
        w->phase = WORK_FLUSH;
    }
    if (wrong) store_error(wrong);
}

static bool flush(struct work *w) {
    struct log *log = w->writer->log;
    if (log_step(log)) return false;
    const char *wrong = log_sync(log);
    if (wrong) store_error(wrong);
    w->noted = NIL;
    w->writer->cells = 0;
    w->phase = WORK_NONE;
    return true;
}

bool work_piece(struct work *w, val tags) {
    if (w->phase == WORK_COPY)
        copy(w, tags);
    else if (w->phase == WORK_SET)
        set(w);
    else
        return flush(w);
    return false;
}

void work_give_up(struct work *w) {
    write_end(w->writer);
    for (val l = w->noted; l != NIL; l = cdr(l))
        if (!is_fixnum(car(car(l)))) kept_changes(car(car(l)));
    w->noted = w->left = NIL;
    w->phase = WORK_NONE;
}
