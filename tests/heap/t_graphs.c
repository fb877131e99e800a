/* Graphs that strain a marker: deep, wide, cyclic. Each is kept whole by one collection and gone after another. */
#include "tests.h"

static void collect_all(struct bench *b, bool expect_empty) {
    b->walker.speed_pct = 100;
    uint32_t before = b->golden.in_use;
    bench_collect_start(b);
    bench_collect_end(b);
    CHECK(b, b->golden.in_use == (expect_empty ? 0 : before));
}

/* As long a list as the heap holds, linked through the field `link` of its conses. */
static void deep(struct bench *b, unsigned link) {
    word33 l = NIL;
    int32_t n = 0;
    for (; golden_fits(&b->golden, 2); n++, l = b->reg[1])
        bench_cell(b, 1, HEAP_MK2, KIND_CONS, link ? fixnum(n) : l, link ? l : fixnum(n));
    collect_all(b, false);
    for (int32_t i = n; i-- > 0; l = bench_ok(b, 0, HEAP_GET, l, link, 0))
        CHECK(b, bench_ok(b, 0, HEAP_GET, l, 1 - link, 0) == fixnum(i));
    CHECK(b, l == NIL);
    b->reg[1] = 0;
    collect_all(b, true);
}

/* The marker follows the last field of a cell without coming back; for the first one it has to. */
void test_deep(struct bench *b) {
    deep(b, 1);
    deep(b, 0);
}

/* The largest cell that fits beside what it refers to, every field a reference of its own. */
void test_wide(struct bench *b) {
    uint32_t n = (1u << dut_params.aw) / 5, handles = (1u << dut_params.hw) - 3;
    if (n > CELL_WORDS_MAX) n = CELL_WORDS_MAX;
    if (n > handles) n = handles;
    bench_cell(b, 1, HEAP_NEW, KIND_TUPLE, n, 0);
    for (uint32_t i = 0; i < n; i++) {
        bench_cell(b, 2, HEAP_MK1, i & 1 ? KIND_FIRST_RAW : KIND_CONS, fixnum((int32_t)i), 0);
        bench_ok(b, 0, HEAP_SET, b->reg[1], i, b->reg[2]);
    }
    bench_ok(b, 0, HEAP_SEAL, b->reg[1], 0, 0);
    b->reg[2] = 0;
    collect_all(b, false);
    for (uint32_t i = 0; i < n; i++)
        CHECK(b, bench_ok(b, 0, HEAP_GET, bench_ok(b, 0, HEAP_GET, b->reg[1], i, 0), 0, 0) == fixnum((int32_t)i));
    b->reg[1] = 0;
    collect_all(b, true);
}

/* Rings of atoms, a cell that holds itself, an atom that holds itself through its read-only view. */
void test_cyclic(struct bench *b) {
    enum { RING = 7 };
    bench_cell(b, 1, HEAP_MK1, KIND_ATOM, NIL, 0);
    b->reg[2] = b->reg[1];
    for (int i = 0; i < RING; i++) {
        bench_cell(b, 2, HEAP_MK2, KIND_CONS, b->reg[2], fixnum(i));
        bench_cell(b, 2, HEAP_MK1, KIND_ATOM, b->reg[2], 0);
    }
    bench_ok(b, 0, HEAP_SWAP, b->reg[1], b->reg[2], 0);
    bench_cell(b, 3, HEAP_NEW, KIND_TUPLE, 2, 0);
    bench_ok(b, 0, HEAP_SET, b->reg[3], 1, b->reg[3]);
    bench_cell(b, 4, HEAP_MK1, KIND_ATOM, NIL, 0);
    bench_ok(b, 0, HEAP_SWAP, b->reg[4], bench_ok(b, 0, HEAP_ROV, b->reg[4], 0, 0), 0);
    b->reg[2] = 0;
    collect_all(b, false);
    CHECK(b, bench_ok(b, 0, HEAP_GET, b->reg[3], 1, 0) == b->reg[3]);
    CHECK(b, bench_ok(b, 0, HEAP_AGET, b->reg[4], 0, 0) == (b->reg[4] | 1u << 7));
    word33 a = bench_ok(b, 0, HEAP_AGET, b->reg[1], 0, 0);
    for (int i = 0; i < RING; i++) a = bench_ok(b, 0, HEAP_GET, bench_ok(b, 0, HEAP_AGET, a, 0, 0), 0, 0);
    CHECK(b, a == b->reg[1]);
    b->reg[1] = b->reg[3] = b->reg[4] = 0;
    collect_all(b, true);
}
