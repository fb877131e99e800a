/* Retarget: two handles swap their blocks, each keeping its number, in every phase; absent stubs come and go. */
#include "tests.h"

enum { A = 1, B, C, STUB, PARENT };

static void read_all(struct bench *b, word33 ref) {
    const struct block *c = golden_block(&b->golden, ref);
    for (uint32_t i = 0; i < c->words; i++) bench_ok(b, 0, HEAP_PEEK, ref, i, 0);
}

static void pair(struct bench *b) {
    bench_cell(b, C, HEAP_NEW, KIND_TUPLE, 2, 0); /* dead soon: what lies above it moves */
    bench_cell(b, A, HEAP_MK2, KIND_TUPLE, fixnum(1), fixnum(2));
    bench_cell(b, B, HEAP_NEW, KIND_TUPLE, 3, 0);
    for (uint32_t i = 0; i < 3; i++) bench_ok(b, 0, HEAP_SET, b->reg[B], i, i ? b->reg[A] : fixnum(10));
    bench_ok(b, 0, HEAP_SEAL, b->reg[B], 0, 0);
    bench_cell(b, PARENT, HEAP_MK2, KIND_CONS, b->reg[A], b->reg[B]);
    read_all(b, b->reg[A]); /* warms the caches with what will be wrong afterwards */
    read_all(b, b->reg[B]);
}

static void contents(struct bench *b) {
    pair(b);
    word33 old_a = b->reg[A];
    CHECK(b, bench_ok(b, 0, HEAP_RETARGET, b->reg[A], b->reg[B], 0) == 1);
    CHECK(b, bench_ok(b, 0, HEAP_LEN, b->reg[A], 0, 0) == 3);
    CHECK(b, bench_ok(b, 0, HEAP_LEN, b->reg[B], 0, 0) == 2);
    CHECK(b, bench_ok(b, 0, HEAP_GET, b->reg[A], 0, 0) == fixnum(10));
    CHECK(b, bench_ok(b, 0, HEAP_GET, b->reg[A], 2, 0) == old_a); /* refers to itself now */
    CHECK(b, bench_ok(b, 0, HEAP_GET, b->reg[B], 1, 0) == fixnum(2));
    CHECK(b, bench_ok(b, 0, HEAP_GET, b->reg[PARENT], 0, 0) == old_a);
    CHECK(b, bench_ok(b, 0, HEAP_RETARGET, b->reg[A], b->reg[A], 0) == 1);
    read_all(b, b->reg[A]);
    bench_audit(b);
}

/* A stub's words may look like references; they are read without tag, keep nothing alive, and the contents that the
 * stub replaced die with the stub's own handle. */
static void absent(struct bench *b) {
    pair(b);
    word33 forged = b->reg[B] & 0xffffffffu;
    bench_cell(b, STUB, HEAP_MK2, KIND_ABSENT, 0xdead0001, forged);
    CHECK(b, bench_ok(b, 0, HEAP_RETARGET, b->reg[A], b->reg[STUB], 0) == 1);
    CHECK(b, bench_ok(b, 0, HEAP_PEEK, b->reg[A], 0, 0) == 0xdead0001);
    CHECK(b, bench_ok(b, 0, HEAP_PEEK, b->reg[A], 1, 0) == forged);
    bench_trap(b, CAUSE_ABSENT, HEAP_GET, b->reg[A], 0, 0);
    CHECK(b, bench_ok(b, 0, HEAP_PEEK, b->reg[B], 1, 0) == b->reg[A]); /* peek of a present cell gives tags */
    read_all(b, b->reg[STUB]);
    b->reg[STUB] = b->reg[B] = b->reg[C] = b->reg[PARENT] = 0;
    b->walker.speed_pct = 100;
    bench_collect_start(b);
    bench_collect_end(b);
    CHECK(b, b->golden.in_use == 1);
    bench_cell(b, C, HEAP_MK1, KIND_TUPLE, fixnum(42), 0); /* loaded again */
    CHECK(b, bench_ok(b, 0, HEAP_RETARGET, b->reg[A], b->reg[C], 0) == 1);
    CHECK(b, bench_ok(b, 0, HEAP_GET, b->reg[A], 0, 0) == fixnum(42));
    bench_trap(b, CAUSE_ABSENT, HEAP_GET, b->reg[C], 0, 0);
    /* An absent atom. */
    bench_cell(b, B, HEAP_MK1, KIND_ATOM, b->reg[A], 0);
    bench_cell(b, STUB, HEAP_MK1, KIND_ABSENT, 5, 0);
    CHECK(b, bench_ok(b, 0, HEAP_RETARGET, b->reg[B], b->reg[STUB], 0) == 1);
    bench_trap(b, CAUSE_ABSENT, HEAP_SWAP, b->reg[B], NIL, 0);
    CHECK(b, bench_ok(b, 0, HEAP_PEEK, b->reg[B], 0, 0) == 5);
    CHECK(b, bench_ok(b, 0, HEAP_RETARGET, b->reg[B], b->reg[STUB], 0) == 1);
    CHECK(b, bench_ok(b, 0, HEAP_AGET, b->reg[B], 0, 0) == b->reg[A]);
    /* A cell just sealed, the last one made open: it is not taken for what it was. */
    bench_cell(b, C, HEAP_NEW, KIND_TUPLE, 1, 0);
    bench_ok(b, 0, HEAP_SEAL, b->reg[C], 0, 0);
    bench_cell(b, STUB, HEAP_MK1, KIND_ABSENT, 6, 0);
    CHECK(b, bench_ok(b, 0, HEAP_RETARGET, b->reg[C], b->reg[STUB], 0) == 1);
    CHECK(b, bench_ok(b, 0, HEAP_PEEK, b->reg[C], 0, 0) == 6);
    bench_trap(b, CAUSE_ABSENT, HEAP_SEAL, b->reg[C], 0, 0);
    bench_audit(b);
}

void test_retarget(struct bench *b) {
    contents(b);
    bench_reset(b, b->seed, b->profile);
    absent(b);
    unsigned done = 0, refused = 0;
    for (unsigned k = 0; done < 20; k++) { /* from the start of a collection to well after its end */
        bench_reset(b, b->seed, b->profile);
        b->walker.speed_pct = 100;
        b->walker.noise = false;
        pair(b);
        b->reg[C] = 0;
        bench_collect_start(b);
        bench_cycles(b, k);
        bool marking = b->marking;
        bool ok = bench_ok(b, 0, HEAP_RETARGET, b->reg[A], b->reg[B], 0) == 1;
        if (ok && marking && b->marking) bench_fail(b, "retarget during marking");
        done += ok;
        refused += !ok;
        read_all(b, b->reg[A]);
        bench_collect_end(b);
        read_all(b, b->reg[A]);
        read_all(b, b->reg[B]);
    }
    CHECK(b, refused > 0);
}
