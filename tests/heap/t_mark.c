/* An atom swapped, an open field overwritten and a cell sealed at every step of marking: what was reachable at the
 * start survives although its only reference has been moved to where the marker has been, or nowhere at all. */
#include "tests.h"

enum { HELD = 1, A, B, OPEN, LIST };

/* Two atoms; A refers to a list of conses that nothing else refers to, B is empty; an open tuple refers to a cons. The
 * roots are in the first register or in the last RAM slot, so that the walk reaches them early or late. */
static void lay_out(struct bench *b, bool late) {
    b->walker.speed_pct = 100;
    b->walker.noise = false;
    bench_cell(b, LIST, HEAP_MK2, KIND_CONS, fixnum(1), NIL);
    for (int i = 2; i < 5; i++) bench_cell(b, LIST, HEAP_MK2, KIND_CONS, fixnum(i), b->reg[LIST]);
    bench_cell(b, A, HEAP_MK1, KIND_ATOM, b->reg[LIST], 0);
    bench_cell(b, B, HEAP_MK1, KIND_ATOM, NIL, 0);
    bench_cell(b, HELD, HEAP_NEW, KIND_TUPLE, 4, 0); /* refers to the others */
    bench_cell(b, OPEN, HEAP_NEW, KIND_TUPLE, 3, 0); /* the last one made open, whose entry the controller may know */
    bench_cell(b, LIST, HEAP_MK1, KIND_TUPLE, fixnum(9), 0);
    bench_ok(b, 0, HEAP_SET, b->reg[OPEN], 2, b->reg[LIST]);
    bench_ok(b, 0, HEAP_SET, b->reg[HELD], 0, b->reg[A]);
    bench_ok(b, 0, HEAP_SET, b->reg[HELD], 1, b->reg[OPEN]);
    bench_ok(b, 0, HEAP_SET, b->reg[HELD], 3, b->reg[B]);
    bench_ok(b, 0, HEAP_SEAL, b->reg[HELD], 0, 0);
    b->reg[LIST] = 0;
    if (late) {
        b->ram[SLOTS - 1] = b->reg[HELD];
        b->reg[HELD] = 0;
    }
    bench_quiesce(b);
    bench_collect_start(b);
    b->walker.regs[A] = b->walker.regs[B] = b->walker.regs[OPEN] = 0; /* they are found through HELD alone */
}

static void touch(struct bench *b, unsigned what) {
    word33 list;
    switch (what) {
    case 0: /* the list's reference into the other atom, which may have been marked already */
        list = bench_ok(b, LIST, HEAP_SWAP, b->reg[A], NIL, 0);
        bench_ok(b, 0, HEAP_SWAP, b->reg[B], list, 0);
        b->reg[LIST] = 0;
        break;
    case 1: /* into a register, which has been handed in already */
        bench_ok(b, LIST, HEAP_SWAP, b->reg[A], fixnum(3), 0);
        break;
    case 2:
        list = bench_ok(b, LIST, HEAP_AGET, b->reg[A], 0, 0);
        bench_ok(b, 0, HEAP_CAS, b->reg[A], NIL, fixnum(0));              /* fails */
        CHECK(b, bench_ok(b, 0, HEAP_CAS, b->reg[A], NIL, list) == list); /* succeeds */
        break;
    case 3: /* an open field */
        bench_ok(b, LIST, HEAP_GET, b->reg[OPEN], 2, 0);
        bench_ok(b, 0, HEAP_SET, b->reg[OPEN], 2, NIL);
        break;
    case 4: /* twice in a row through two new atoms */
        list = bench_ok(b, LIST, HEAP_SWAP, b->reg[A], NIL, 0);
        bench_cell(b, LIST, HEAP_MK1, KIND_ATOM, list, 0);
        bench_ok(b, LIST, HEAP_SWAP, b->reg[LIST], NIL, 0);
        break;
    case 5:
        bench_ok(b, 0, HEAP_SEAL, b->reg[OPEN], 0, 0);
        break;
    case 6: /* dropped altogether: reachable at the start, so it stays until the next collection */
        bench_ok(b, 0, HEAP_SWAP, b->reg[A], NIL, 0);
        bench_ok(b, 0, HEAP_SET, b->reg[OPEN], 2, NIL);
        break;
    default: /* the root slot overwritten */
        bench_ok(b, LIST, HEAP_AGET, b->reg[A], 0, 0);
        bench_store(b, SLOTS - 1, NIL);
    }
}

void test_mark(struct bench *b) {
    for (unsigned late = 0; late < 2; late++)
        for (unsigned what = 0; what < 8; what++)
            for (unsigned k = 0;; k++) {
                bench_reset(b, b->seed, b->profile);
                lay_out(b, late);
                bench_cycles(b, k);
                bool going = b->marking;
                touch(b, what);
                bench_collect_end(b);
                if (what == 5) bench_trap(b, CAUSE_SEALED, HEAP_SET, b->reg[OPEN], 0, NIL);
                for (word33 l = b->reg[LIST]; tagged(l) && ref_kind(l) == KIND_CONS;)
                    l = bench_ok(b, 0, HEAP_GET, l, 1, 0);
                if (k > 10 && !going) break;
            }
}
