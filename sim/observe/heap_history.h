/* What a heap map is drawn from: the heap over time, in columns of equal duration, and by place, in rows of equal size.
 * When there would be too many columns, two become one and looks are taken half as often; rows likewise. */
#ifndef SIM_OBSERVE_HEAP_HISTORY_H
#define SIM_OBSERVE_HEAP_HISTORY_H

#include "heap_memory.h"
#include <stdio.h>

enum { HISTORY_COLUMNS = 360, HISTORY_ROWS = 128 };

/* What blocks are told apart by in the picture. */
enum block_class {
    CLASS_OTHER,
    CLASS_UNSEEN, /* no word in RAM or in another block refers to it */
    CLASS_CONS,
    CLASS_TUPLE,
    CLASS_VECTOR,
    CLASS_MAP,
    CLASS_ATOM,
    CLASS_FRAME,
    CLASS_FUNCTION,
    CLASS_SYMBOL,
    CLASS_LAZY,
    CLASS_STRING,
    CLASS_NUMBER,
    CLASS_DEAD,
    CLASS_COUNT
};

struct history_column {
    float share[HISTORY_ROWS][CLASS_COUNT]; /* of the row's words, mean of the looks */
    uint64_t cycles, marking, sliding, stalled, waiting;
    uint64_t moved;                     /* words */
    uint32_t collections, minors;       /* that ended; the minor ones of them */
    uint32_t top, ceil, limit, old_end; /* at the last look; limit: ceil when no handle had been used */
    uint32_t moved_from, moved_to;      /* places that moved blocks came to; equal: none seen */
};

struct heap_history {
    struct history_column *columns; /* HISTORY_COLUMNS and one more, which is being filled */
    unsigned count;
    uint32_t row_words; /* a power of two */
    uint32_t top_max;
    uint64_t begun;
    char broken[200]; /* why the walk stopped, or "" */
};

bool heap_history_init(struct heap_history *h, uint64_t now);
void heap_history_free(struct heap_history *h);

/* Blocks of the present moment go into the column that is being filled. False: the heap is broken, h->broken says how.
 */
bool heap_history_look(struct heap_history *h, const struct heap_memory *memory, uint64_t now);
/* Ends that column. True: columns have been joined, the next one must last twice as long. */
bool heap_history_next(struct heap_history *h);

/* Draws the picture. */
void heap_history_draw(const struct heap_history *h, FILE *out, const char *title);

#endif
