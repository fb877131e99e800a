/* Every misuse of docs/xcell.md traps with its cause, the first in the order wins, and nothing is changed. */
#include "tests.h"

enum { CONS = 1, TUPLE, ATOM, VIEW, BYTES, OPEN_BYTES, GONE_CONS, GONE_ATOM, STUB, EMPTY, OPEN_STUB, HOLDER };

#define REG(n) (1ull << 40 | (n))  /* the reference in register n */
#define BITS(n) (1ull << 41 | (n)) /* the same word without its tag */

enum { BIG = 1 << 20 };

struct misuse {
    unsigned op, kind;
    word33 x, y, z;
    unsigned cause;
};

static const struct misuse table[] = {
    /* 24: references without tag, before all else */
    {HEAP_GET, 0, BITS(CONS), 0, 0, CAUSE_UNTAGGED},
    {HEAP_GETB, 0, BITS(CONS), BIG, 0, CAUSE_UNTAGGED},
    {HEAP_SET, 0, BITS(CONS), BIG, BITS(CONS), CAUSE_UNTAGGED},
    {HEAP_SETB, 0, BITS(TUPLE), 0, REG(CONS), CAUSE_UNTAGGED},
    {HEAP_SEAL, 0, BITS(TUPLE), 0, 0, CAUSE_UNTAGGED},
    {HEAP_LEN, 0, BITS(GONE_CONS), 0, 0, CAUSE_UNTAGGED},
    {HEAP_AGET, 0, BITS(ATOM), 0, 0, CAUSE_UNTAGGED},
    {HEAP_AGET, 0, 0, 0, 0, CAUSE_UNTAGGED},
    {HEAP_SWAP, 0, BITS(VIEW), BITS(CONS), 0, CAUSE_UNTAGGED},
    {HEAP_CAS, 0, BITS(CONS), 3, 3, CAUSE_UNTAGGED},
    {HEAP_ROV, 0, BITS(ATOM), 0, 0, CAUSE_UNTAGGED},
    {HEAP_PEEK, 0, BITS(GONE_CONS), BIG, 0, CAUSE_UNTAGGED},
    {HEAP_COPY, KIND_TUPLE, BITS(TUPLE), 3, 0, CAUSE_UNTAGGED},
    {HEAP_COPY, KIND_ATOM, BITS(ATOM), BIG, 0, CAUSE_UNTAGGED},
    {HEAP_COPY, KIND_FIRST_RAW, BITS(CONS), 3, 0, CAUSE_UNTAGGED},
    {HEAP_RETARGET, 0, BITS(CONS), REG(CONS), 0, CAUSE_UNTAGGED},
    {HEAP_RETARGET, 0, REG(CONS), BITS(CONS), 0, CAUSE_UNTAGGED},
    {HEAP_RETARGET, 0, REG(CONS), BITS(BYTES), 0, CAUSE_UNTAGGED},
    {HEAP_DURABLE, 0, BITS(CONS), 0, 0, CAUSE_UNTAGGED},
    {HEAP_DURABLE, 0, BITS(ATOM), 0, 0, CAUSE_UNTAGGED},
    /* 25: the kind does not have the operation */
    {HEAP_DURABLE, 0, REG(STUB), 0, 0, CAUSE_KIND},
    {HEAP_DURABLE, 0, REG(HOLDER), 0, 0, CAUSE_KIND},
    {HEAP_DURABLE, 0, REG(OPEN_STUB), 0, 0, CAUSE_KIND},
    {HEAP_DURABLE, 0, REG(TUPLE), 0, 0, CAUSE_KIND},
    {HEAP_DURABLE, 0, REG(OPEN_BYTES), 0, 0, CAUSE_KIND},
    {HEAP_GET, 0, REG(ATOM), 0, 0, CAUSE_KIND},
    {HEAP_GET, 0, REG(GONE_ATOM), BIG, 0, CAUSE_KIND},
    {HEAP_SET, 0, REG(ATOM), BIG, BITS(CONS), CAUSE_KIND},
    {HEAP_GETB, 0, REG(CONS), BIG, 0, CAUSE_KIND},
    {HEAP_GETB, 0, REG(GONE_CONS), 0, 0, CAUSE_KIND},
    {HEAP_GETB, 0, REG(ATOM), 0, 0, CAUSE_KIND},
    {HEAP_SETB, 0, REG(TUPLE), 0, REG(CONS), CAUSE_KIND},
    {HEAP_AGET, 0, REG(CONS), 0, 0, CAUSE_KIND},
    {HEAP_AGET, 0, REG(BYTES), 0, 0, CAUSE_KIND},
    {HEAP_SWAP, 0, REG(CONS), BITS(CONS), 0, CAUSE_KIND},
    {HEAP_SWAP, 0, REG(GONE_CONS), 0, 0, CAUSE_KIND},
    {HEAP_CAS, 0, REG(BYTES), 3, 3, CAUSE_KIND},
    {HEAP_ROV, 0, REG(TUPLE), 0, 0, CAUSE_KIND},
    {HEAP_NEW, KIND_FREE, 1, 0, 0, CAUSE_KIND},
    {HEAP_MK1, KIND_FREE, 3, 0, 0, CAUSE_KIND},
    {HEAP_NEW, KIND_ATOM, 1, 0, 0, CAUSE_KIND},
    {HEAP_NEW, KIND_ATOM, BIG, 0, 0, CAUSE_KIND},
    {HEAP_MK2, KIND_ATOM, BITS(CONS), 3, 0, CAUSE_KIND},
    {HEAP_COPY, KIND_FREE, REG(CONS), 2, 0, CAUSE_KIND},
    {HEAP_COPY, KIND_ATOM, REG(CONS), 1, 0, CAUSE_KIND},
    {HEAP_COPY, KIND_ATOM, REG(ATOM), 1, 0, CAUSE_KIND},
    {HEAP_COPY, KIND_CONS, REG(ATOM), BIG, 0, CAUSE_KIND},
    {HEAP_COPY, KIND_CONS, REG(VIEW), 1, 0, CAUSE_KIND},
    {HEAP_COPY, KIND_FIRST_RAW, REG(CONS), 8, 0, CAUSE_KIND}, /* would show handles */
    {HEAP_COPY, KIND_CONS, REG(BYTES), 2, 0, CAUSE_KIND},     /* would forge references */
    {HEAP_COPY, KIND_ABSENT, REG(GONE_CONS), BIG, 0, CAUSE_KIND},
    {HEAP_COPY, KIND_CONS, REG(HOLDER), 1, 0, CAUSE_KIND},
    {HEAP_RETARGET, 0, REG(CONS), REG(BYTES), 0, CAUSE_KIND},
    {HEAP_RETARGET, 0, REG(STUB), REG(CONS), 0, CAUSE_KIND},
    {HEAP_RETARGET, 0, REG(TUPLE), REG(EMPTY), 0, CAUSE_KIND},
    {HEAP_RETARGET, 0, REG(EMPTY), REG(TUPLE), 0, CAUSE_KIND},
    {HEAP_RETARGET, 0, REG(CONS), REG(OPEN_STUB), 0, CAUSE_KIND},
    {HEAP_RETARGET, 0, REG(CONS), REG(HOLDER), 0, CAUSE_KIND}, /* has raw contents: they would read as references */
    {HEAP_RETARGET, 0, REG(ATOM), REG(HOLDER), 0, CAUSE_KIND},
    {HEAP_RETARGET, 0, REG(GONE_CONS), REG(HOLDER), 0, CAUSE_KIND},
    /* 28: words that a cell cannot hold */
    {HEAP_SET, 0, REG(TUPLE), 0, BITS(CONS), CAUSE_VALUE},
    {HEAP_SET, 0, REG(TUPLE), 0, 3, CAUSE_VALUE},
    {HEAP_SET, 0, REG(TUPLE), 0, 0xffffffff, CAUSE_VALUE},
    {HEAP_SET, 0, REG(CONS), BIG, 1, CAUSE_VALUE},
    {HEAP_SET, 0, REG(GONE_CONS), 0, 1, CAUSE_VALUE},
    {HEAP_SET, 0, REG(OPEN_BYTES), 0, REG(CONS), CAUSE_VALUE},
    {HEAP_SETB, 0, REG(OPEN_BYTES), 0, REG(CONS), CAUSE_VALUE},
    {HEAP_SETB, 0, REG(BYTES), BIG, REG(CONS), CAUSE_VALUE},
    {HEAP_SWAP, 0, REG(ATOM), BITS(CONS), 0, CAUSE_VALUE},
    {HEAP_SWAP, 0, REG(ATOM), 7, 0, CAUSE_VALUE},
    {HEAP_SWAP, 0, REG(VIEW), 3, 0, CAUSE_VALUE},
    {HEAP_SWAP, 0, REG(GONE_ATOM), 1, 0, CAUSE_VALUE},
    {HEAP_CAS, 0, REG(ATOM), BITS(CONS), 0, CAUSE_VALUE},
    {HEAP_CAS, 0, REG(ATOM), 0, BITS(CONS), CAUSE_VALUE},
    {HEAP_CAS, 0, REG(ATOM), 0, 3, CAUSE_VALUE},
    {HEAP_CAS, 0, REG(VIEW), 0, 3, CAUSE_VALUE},
    {HEAP_MK1, KIND_CONS, BITS(CONS), 0, 0, CAUSE_VALUE},
    {HEAP_MK1, KIND_ATOM, 3, 0, 0, CAUSE_VALUE},
    {HEAP_MK1, KIND_FIRST_RAW, REG(CONS), 0, 0, CAUSE_VALUE},
    {HEAP_MK1, KIND_ABSENT, REG(CONS), 0, 0, CAUSE_VALUE},
    {HEAP_MK2, KIND_CONS, BITS(CONS), 0, 0, CAUSE_VALUE},
    {HEAP_MK2, KIND_CONS, 0, BITS(CONS), 0, CAUSE_VALUE},
    {HEAP_MK2, 15, 0, 0xfffffff3, 0, CAUSE_VALUE},
    {HEAP_MK2, KIND_FIRST_RAW, 0, REG(CONS), 0, CAUSE_VALUE},
    {HEAP_MK2, KIND_FIRST_RAW, REG(CONS), 0, 0, CAUSE_VALUE},
    /* 30: absent */
    {HEAP_GET, 0, REG(GONE_CONS), BIG, 0, CAUSE_ABSENT},
    {HEAP_SET, 0, REG(GONE_CONS), BIG, 0, CAUSE_ABSENT},
    {HEAP_LEN, 0, REG(GONE_CONS), 0, 0, CAUSE_ABSENT},
    {HEAP_SEAL, 0, REG(GONE_CONS), 0, 0, CAUSE_ABSENT},
    {HEAP_AGET, 0, REG(GONE_ATOM), 0, 0, CAUSE_ABSENT},
    {HEAP_SWAP, 0, REG(GONE_ATOM), 0, 0, CAUSE_ABSENT},
    {HEAP_CAS, 0, REG(GONE_ATOM), 0, 0, CAUSE_ABSENT},
    {HEAP_COPY, KIND_CONS, REG(GONE_CONS), BIG, 0, CAUSE_ABSENT},
    {HEAP_COPY, KIND_TUPLE, REG(GONE_CONS), 1, 0, CAUSE_ABSENT},
    {HEAP_COPY, KIND_FIRST_RAW, REG(STUB), 1, 0, CAUSE_ABSENT},
    {HEAP_GET, 0, REG(STUB), 0, 0, CAUSE_ABSENT},
    {HEAP_GETB, 0, REG(STUB), BIG, 0, CAUSE_ABSENT},
    {HEAP_SETB, 0, REG(OPEN_STUB), 0, 0, CAUSE_ABSENT},
    /* 26: bounds */
    {HEAP_GET, 0, REG(CONS), 2, 0, CAUSE_BOUNDS},
    {HEAP_GET, 0, REG(CONS), 4096, 0, CAUSE_BOUNDS},
    {HEAP_GET, 0, REG(CONS), 0x80000000, 0, CAUSE_BOUNDS},
    {HEAP_GET, 0, REG(CONS), 0xffffffff, 0, CAUSE_BOUNDS},
    {HEAP_GET, 0, REG(EMPTY), 0, 0, CAUSE_BOUNDS},
    {HEAP_GET, 0, REG(BYTES), 2, 0, CAUSE_BOUNDS},
    {HEAP_GETB, 0, REG(BYTES), 5, 0, CAUSE_BOUNDS},
    {HEAP_GETB, 0, REG(BYTES), 16384, 0, CAUSE_BOUNDS},
    {HEAP_GETB, 0, REG(BYTES), 0xfffffffc, 0, CAUSE_BOUNDS},
    {HEAP_SET, 0, REG(CONS), 2, 0, CAUSE_BOUNDS},
    {HEAP_SET, 0, REG(TUPLE), 3, 0, CAUSE_BOUNDS},
    {HEAP_SET, 0, REG(TUPLE), 0xffffffff, 0, CAUSE_BOUNDS},
    {HEAP_SETB, 0, REG(OPEN_BYTES), 6, 0, CAUSE_BOUNDS},
    {HEAP_SETB, 0, REG(OPEN_BYTES), 7, 0, CAUSE_BOUNDS},
    {HEAP_SETB, 0, REG(BYTES), 5, 0, CAUSE_BOUNDS},
    {HEAP_PEEK, 0, REG(GONE_CONS), 1, 0, CAUSE_BOUNDS},
    {HEAP_PEEK, 0, REG(ATOM), 1, 0, CAUSE_BOUNDS},
    {HEAP_NEW, KIND_CONS, CELL_WORDS_MAX + 1, 0, 0, CAUSE_BOUNDS},
    {HEAP_NEW, KIND_CONS, 0xffffffff, 0, 0, CAUSE_BOUNDS},
    {HEAP_NEW, KIND_FIRST_RAW, MAX_BYTES + 1, 0, 0, CAUSE_BOUNDS},
    {HEAP_NEW, KIND_FIRST_RAW, MAX_BYTES + 4, 0, 0, CAUSE_BOUNDS},
    {HEAP_NEW, KIND_FIRST_RAW, 0xffffffff, 0, 0, CAUSE_BOUNDS},
    {HEAP_COPY, KIND_CONS, REG(TUPLE), CELL_WORDS_MAX + 1, 0, CAUSE_BOUNDS},
    {HEAP_COPY, KIND_CONS, REG(EMPTY), 0x80000000, 0, CAUSE_BOUNDS},
    {HEAP_COPY, KIND_FIRST_RAW, REG(BYTES), MAX_BYTES + 1, 0, CAUSE_BOUNDS},
    {HEAP_COPY, KIND_FIRST_RAW, REG(OPEN_BYTES), 0xffffffff, 0, CAUSE_BOUNDS},
    /* 27: sealed, or read-only */
    {HEAP_SET, 0, REG(CONS), 0, 0, CAUSE_SEALED},
    {HEAP_SET, 0, REG(BYTES), 1, 0, CAUSE_SEALED},
    {HEAP_SETB, 0, REG(BYTES), 4, 0, CAUSE_SEALED},
    {HEAP_SWAP, 0, REG(VIEW), 0, 0, CAUSE_SEALED},
    {HEAP_CAS, 0, REG(VIEW), 0, 0, CAUSE_SEALED},
};

static word33 operand(const struct bench *b, word33 x) {
    if (x >> 40 & 1) return b->reg[x & 31];
    if (x >> 41 & 1) return b->reg[x & 31] & 0xffffffffu;
    return x;
}

static void try_row(struct bench *b, const struct misuse *m) {
    word33 x = operand(b, m->x), y = operand(b, m->y), z = operand(b, m->z);
    struct reply r = m->op >= HEAP_MK1 ? bench_make(b, 0, m->op, m->kind, x, y) : bench_do(b, 0, m->op, x, y, z);
    if (!r.trap || r.cause != m->cause)
        bench_fail(b, "row %d (%s): expected trap %u", (int)(m - table), op_name(m->op), m->cause);
}

static void make_cells(struct bench *b) {
    bench_cell(b, CONS, HEAP_MK2, KIND_CONS, fixnum(1), NIL);
    bench_cell(b, TUPLE, HEAP_NEW, KIND_TUPLE, 3, 0);
    bench_cell(b, ATOM, HEAP_MK1, KIND_ATOM, b->reg[CONS], 0);
    bench_ok(b, VIEW, HEAP_ROV, b->reg[ATOM], 0, 0);
    bench_cell(b, BYTES, HEAP_NEW, KIND_FIRST_RAW, 5, 0);
    bench_ok(b, 0, HEAP_SETB, b->reg[BYTES], 4, 0x5a);
    bench_ok(b, 0, HEAP_SEAL, b->reg[BYTES], 0, 0);
    bench_cell(b, OPEN_BYTES, HEAP_NEW, KIND_FIRST_RAW + 1, 6, 0);
    bench_cell(b, EMPTY, HEAP_NEW, KIND_TUPLE, 0, 0);
    bench_ok(b, 0, HEAP_SEAL, b->reg[EMPTY], 0, 0);
    bench_cell(b, GONE_CONS, HEAP_MK2, KIND_CONS, fixnum(2), fixnum(3));
    bench_cell(b, STUB, HEAP_MK1, KIND_ABSENT, 77, 0);
    CHECK(b, bench_ok(b, 0, HEAP_RETARGET, b->reg[GONE_CONS], b->reg[STUB], 0) == 1);
    bench_cell(b, GONE_ATOM, HEAP_MK1, KIND_ATOM, NIL, 0);
    bench_cell(b, STUB, HEAP_MK1, KIND_ABSENT, 78, 0);
    CHECK(b, bench_ok(b, 0, HEAP_RETARGET, b->reg[GONE_ATOM], b->reg[STUB], 0) == 1);
    bench_cell(b, HOLDER, HEAP_MK1, KIND_ABSENT, 81, 0);
    bench_cell(b, STUB, HEAP_MK1, KIND_FIRST_RAW, b->reg[CONS] & 0xffffffffu, 0);
    CHECK(b, bench_ok(b, 0, HEAP_RETARGET, b->reg[STUB], b->reg[HOLDER], 0) == 1);
    bench_cell(b, STUB, HEAP_MK2, KIND_ABSENT, 79, 80);
    bench_cell(b, OPEN_STUB, HEAP_NEW, KIND_ABSENT, 4, 0);
}

static void try_all(struct bench *b, bool retarget) {
    for (size_t i = 0; i < sizeof table / sizeof *table; i++) {
        if (table[i].op == HEAP_RETARGET && !retarget) continue;
        if (table[i].op == HEAP_COPY && !dut_params.copy) continue;
        if (table[i].op == HEAP_DURABLE && !dut_params.durable) continue;
        try_row(b, &table[i]);
        try_row(b, &table[i]); /* a trap leaves all as it was: the second time is as the first */
    }
}

/* Traps that come before "full" do so in a full heap too. */
static void try_full(struct bench *b) {
    while (!bench_make(b, 0, HEAP_NEW, KIND_CONS, 0, 0).trap) continue;
    for (size_t i = 0; i < sizeof table / sizeof *table; i++)
        if (table[i].op >= HEAP_MK1 && (table[i].op != HEAP_COPY || dut_params.copy)) try_row(b, &table[i]);
}

void test_misuse(struct bench *b) {
    make_cells(b);
    try_all(b, true);
    bench_audit(b);
    b->walker.speed_pct = 0; /* holds the mark phase */
    bench_collect_start(b);
    try_all(b, false);
    b->walker.speed_pct = 60;
    bench_collect_end(b);
    try_all(b, true);
    bench_audit(b);
    try_full(b);
    bench_audit(b);
}
