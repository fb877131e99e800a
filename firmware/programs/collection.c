/* A collection with nothing else running: cycles of marking for each cons, and of the slide for each word moved. Conses
 * in a list that the lines of memory on chip hold, in a longer one, in a tree, and in a list whose order has nothing to
 * do with their places. A collector benchmark; in the tests (WORK 1) nothing is measured. */
#include "bench.h"

#if WORK > 1
enum { FEW = 3000, MANY = 60000, DEPTH = 15, ROWS = 64, ROW = 1024 };
#else
enum { FEW = 200, MANY = 400, DEPTH = 8, ROWS = 16, ROW = 16 };
#endif

static volatile ref kept; /* the root; nobody reads it, and the compiler must not see that */

static ref list(int32_t n) {
    ref all = NIL;
    for (int32_t i = 0; i < n; i++) all = cons(fixnum(i), all);
    return all;
}

static ref tree(int depth) {
    if (depth == 0) return NIL;
    ref left = tree(depth - 1);
    return cons(left, tree(depth - 1));
}

/* The core does nothing on the heap, nor anything else that the collector could meet. */
static void rest(void) {
    for (int i = 0; i < 50; i++) __asm__ volatile("nop");
}

static uint32_t now(void) { return WORK > 1 ? cycles() : 0; }

/* A dead cell below `kept` has everything move. `slide` NULL: only marking is of interest. */
static void measure(const char *mark, const char *slide, uint32_t conses) {
    uint32_t moved = cell_stat(STAT_WORDS_MOVED), begin = now(), marked;
    CHECK(gc_start());
    while (cell_stat(STAT_PHASE) == LITH_HEAP_MARK) rest();
    marked = now();
    while (gc_running()) rest();
    print_ratio(mark, marked - begin, conses);
    moved = cell_stat(STAT_WORDS_MOVED) - moved;
    if (slide) {
        print_ratio(slide, now() - marked, moved);
        CHECK(WORK == 1 || moved == 3 * conses);
    }
    kept = NIL;
    CHECK(gc_start());
    while (gc_running()) rest();
}

static void make_list(int32_t n) {
    cons(NIL, NIL);
    kept = list(n);
}

static void make_tree(void) {
    cons(NIL, NIL);
    kept = tree(DEPTH);
}

/* One list through ROWS * ROW open conses in a random order (a generator of numbers with that period), nil at its end:
 * none lies near the one before it. */
static void make_scattered(void) {
    ref rows = cell_new(KIND_VECTOR, ROWS);
    for (uint32_t i = 0; i < ROWS; i++) {
        cell_set(rows, i, cell_new(KIND_VECTOR, ROW));
        for (uint32_t j = 0; j < ROW; j++) cell_set(cell_get(rows, i), j, cell_new(KIND_CONS, 2));
    }
    ref last = cell_get(cell_get(rows, 0), 0);
    kept = last;
    for (uint32_t n = 1, i = 0; n < ROWS * ROW; n++) {
        i = (i * 20077 + 12345) % (ROWS * ROW);
        ref next = cell_get(cell_get(rows, i / ROW), i % ROW);
        cell_seti(last, 1, next);
        last = next;
    }
}

int main(void) {
    make_list(FEW);
    measure("mark.in_lines.cycles_per_cons", "slide.in_lines.cycles_per_word", FEW);
    make_list(MANY);
    measure("mark.cycles_per_cons", "slide.cycles_per_word", MANY);
    make_tree();
    measure("mark.tree.cycles_per_cons", NULL, (1u << DEPTH) - 1);
    make_scattered();
    measure("mark.scattered.cycles_per_cons", NULL, ROWS * ROW);
    passed();
}
