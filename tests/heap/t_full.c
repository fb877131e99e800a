/* The heap filled to the last word, and to the last handle: refused exactly when nothing fits, never a wrap, and all of
 * it is there again after a collection. */
#include "tests.h"

static void expect_full(struct bench *b, unsigned op, word33 n) {
    struct reply r = bench_make(b, 0, op, KIND_TUPLE, n, NIL);
    if (!r.trap || r.cause != CAUSE_FULL) bench_fail(b, "trap 29 expected");
}

/* Cells of `words` words until one is refused, then smaller ones to the last word. In a large heap the largest cells
 * fill most of it first. Register 1 holds the last one. */
static void fill(struct bench *b, uint32_t words) {
    struct golden *g = &b->golden;
    while (golden_fits(g, CELL_WORDS_MAX + 2000)) bench_cell(b, 1, HEAP_NEW, KIND_TUPLE, CELL_WORDS_MAX, 0);
    while (golden_fits(g, words)) bench_cell(b, 1, HEAP_NEW, KIND_TUPLE, words, 0);
    expect_full(b, HEAP_NEW, words);
    for (uint32_t n = words; n-- > 0;)
        while (golden_fits(g, n)) {
            expect_full(b, HEAP_NEW, n + 1);
            bench_cell(b, 1, HEAP_NEW, KIND_TUPLE, n, 0);
        }
    expect_full(b, HEAP_NEW, 0);
    expect_full(b, HEAP_MK1, NIL);
    expect_full(b, HEAP_MK2, NIL);
    expect_full(b, HEAP_NEW, CELL_WORDS_MAX);
    bool handles_out = g->taken == (1u << dut_params.hw) - 1;
    if (!handles_out) CHECK(b, golden_ceil(g) - golden_used(g) < 2); /* blocks and table meet */
    bench_audit(b);
}

/* The last cell falls from the top of the heap to its bottom, then that goes too. */
static void empty(struct bench *b) {
    bench_collect_start(b);
    bench_collect_end(b);
    CHECK(b, b->golden.blocks == (tagged(b->reg[1]) ? 1 : 0));
    b->reg[1] = 0;
    bench_collect_start(b);
    bench_collect_end(b);
    CHECK(b, b->golden.blocks == 0);
}

void test_full(struct bench *b) {
    b->walker.speed_pct = 100;
    for (uint32_t words = 0; words < 7; words += 3) {
        fill(b, words);
        empty(b);
    }
    /* With the table at its largest, cells made from freed handles alone fill the same space to the last word. */
    fill(b, 11);
    empty(b);
    /* A limit is a smaller heap. */
    uint32_t limits[] = {100, 64, 17, 3, 2, 1, 0};
    for (unsigned i = 0; i < sizeof limits / sizeof *limits; i++) {
        bench_reset(b, b->seed, b->profile);
        b->walker.speed_pct = 100;
        bench_ok(b, 0, HEAP_CTL, CTL_LIMIT, limits[i], 0);
        CHECK(b, bench_stat(b, STAT_CEIL) == limits[i]);
        fill(b, 2);
        CHECK(b, golden_used(&b->golden) + b->golden.taken <= limits[i]);
        bench_ok(b, 0, HEAP_CTL, CTL_LIMIT, 0, 0); /* too late once a cell was made */
        if (b->golden.made) CHECK(b, bench_stat(b, STAT_CEIL) == limits[i] - b->golden.taken);
        empty(b);
    }
}
