/* Durable cells and their weak references: what DURABLE and REF answer when the collector rests and at every step of
 * it. */
#include "tests.h"

enum { CELL = 1, BYTES, DEAD, TAKEN };

static word33 bits_of(word33 ref) { return ref & 0xffffffffu; }

/* A durable cons of a durable raw cell and of a plain one, above a cell that is dead soon: so they move. */
static void lay_out(struct bench *b) {
    b->walker.speed_pct = 100;
    b->walker.noise = false;
    bench_cell(b, DEAD, HEAP_NEW, KIND_TUPLE, 2, 0);
    bench_cell(b, BYTES, HEAP_MK2, KIND_FIRST_RAW, 7, 8);
    bench_ok(b, 0, HEAP_DURABLE, b->reg[BYTES], 0, 0);
    bench_cell(b, CELL, HEAP_MK1, KIND_TUPLE, fixnum(3), 0);
    bench_cell(b, CELL, HEAP_MK2, KIND_CONS, b->reg[BYTES], b->reg[CELL]);
    b->reg[DEAD] = 0;
}

static void at_rest(struct bench *b) {
    lay_out(b);
    word33 cell = b->reg[CELL], bytes = b->reg[BYTES];
    CHECK(b, bench_ok(b, 0, HEAP_REF, bits_of(cell), 0, 0) == NIL); /* not durable yet */
    bench_ok(b, 0, HEAP_DURABLE, cell, 0, 0);
    bench_ok(b, 0, HEAP_DURABLE, cell, 0, 0);
    CHECK(b, bench_ok(b, 0, HEAP_REF, bits_of(cell), 0, 0) == cell);
    CHECK(b, bench_ok(b, 0, HEAP_REF, cell | 1u << 7 | 2, 0, 0) == cell); /* tag, read-only and low bits do not count */
    CHECK(b, bench_ok(b, 0, HEAP_REF, bits_of(bytes), 0, 0) == bytes);
    CHECK(b, bench_ok(b, 0, HEAP_REF, bits_of(ref_make(ref_handle(cell), KIND_MAP)), 0, 0) ==
                 ref_make(ref_handle(cell), KIND_MAP));
    static const unsigned char others[] = {KIND_ATOM, KIND_FIRST_RAW, KIND_FREE - 1, KIND_FREE, KIND_ABSENT};
    for (unsigned i = 0; i < sizeof others; i++)
        CHECK(b, bench_ok(b, 0, HEAP_REF, bits_of(ref_make(ref_handle(cell), others[i])), 0, 0) == NIL);
    static const unsigned char no_bytes[] = {KIND_CONS, KIND_ATOM, KIND_FREE, KIND_ABSENT};
    for (unsigned i = 0; i < sizeof no_bytes; i++)
        CHECK(b, bench_ok(b, 0, HEAP_REF, bits_of(ref_make(ref_handle(bytes), no_bytes[i])), 0, 0) == NIL);
    for (uint32_t h = 0; h < 1u << 24; h = h ? 2 * h : 1) /* far beyond the table, too */
        bench_ok(b, 0, HEAP_REF, bits_of(ref_make(h, KIND_CONS)), 0, 0);
    for (uint32_t h = 0; h < 12 && h < 1u << dut_params.hw; h++)
        bench_ok(b, 0, HEAP_REF, bits_of(ref_make(h, KIND_CONS)), 0, 0);
    bench_audit(b);
}

/* An atom, in place and absent, also through a view; REF gives the atom itself. */
static void of_atom(struct bench *b) {
    lay_out(b);
    bench_cell(b, TAKEN, HEAP_MK1, KIND_ATOM, b->reg[BYTES], 0);
    word33 atom = b->reg[TAKEN], view = bench_ok(b, 0, HEAP_ROV, atom, 0, 0);
    CHECK(b, bench_ok(b, 0, HEAP_REF, bits_of(atom), 0, 0) == NIL);
    CHECK(b, bench_ok(b, 0, HEAP_DURABLE, view, 0, 0) == view);
    CHECK(b, bench_ok(b, 0, HEAP_REF, bits_of(view), 0, 0) == atom);
    CHECK(b, bench_ok(b, 0, HEAP_REF, bits_of(ref_make(ref_handle(atom), KIND_CONS)), 0, 0) == NIL);
    bench_ok(b, 0, HEAP_SWAP, atom, fixnum(1), 0);
    CHECK(b, bench_ok(b, 0, HEAP_REF, bits_of(atom), 0, 0) == atom);
    bench_cell(b, DEAD, HEAP_MK1, KIND_ABSENT, 5, 0);
    CHECK(b, bench_ok(b, 0, HEAP_RETARGET, atom, b->reg[DEAD], 0) == 1);
    CHECK(b, bench_ok(b, 0, HEAP_DURABLE, atom, 0, 0) == atom);
    CHECK(b, bench_ok(b, 0, HEAP_REF, bits_of(atom), 0, 0) == atom);
    bench_audit(b);
}

/* The bit belongs to the handle: it stays when a stub takes the place of the words, and when they come back. */
static void absent(struct bench *b) {
    lay_out(b);
    word33 cell = b->reg[CELL];
    bench_ok(b, 0, HEAP_DURABLE, cell, 0, 0);
    bench_cell(b, DEAD, HEAP_MK1, KIND_ABSENT, 5, 0);
    for (int i = 0; i < 2; i++) {
        CHECK(b, bench_ok(b, 0, HEAP_RETARGET, cell, b->reg[DEAD], 0) == 1);
        CHECK(b, bench_ok(b, 0, HEAP_REF, bits_of(cell), 0, 0) == cell);
        CHECK(b, bench_ok(b, 0, HEAP_REF, bits_of(ref_make(ref_handle(cell), KIND_FIRST_RAW)), 0, 0) == NIL);
        CHECK(b, bench_ok(b, 0, HEAP_REF, bits_of(ref_make(ref_handle(b->reg[DEAD]), KIND_CONS)), 0, 0) == NIL);
        bench_audit(b);
    }
}

/* Nothing holds the cell when the collection starts; its reference is asked for after k cycles. Marking gives it, and
 * then it lives, with all that it refers to; sliding does not. In the end its handle is another cell's. */
static bool asked_while_collecting(struct bench *b, unsigned k, bool minor) {
    bench_reset(b, b->seed, b->profile);
    lay_out(b);
    word33 cell = b->reg[CELL];
    bench_ok(b, 0, HEAP_DURABLE, cell, 0, 0);
    b->reg[CELL] = b->reg[BYTES] = 0;
    bench_quiesce(b);
    CHECK(b, bench_ok(b, 0, HEAP_GCSTART, minor, 0, 0) == 1);
    bench_cycles(b, k);
    bool going = bench_collecting(b);
    bench_ok(b, CELL, HEAP_REF, bits_of(cell), 0, 0);
    bench_collect_end(b);
    if (tagged(b->reg[CELL])) {
        word33 bytes = bench_ok(b, 0, HEAP_GET, cell, 0, 0);
        CHECK(b, bench_ok(b, 0, HEAP_GET, bytes, 1, 0) == 8);
        CHECK(b, bench_ok(b, 0, HEAP_REF, bits_of(bytes), 0, 0) == bytes);
    }
    b->reg[CELL] = 0;
    bench_collect_start(b);
    bench_collect_end(b);
    CHECK(b, bench_ok(b, 0, HEAP_REF, bits_of(cell), 0, 0) == NIL);
    for (int i = 0; i < 4; i++) {
        bench_cell(b, TAKEN + i, HEAP_MK2, KIND_CONS, fixnum(i), NIL);
        CHECK(b, bench_ok(b, 0, HEAP_REF, bits_of(b->reg[TAKEN + i]), 0, 0) == NIL);
    }
    return going;
}

/* The cell is made durable after k cycles of a collection that it survives and that moves it. */
static bool set_while_collecting(struct bench *b, unsigned k) {
    bench_reset(b, b->seed, b->profile);
    lay_out(b);
    bench_quiesce(b);
    bench_collect_start(b);
    bench_cycles(b, k);
    bool going = bench_collecting(b);
    bench_ok(b, 0, HEAP_DURABLE, b->reg[CELL], 0, 0);
    CHECK(b, bench_ok(b, 0, HEAP_REF, bits_of(b->reg[CELL]), 0, 0) == b->reg[CELL]);
    bench_collect_end(b);
    CHECK(b, bench_ok(b, 0, HEAP_REF, bits_of(b->reg[CELL]), 0, 0) == b->reg[CELL]);
    return going;
}

void test_durable(struct bench *b) {
    if (!dut_params.durable) return;
    at_rest(b);
    bench_reset(b, b->seed, b->profile);
    absent(b);
    bench_reset(b, b->seed, b->profile);
    of_atom(b);
    uint64_t revived = 0, refused = 0;
    for (unsigned minor = 0; minor <= (dut_params.remember != 0); minor++)
        for (unsigned k = 0; asked_while_collecting(b, k, minor); k++) {
            revived += b->golden.revived;
            refused += b->golden.revived == 0;
        }
    CHECK(b, revived > 10 && refused > 10);
    for (unsigned k = 0; set_while_collecting(b, k); k++) continue;
}
