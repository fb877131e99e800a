/* The root queue full: the walker waits, overwritten words of atoms and open cells wait, nothing is lost. */
#include "tests.h"

void test_rootq(struct bench *b) {
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
