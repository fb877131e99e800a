/* Where blocks lie (docs/collector.md): cells made while a collection runs, the gap that it leaves, and blocks that
 * stay above the gap. What lies where is checked by the audit behind each collection, word by word. */
#include "tests.h"

enum { LOW = 1, DEAD, HIGH, REST, IN_GAP, LATE, HEAP_WORDS = 200 };
enum { LOW_WORDS = 30, GAP_WORDS = 40, GAP_CELLS = 8, HIGH_WORDS = 10 }; /* words with the header */

static void make(struct bench *b, int dest, uint32_t size) { bench_cell(b, dest, HEAP_NEW, KIND_TUPLE, size - 1, 0); }

static void read_all(struct bench *b) {
    for (unsigned r = 1; r < REGS; r++) {
        if (!tagged(b->reg[r])) continue;
        uint32_t words = golden_block(&b->golden, b->reg[r])->words;
        for (uint32_t i = 0; i < words; i++) bench_ok(b, 0, HEAP_GET, b->reg[r], i, 0);
    }
}

/* Leaves | LOW | gap of GAP_WORDS | HIGH | free |, and some free handles. */
static void lay_out(struct bench *b) {
    bench_reset(b, b->seed, b->profile);
    b->walker.speed_pct = 100;
    bench_ok(b, 0, HEAP_CTL, CTL_LIMIT, HEAP_WORDS, 0);
    make(b, LOW, LOW_WORDS);
    for (int i = 0; i < GAP_CELLS; i++) make(b, DEAD, GAP_WORDS / GAP_CELLS);
    b->reg[DEAD] = 0;
    bench_collect_start(b);
    make(b, HIGH, HIGH_WORDS);
    for (uint32_t i = 0; i < HIGH_WORDS - 1; i++) bench_ok(b, 0, HEAP_SET, b->reg[HIGH], i, fixnum((int32_t)i));
    bench_collect_end(b);
    CHECK(b, !b->golden.single && b->golden.lower && b->golden.high - b->golden.alloc == GAP_WORDS);
}

/* While cells are made in the gap. */
static uint32_t room_above(const struct bench *b) {
    return golden_ceil(&b->golden) - b->golden.other - (golden_free_handles(&b->golden) == 0);
}

/* A cell for which the gap is too small uses up what is free above. */
static void fill_above(struct bench *b) {
    make(b, REST, room_above(b));
    CHECK(b, golden_free_handles(&b->golden) >= 4);
}

/* The lower blocks leave `left` words free below what is made in the collection; HIGH follows them if it fits. */
static void upper_kept(struct bench *b, uint32_t left) {
    lay_out(b);
    fill_above(b);
    if (left) make(b, DEAD, left);
    make(b, IN_GAP, 5);
    CHECK(b, b->golden.lower);
    b->reg[DEAD] = 0;
    bench_collect_start(b);
    make(b, LATE, 3);
    bench_collect_end(b);
    CHECK(b, b->golden.kept_upper == 1);
    bool fits = left >= HIGH_WORDS;
    CHECK(b, b->golden.hole_to - b->golden.hole_from == (fits ? left - HIGH_WORDS : left));
    read_all(b);
    CHECK(b, bench_ok(b, 0, HEAP_GET, b->reg[HIGH], 3, 0) == fixnum(3));
    b->reg[LATE] = 0;
    bench_collect_start(b);
    make(b, LATE, 2);
    bench_collect_end(b);
    read_all(b);
}

/* A collection that begins when a cell has been refused leaves all free memory in one piece, wherever cells were made.
 */
static void one_piece(struct bench *b, bool in_gap) {
    lay_out(b);
    fill_above(b);
    if (in_gap) make(b, IN_GAP, 8);
    b->reg[DEAD] = b->reg[REST] = 0;
    struct reply r = bench_make(b, 0, HEAP_NEW, KIND_TUPLE, HEAP_WORDS - LOW_WORDS - HIGH_WORDS - 40, 0);
    CHECK(b, r.trap && r.cause == CAUSE_FULL);
    bench_collect_start(b);
    bench_collect_end(b);
    CHECK(b, b->golden.single);
    make(b, REST, HEAP_WORDS - LOW_WORDS - HIGH_WORDS - 40);
    read_all(b);
}

/* The gap is full but for `left` words, and nothing is free above. A cell waits, and is made when the collection has
 * ended; if those words were used meanwhile, the next collection is needed to join what is free. */
static void full_gap(struct bench *b, uint32_t left) {
    lay_out(b);
    fill_above(b);
    make(b, DEAD, GAP_WORDS - left);
    b->reg[DEAD] = 0;
    bench_collect_start(b);
    if (left) make(b, IN_GAP, left);
    CHECK(b, b->golden.collecting);
    struct reply r = bench_make(b, LATE, HEAP_NEW, KIND_TUPLE, 20, 0);
    CHECK(b, !b->golden.collecting && r.trap == (left > 0));
    bench_audit(b);
    if (r.trap) {
        bench_collect_start(b);
        make(b, LATE, 20);
        CHECK(b, !b->golden.collecting && b->golden.single);
    }
    read_all(b);
    bench_audit(b);
}

/* In the gap a handle never used before takes a word of the table from above the upper blocks: not their last one. */
static void table_above_gap(struct bench *b) {
    lay_out(b);
    while (golden_free_handles(&b->golden)) make(b, REST, 2);
    bench_cell(b, REST, HEAP_NEW, KIND_TUPLE, room_above(b) - 1, 0); /* to the last word, its entry's too */
    CHECK(b, golden_ceil(&b->golden) == b->golden.alloc);
    struct reply r = bench_make(b, 0, HEAP_NEW, KIND_TUPLE, 0, 0);
    CHECK(b, r.trap && r.cause == CAUSE_FULL);
    read_all(b);
}

/* Cycles of a collection in which `cells` are made, each referring to the one before, before it has seen a root. */
static uint64_t cycles_with(struct bench *b, unsigned cells) {
    bench_reset(b, b->seed, b->profile);
    b->walker.noise = false;
    bench_cell(b, DEAD, HEAP_MK1, KIND_TUPLE, NIL, 0);
    bench_cell(b, LOW, HEAP_MK1, KIND_ATOM, NIL, 0);
    bench_cell(b, HIGH, HEAP_MK2, KIND_CONS, b->reg[LOW], NIL);
    b->reg[DEAD] = 0;
    b->walker.speed_pct = 0;
    bench_collect_start(b);
    b->reg[LATE] = NIL;
    for (unsigned i = 0; i < cells; i++) bench_cell(b, LATE, HEAP_MK2, KIND_CONS, b->reg[LATE], fixnum((int32_t)i));
    bench_ok(b, 0, HEAP_SWAP, b->reg[LOW], b->reg[LATE], 0); /* the collector meets them in a field */
    bench_cycles(b, 50);
    b->walker.speed_pct = 100;
    uint64_t begun = b->cycle;
    while (b->golden.collecting) bench_cycle(b);
    uint64_t took = b->cycle - begun;
    bench_collect_end(b);
    return took;
}

/* What is made after the start is neither marked nor moved: a collection takes as long with it as without. (The one
 * more step is that which looks at the entry in the atom.) */
static void bounded(struct bench *b) {
    uint64_t one = cycles_with(b, 1), many = cycles_with(b, 20);
    if (one != many) bench_fail(b, "%u cycles with one cell made meanwhile, %u with 20", (unsigned)one, (unsigned)many);
}

/* Only allocates, for ten times the heap, five sixths of which are alive: it is never refused twice. */
static void tight(struct bench *b) {
    bench_reset(b, b->seed, b->profile);
    b->walker.speed_pct = 100;
    bench_ok(b, 0, HEAP_CTL, CTL_LIMIT, HEAP_WORDS, 0);
    bench_ok(b, 0, HEAP_CTL, CTL_LOW_WATER, 64, 0);
    uint32_t alive = HEAP_WORDS * 5 / 6, size = alive / 6;
    for (int r = LOW; r < LOW + 6; r++) make(b, r, size - 1); /* less the entry */
    for (uint32_t words = 0; words < 10 * HEAP_WORDS; words += 3) {
        if (b->out.irq_low) bench_do(b, 0, HEAP_GCSTART, 0, 0, 0);
        struct reply r = bench_make(b, LOW + 6, HEAP_MK2, KIND_CONS, fixnum((int32_t)words), NIL);
        if (!r.trap) continue;
        CHECK(b, r.cause == CAUSE_FULL);
        bench_do(b, 0, HEAP_GCSTART, 0, 0, 0);
        bench_cell(b, LOW + 6, HEAP_MK2, KIND_CONS, fixnum((int32_t)words), NIL);
    }
    bench_collect_end(b);
    read_all(b);
}

void test_regions(struct bench *b) {
    for (uint32_t left = 0; left <= HIGH_WORDS + 3; left++) upper_kept(b, left);
    one_piece(b, false);
    one_piece(b, true);
    for (uint32_t left = 0; left < 3; left++) full_gap(b, left);
    table_above_gap(b);
    if (b->profile == MEM_ONCHIP) bounded(b);
    tight(b);
}
