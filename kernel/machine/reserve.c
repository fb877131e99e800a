/* The reserve of memory (reserve.h). */
#include "reserve.h"
#include "lisp/cells/value.h"
#include <lith/cell.h>
#include <lith_machines.h>

/* Words of a piece, a 256th of the heap within these bounds: the least is what reading, compiling and running a short
 * line takes; more than the most would make starting slower. */
enum { PIECE_LEAST = 512, PIECE_MOST = 2048 };

/* One piece for each WORDS_A_PIECE words of the heap, within these bounds: a small heap that is mostly in use cannot
 * spare more. */
enum { PIECES_LEAST = 2, PIECES_MOST = 6, WORDS_A_PIECE = 32768 };

/* Words that a cell takes beyond its fields: its header, and its handle's own. */
enum { CELL_COST = 2, CONS_COST = CELL_COST + 2 };

/* A list of the pieces. One is a raw cell, which costs a collection nothing. In a heap that is so large that handles
 * may run out before words, it is a list, so that handles come back with its cells. */
static val kept;
static bool of_conses;
static uint32_t piece_words;
static uint32_t pieces; /* in the list */
static uint32_t all;    /* in the whole list */
static uint32_t share;  /* pieces that the evaluation may still have */
static bool owed;       /* an evaluation ran out of memory and got no piece, its share being used up */

static uint32_t half(void) { return (pieces + 1) / 2; }

static void give_up_piece(void) {
    if (!pieces) return;
    kept = cdr(kept);
    pieces--;
}

static val make_piece(void) {
    if (!of_conses) return cell_seal(cell_new(KIND_BYTES, 4 * (piece_words - CELL_COST - CONS_COST)));
    val list = NIL;
    for (uint32_t n = piece_words / CONS_COST; n; n--) list = cons(NIL, list);
    return list;
}

static void make_all(void) {
    for (; pieces < all; pieces++) kept = cons(make_piece(), kept);
    share = half();
    owed = false;
}

void reserve_init(uint32_t heap_words) {
    piece_words = heap_words / 256;
    if (piece_words < PIECE_LEAST) piece_words = PIECE_LEAST;
    if (piece_words > PIECE_MOST) piece_words = PIECE_MOST;
    all = heap_words / WORDS_A_PIECE;
    if (all < PIECES_LEAST) all = PIECES_LEAST;
    if (all > PIECES_MOST) all = PIECES_MOST;
    of_conses = heap_words > 1u << LITH_ULX3S_HW;
    kept = NIL;
    make_all();
}

bool reserve_fill(uint32_t words, uint32_t handles) {
    uint32_t missing = all - pieces;
    if (words < 2 * missing * piece_words || handles < 2 * missing * (of_conses ? piece_words / CONS_COST : 2))
        return false;
    make_all();
    return true;
}

uint32_t reserve_margin(void) { return pieces ? piece_words / 8 : 0; }

void reserve_give(uint32_t words, bool no_handles) {
    if (words >= piece_words && !no_handles) return;
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
