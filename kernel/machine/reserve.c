/* The reserve of memory (reserve.h). */
#include "reserve.h"
#include "lisp/cells/value.h"
#include <lith/cell.h>

/* Small cells: where handles have run out instead of words, these come back with them. */
enum { FIELDS = 7, CELL_COST = FIELDS + 2 /* header, and the handle's own word */ };

/* Words of a piece, a 256th of the heap within these bounds: the least is what reading, compiling and running a short
 * line takes, the most what larger ones may need. */
enum { PIECE_LEAST = 512, PIECE_MOST = 4096 };

/* The whole reserve is a 32nd of the heap and this, so that a small machine has some pieces more; in large heaps it is
 * PIECES_MOST pieces. */
enum { RESERVE_LEAST = 1024, PIECES_MOST = 8 };

static val kept; /* the cells, each with the next one in its first field */
static uint32_t piece_cells, pieces_wanted, pieces;
static uint32_t share; /* pieces that the evaluation may still have */
static bool owed;      /* one ran out of memory and got none, its share being used up */

static uint32_t half(void) { return (pieces + 1) / 2; }

static void make_piece(void) {
    for (uint32_t i = 0; i < piece_cells; i++) {
        val c = cell_new(KIND_TUPLE, FIELDS);
        cell_seti(c, 0, kept);
        kept = cell_seal(c);
    }
    pieces++;
}

static void give_up_piece(void) {
    if (!pieces) return;
    for (uint32_t i = 0; i < piece_cells; i++) kept = cell_geti(kept, 0);
    pieces--;
}

static void make_all(void) {
    while (pieces < pieces_wanted) make_piece();
    share = half();
    owed = false;
}

void reserve_init(uint32_t heap_words) {
    uint32_t piece = heap_words / 256, all = heap_words / 32 + RESERVE_LEAST;
    if (piece < PIECE_LEAST) piece = PIECE_LEAST;
    if (piece > PIECE_MOST) piece = PIECE_MOST;
    piece_cells = piece / CELL_COST;
    pieces_wanted = all / piece < PIECES_MOST ? all / piece : PIECES_MOST;
    kept = NIL;
    make_all();
}

void reserve_fill(uint32_t words, uint32_t handles) {
    uint32_t missing = (pieces_wanted - pieces) * piece_cells;
    if (words >= 2 * missing * CELL_COST && handles >= 2 * pieces_wanted * piece_cells) make_all();
}

uint32_t reserve_margin(void) { return pieces ? piece_cells * CELL_COST / 2 : 0; }

void reserve_give(uint32_t words) {
    /* With more words left than any cell has, it is the handles that have run out. */
    if (words >= piece_cells * CELL_COST && words <= CELL_WORDS_MAX) return;
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
