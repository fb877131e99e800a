/* The reserve of memory (reserve.h). */
#include "reserve.h"
#include "lisp/cells/value.h"
#include <lith/cell.h>

/* Words of a piece, a 256th of the heap within these bounds: the least is what reading, compiling and running a short
 * line takes; more than the most would make starting slower. */
enum { PIECE_LEAST = 512, PIECE_MOST = 2048 };

enum {
    PIECES = 6,
    CONS_COST = 4, /* words: header, two fields, and the handle's own word */
};

static val kept;             /* a list: where handles have run out instead of words, these come back with its cells */
static uint32_t piece_cells; /* in a piece */
static uint32_t pieces;      /* in the list */
static uint32_t share;       /* pieces that the evaluation may still have */
static bool owed;            /* one ran out of memory and got none, its share being used up */

static uint32_t half(void) { return (pieces + 1) / 2; }

static void give_up_piece(void) {
    if (!pieces) return;
    for (uint32_t i = 0; i < piece_cells; i++) kept = cdr(kept);
    pieces--;
}

static void make_all(void) {
    for (uint32_t i = (PIECES - pieces) * piece_cells; i; i--) kept = cons(NIL, kept);
    pieces = PIECES;
    share = half();
    owed = false;
}

void reserve_init(uint32_t heap_words) {
    uint32_t piece = heap_words / 256;
    if (piece < PIECE_LEAST) piece = PIECE_LEAST;
    if (piece > PIECE_MOST) piece = PIECE_MOST;
    piece_cells = piece / CONS_COST;
    kept = NIL;
    make_all();
}

bool reserve_fill(uint32_t words, uint32_t handles) {
    uint32_t missing = (PIECES - pieces) * piece_cells;
    if (words < 2 * missing * CONS_COST || handles < 2 * missing) return false;
    make_all();
    return true;
}

uint32_t reserve_margin(void) { return pieces ? piece_cells * CONS_COST / 8 : 0; }

void reserve_give(uint32_t words, bool no_handles) {
    if (words >= piece_cells * CONS_COST && !no_handles) return;
    if (share) {
        share--;
        give_up_piece();
    } else {
        owed = true;
    }
}

void reserve_begin_evaluation(void) {
    share = half();
    if (!owed) return;
    owed = false;
    give_up_piece();
}
