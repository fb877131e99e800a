/* Copies: shorter, longer and as long as their source, of sources that are open, sealed, in motion, or moved while the
 * copy waits for space. */
#include "tests.h"

enum { SOURCE = 1, COPIED, PAIR, GARBAGE };

static word33 pattern(uint32_t i) { return rng_mix(i) & 0xffffffffu; }

/* A cell in register SOURCE with a pattern in every word; unused bytes of the last word have it too. */
static void make_source(struct bench *b, unsigned kind, uint32_t length) {
    word33 r = bench_cell(b, SOURCE, HEAP_NEW, kind, length, 0);
    uint32_t words = kind_raw(kind) ? (length + 3) / 4 : length;
    for (uint32_t i = 0; i < words; i++)
        bench_ok(b, 0, HEAP_SET, r, i, kind_raw(kind) ? pattern(i) : i % 3 == 2 ? b->reg[PAIR] : pattern(i) & ~3ull);
}

/* The model knows every word, so it is enough to read them. */
static void read_all(struct bench *b, word33 cell) {
    const struct block *c = golden_block(&b->golden, cell);
    for (uint32_t i = 0; i < c->words; i++) bench_ok(b, 0, HEAP_GET, cell, i, 0);
    bench_ok(b, 0, HEAP_LEN, cell, 0, 0);
}

/* Makes what the caches know something else: cells whose handles and words fall on all lines of the small ones. */
static void cool(struct bench *b) {
    for (unsigned i = 0; i < SLOTS; i++)
        for (uint32_t f = 0; f < 2; f++) bench_ok(b, 0, HEAP_GET, b->ram[i], f, 0);
}

static void copy_of(struct bench *b, unsigned kind, uint32_t length) {
    word33 r = bench_cell(b, COPIED, HEAP_COPY, kind, b->reg[SOURCE], length);
    read_all(b, r);
    read_all(b, b->reg[SOURCE]);
    if (golden_block(&b->golden, r)->words == 0) return;
    bench_ok(b, 0, HEAP_SET, r, 0, fixnum(77)); /* it is open, and a cell of its own */
    read_all(b, b->reg[SOURCE]);
    bench_ok(b, 0, HEAP_SEAL, r, 0, 0);
    bench_trap(b, CAUSE_SEALED, HEAP_SET, r, 0, 0);
}

static void collect(struct bench *b) {
    b->walker.speed_pct = 100;
    bench_collect_start(b);
    bench_collect_end(b);
}

/* Less room than for a cell of so many words, or for three cells. */
static bool nearly_full(const struct bench *b, uint32_t words) {
    return !golden_fits(&b->golden, words) || b->golden.in_use + 3 >= 1u << dut_params.hw;
}

static void all_lengths(struct bench *b, unsigned kind, unsigned to_kind, uint32_t longest, bool seal, bool cold) {
    for (uint32_t from = 0; from <= longest; from++)
        for (uint32_t to = 0; to <= longest; to++) {
            make_source(b, kind, from);
            if (seal) bench_ok(b, 0, HEAP_SEAL, b->reg[SOURCE], 0, 0);
            if (cold) cool(b);
            copy_of(b, to_kind, to);
            if (nearly_full(b, 4 * longest)) collect(b);
        }
}

void test_copy(struct bench *b) {
    if (!dut_params.copy) return;
    bool roomy = dut_params.aw > 8 && dut_params.hw > 6;
    bench_cell(b, PAIR, HEAP_MK2, KIND_CONS, fixnum(1), fixnum(2));
    for (unsigned i = 0; i < SLOTS && roomy; i++) b->ram[i] = bench_cell(b, COPIED, HEAP_MK2, KIND_CONS, NIL, NIL);
    for (unsigned seal = 0; seal < 2; seal++)
        for (unsigned cold = 0; cold < (roomy ? 2 : 1); cold++) {
            all_lengths(b, KIND_TUPLE, KIND_TUPLE, 5, seal, cold);
            all_lengths(b, KIND_FIRST_RAW, KIND_FIRST_RAW + 1, 13, seal, cold);
        }
    make_source(b, KIND_TUPLE, 7);
    copy_of(b, KIND_CONS, 7); /* another kind of the same class */
    for (unsigned i = 0; i < SLOTS; i++) b->ram[i] = 0;
    collect(b);
    read_all(b, b->reg[COPIED]);
}

/* The largest cells, of which each has the other's length plus or minus a little. */
void test_copy_largest(struct bench *b) {
    if (!dut_params.copy) return;
    bench_cell(b, PAIR, HEAP_MK2, KIND_CONS, fixnum(1), fixnum(2));
    make_source(b, KIND_TUPLE, CELL_WORDS_MAX);
    copy_of(b, KIND_TUPLE, CELL_WORDS_MAX - 1);
    b->reg[SOURCE] = b->reg[COPIED] = 0;
    collect(b);
    make_source(b, KIND_FIRST_RAW, MAX_BYTES - 5);
    copy_of(b, KIND_FIRST_RAW, MAX_BYTES - 3);
}

/* What only the copy still refers to stays, however far marking has got: at step k of a collection an open cell is
 * copied, overwritten and forgotten. True: the collection was under way. */
static bool while_marking(struct bench *b, unsigned k) {
    bench_reset(b, b->seed, b->profile);
    bench_cell(b, PAIR, HEAP_MK2, KIND_CONS, fixnum(1), fixnum(2));
    make_source(b, KIND_TUPLE, 6);
    bench_cell(b, GARBAGE, HEAP_MK2, KIND_CONS, fixnum(3), fixnum(4));
    b->reg[GARBAGE] = b->reg[PAIR] = 0;
    b->walker.speed_pct = 100;
    bench_collect_start(b);
    bench_cycles(b, k);
    bench_cell(b, COPIED, HEAP_COPY, KIND_TUPLE, b->reg[SOURCE], 7);
    for (uint32_t i = 0; i < 6; i++) bench_ok(b, 0, HEAP_SET, b->reg[SOURCE], i, NIL);
    b->reg[SOURCE] = 0;
    bool going = bench_collecting(b);
    bench_collect_end(b);
    collect(b);
    for (uint32_t i = 2; i < 6; i += 3) {
        bench_ok(b, PAIR, HEAP_GET, b->reg[COPIED], i, 0);
        read_all(b, b->reg[PAIR]);
    }
    return going;
}

void test_copy_mark(struct bench *b) {
    if (!dut_params.copy) return;
    for (unsigned k = 0; while_marking(b, k); k++) continue;
}

/* A full heap, a little garbage at the bottom: at step k of a collection a copy is asked for, which has to wait for the
 * end; its source, the last cell that lives, moves meanwhile, and the copy comes to lie where it was. */
static void wait_at(struct bench *b, unsigned k, bool warm) {
    bench_reset(b, b->seed, b->profile);
    b->walker.speed_pct = 100;
    bench_cell(b, PAIR, HEAP_MK2, KIND_CONS, fixnum(1), fixnum(2));
    for (unsigned i = 0; i <= k % 3; i++) bench_cell(b, GARBAGE, HEAP_MK2, KIND_CONS, NIL, NIL);
    make_source(b, KIND_TUPLE, 9);
    while (golden_fits(&b->golden, 9)) bench_cell(b, GARBAGE, HEAP_MK2, KIND_CONS, NIL, NIL);
    b->reg[GARBAGE] = 0;
    bench_quiesce(b);
    bench_collect_start(b);
    bench_cycles(b, k);
    if (warm) bench_ok(b, 0, HEAP_GET, b->reg[SOURCE], 3, 0);
    bench_cell(b, COPIED, HEAP_COPY, KIND_TUPLE, b->reg[SOURCE], 9);
    read_all(b, b->reg[COPIED]);
    bench_collect_end(b);
    read_all(b, b->reg[COPIED]);
    read_all(b, b->reg[SOURCE]);
}

void test_copy_wait(struct bench *b) {
    if (!dut_params.copy) return;
    unsigned step = dut_params.aw > 10 ? 1u << (dut_params.aw - 8) : 7;
    for (unsigned warm = 0; warm < 2; warm++)
        for (unsigned i = 0; i < 24; i++) wait_at(b, i * step, warm);
}
