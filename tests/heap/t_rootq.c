/* The root queue full: the walker waits, overwritten words of atoms and open cells wait, nothing is lost. */
#include "tests.h"

/* The collector goes down a chain of cells of one field while the queue is full: how long does a request wait? */
static void behind_a_chain(struct bench *b, unsigned length) {
    enum { SWAPS = 40 };
    bench_reset(b, b->seed, b->profile);
    b->walker.speed_pct = 100;
    b->walker.noise = false;
    b->reg[1] = NIL;
    for (unsigned i = 0; i < length; i++) bench_cell(b, 1, HEAP_MK1, KIND_TUPLE, b->reg[1], 0);
    for (int i = 0; i < SWAPS && i < SLOTS; i++) {
        bench_cell(b, 3, HEAP_MK2, KIND_CONS, fixnum(i), NIL);
        bench_cell(b, 4, HEAP_MK1, KIND_ATOM, b->reg[3], 0);
        bench_store(b, (unsigned)i, b->reg[4]);
    }
    b->reg[3] = b->reg[4] = 0;
    bench_quiesce(b);
    bench_collect_start(b);
    bench_do(b, 0, HEAP_LEN, b->reg[1], 0, 0);
    b->gap_max = 0;
    for (int i = SWAPS - 1; i >= 0; i--) {
        if (!tagged(b->ram[i])) continue;
        bench_do(b, 0, HEAP_SWAP, b->ram[i], NIL, 0);
    }
    unsigned longest = (unsigned)b->gap_max;
    bench_collect_end(b);
    if (longest > 200) bench_fail(b, "a swap waited %u cycles behind a chain of %u", longest, length);
}

void test_rootq(struct bench *b) {
    for (unsigned n = 20; n <= 160 && 3 * n + 400 < 1u << dut_params.aw && n + 100 < 1u << dut_params.hw; n *= 2)
        behind_a_chain(b, n);
    bench_reset(b, b->seed, b->profile);
    enum { ATOMS = 10 };
    b->walker.speed_pct = 100;
    b->walker.noise = false;
    for (int i = 0; i < ATOMS; i++) {
        bench_cell(b, 20, HEAP_MK2, KIND_CONS, fixnum(i), NIL);
        bench_cell(b, 1 + i, HEAP_MK1, KIND_ATOM, b->reg[20], 0);
    }
    b->reg[20] = 0;
    for (unsigned i = 0; i < SLOTS && golden_fits(&b->golden, 2 + 2 * 20); i++) {
        bench_cell(b, 21, HEAP_MK2, KIND_CONS, fixnum((int32_t)i), NIL);
        b->ram[i] = b->reg[21];
    }
    b->reg[21] = 0;
    bench_collect_start(b);
    b->in.req_valid = false;
    for (int i = 0; i < ATOMS; i++) {
        bench_ok(b, 22 + i % 8, HEAP_SWAP, b->reg[1 + i], fixnum(100 + i), 0); /* back to back, each with an old word */
        bench_ok(b, 0, HEAP_SWAP, b->reg[1 + i], b->reg[22 + i % 8], 0);
    }
    bench_collect_end(b);
    for (int i = 0; i < ATOMS; i++) {
        word33 c = bench_ok(b, 0, HEAP_AGET, b->reg[1 + i], 0, 0);
        CHECK(b, bench_ok(b, 0, HEAP_GET, c, 0, 0) == fixnum(i));
    }
    if (dut_params.rootq == 1 && b->profile == MEM_SDRAM) {
        CHECK(b, b->walker.refused > 0); /* the test did fill the queue */
        if (dut_params.stats) CHECK(b, bench_stat(b, STAT_BARRIER_WAIT) > 0);
    }
}
