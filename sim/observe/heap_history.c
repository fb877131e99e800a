#include "heap_history.h"
#include <inttypes.h>
#include <lith_isa.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

/* CLASS_OTHER, which is 0: the rest. */
static const uint8_t class_of_kind[32] = {
    [KIND_CONS] = CLASS_CONS,      [KIND_TUPLE] = CLASS_TUPLE,   [KIND_ATOM] = CLASS_ATOM,
    [KIND_FRAME] = CLASS_FRAME,    [KIND_FN] = CLASS_FUNCTION,   [KIND_MAP] = CLASS_MAP,
    [KIND_VECTOR] = CLASS_VECTOR,  [KIND_SET] = CLASS_MAP,       [KIND_SYMBOL] = CLASS_SYMBOL,
    [KIND_KEYWORD] = CLASS_SYMBOL, [KIND_LAZY] = CLASS_LAZY,     [KIND_VAR] = CLASS_ATOM,
    [KIND_NODE] = CLASS_TUPLE,     [KIND_CONT] = CLASS_FRAME,    [KIND_PROCESS] = CLASS_FRAME,
    [KIND_BOX] = CLASS_LAZY,       [KIND_STRING] = CLASS_STRING, [KIND_BYTES] = CLASS_STRING,
    [KIND_INT64] = CLASS_NUMBER,   [KIND_DOUBLE] = CLASS_NUMBER, [KIND_CODE] = CLASS_FUNCTION,
    [KIND_BIGINT] = CLASS_NUMBER};

enum { ROW_WORDS_MIN = 16 };

bool heap_history_init(struct heap_history *h, uint64_t now) {
    *h = (struct heap_history){.begun = now, .row_words = ROW_WORDS_MIN};
    h->columns = calloc(HISTORY_COLUMNS + 1, sizeof *h->columns);
    return h->columns != NULL;
}

void heap_history_free(struct heap_history *h) { free(h->columns); }

/* Two rows become one, in all columns. */
static void join_rows(struct heap_history *h) {
    for (unsigned c = 0; c <= h->count; c++) {
        struct history_column *column = &h->columns[c];
        for (unsigned r = 0; r < HISTORY_ROWS; r++)
            for (unsigned k = 0; k < CLASS_COUNT; k++)
                column->share[r][k] =
                    2 * r < HISTORY_ROWS ? (column->share[2 * r][k] + column->share[2 * r + 1][k]) / 2 : 0;
    }
    h->row_words *= 2;
}

static void add_block(void *context, const struct heap_block *b) {
    struct heap_history *h = context;
    enum block_class class = b->dead                  ? CLASS_DEAD
                             : b->kind == KIND_UNSEEN ? CLASS_UNSEEN
                             : b->absent              ? CLASS_OTHER
                                                      : class_of_kind[b->kind];
    uint32_t place = b->place, end = b->place + b->words;
    while (place < end) {
        uint32_t row = place / h->row_words, stop = (row + 1) * h->row_words;
        if (stop > end) stop = end;
        if (row < HISTORY_ROWS) h->columns[h->count].share[row][class] += (float)(stop - place) / (float)h->row_words;
        place = stop;
    }
}

bool heap_history_look(struct heap_history *h, const struct heap_memory *memory, uint64_t now) {
    const struct lith_heap_state *s = &memory->state;
    if (s->top > h->top_max) h->top_max = s->top;
    while (s->top > HISTORY_ROWS * h->row_words) join_rows(h);
    struct history_column *column = &h->columns[h->count];
    column->top = s->top;
    column->ceil = s->ceil;
    column->old_end = s->old_end;
    column->limit = s->ceil + s->handles;
    const char *wrong = heap_walk(memory, add_block, h);
    if (wrong) snprintf(h->broken, sizeof h->broken, "the heap is broken at cycle %" PRIu64 ": %s", now, wrong);
    return !wrong;
}

/* b becomes part of a. */
static void join(struct history_column *a, const struct history_column *b) {
    for (unsigned r = 0; r < HISTORY_ROWS; r++)
        for (unsigned k = 0; k < CLASS_COUNT; k++) a->share[r][k] = (a->share[r][k] + b->share[r][k]) / 2;
    a->cycles += b->cycles;
    a->marking += b->marking;
    a->sliding += b->sliding;
    a->stalled += b->stalled;
    a->waiting += b->waiting;
    a->moved += b->moved;
    a->collections += b->collections;
    a->minors += b->minors;
    a->top = b->top;
    a->ceil = b->ceil;
    a->old_end = b->old_end;
    a->limit = b->limit;
    if (b->moved_from == b->moved_to) return;
    if (a->moved_from == a->moved_to || b->moved_from < a->moved_from) a->moved_from = b->moved_from;
    if (b->moved_to > a->moved_to) a->moved_to = b->moved_to;
}

bool heap_history_next(struct heap_history *h) {
    bool full = ++h->count == HISTORY_COLUMNS;
    if (full) {
        for (unsigned c = 0; c < HISTORY_COLUMNS / 2; c++) {
            if (c) h->columns[c] = h->columns[2 * c];
            join(&h->columns[c], &h->columns[2 * c + 1]);
        }
        h->count /= 2;
    }
    memset(&h->columns[h->count], 0, sizeof *h->columns);
    return full;
}
