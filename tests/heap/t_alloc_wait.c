/* A cell that does not fit while a collection runs waits for it, then is made if there is room and refused if not. */
#include "tests.h"

/* Fills the heap with conses; with `live` they form one list held by register 1. */
static void fill(struct bench *b, bool live) {
    b->walker.speed_pct = 100;
    b->reg[1] = NIL;
    while (golden_fits(&b->golden, 2)) {
        bench_cell(b, 2, HEAP_MK2, KIND_CONS, fixnum(1), live ? b->reg[1] : NIL);
        if (live) b->reg[1] = b->reg[2];
    }
    bench_quiesce(b);
}

static void one(struct bench *b, bool live, unsigned k) {
    bench_reset(b, b->seed, b->profile);
    fill(b, live);
    b->reg[2] = 0;
    uint32_t waited = dut_params.stats ? bench_stat(b, STAT_ALLOC_WAIT) : 0;
    CHECK(b, waited == 0);
    bench_collect_start(b);
    bench_cycles(b, k);
    bool marking = b->marking;
    struct reply r = bench_make(b, 3, HEAP_MK2, KIND_CONS, b->reg[1], NIL);
    if (live)
        CHECK(b, r.trap && r.cause == CAUSE_FULL);
    else
        CHECK(b, !r.trap);
    if (marking && dut_params.stats) {
        uint32_t counted = bench_stat(b, STAT_ALLOC_WAIT);
        CHECK(b, counted > 0 && counted <= r.cycles);
        CHECK(b, bench_stat(b, STAT_ALLOC_WAIT_MAX) == counted);
    }
    bench_collect_end(b);
    if (!live) CHECK(b, bench_ok(b, 0, HEAP_GET, b->reg[3], 1, 0) == NIL);
}

void test_alloc_wait(struct bench *b) {
    unsigned step = dut_params.aw > 10 ? 1u << (dut_params.aw - 8) : 7;
    for (unsigned live = 0; live < 2; live++)
        for (unsigned i = 0; i < 24; i++) one(b, live, i * step);
}
