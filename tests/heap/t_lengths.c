/* Cells of every small length, and the largest ones: bounds, slack bytes, first contents, every word written and read.
 */
#include "tests.h"

static word33 pattern(uint32_t n, uint32_t i) { return rng_mix((uint64_t)n << 32 | i) & 0xffffffffu; }

static void value_cell(struct bench *b, uint32_t n) {
    word33 r = bench_cell(b, 1, HEAP_NEW, KIND_TUPLE, n, 0);
    CHECK(b, bench_ok(b, 0, HEAP_LEN, r, 0, 0) == n);
    for (uint32_t i = 0; i<n; i += n> 64 ? 37 : 1) CHECK(b, bench_ok(b, 0, HEAP_GET, r, i, 0) == NIL);
    if (n) CHECK(b, bench_ok(b, 0, HEAP_GET, r, n - 1, 0) == NIL);
    bench_trap(b, CAUSE_BOUNDS, HEAP_GET, r, n, 0);
    for (uint32_t i = 0; i < n; i++) bench_ok(b, 0, HEAP_SET, r, i, pattern(n, i) & ~3ull);
    bench_trap(b, CAUSE_BOUNDS, HEAP_SET, r, n, NIL);
    bench_ok(b, 0, HEAP_SEAL, r, 0, 0);
    for (uint32_t i = 0; i < n; i++) CHECK(b, bench_ok(b, 0, HEAP_GET, r, i, 0) == (pattern(n, i) & ~3ull));
    bench_trap(b, n ? CAUSE_SEALED : CAUSE_BOUNDS, HEAP_SET, r, 0, NIL);
}

static void raw_cell(struct bench *b, uint32_t n) {
    word33 r = bench_cell(b, 1, HEAP_NEW, KIND_FIRST_RAW, n, 0);
    CHECK(b, bench_ok(b, 0, HEAP_LEN, r, 0, 0) == n);
    for (uint32_t i = 0; i<(n + 3) / 4; i += n> 64 ? 37 : 1) CHECK(b, bench_ok(b, 0, HEAP_GET, r, i, 0) == 0);
    for (uint32_t i = 0; i < n; i++) bench_ok(b, 0, HEAP_SETB, r, i, pattern(n, i));
    bench_trap(b, CAUSE_BOUNDS, HEAP_SETB, r, n, 0);
    bench_trap(b, CAUSE_BOUNDS, HEAP_GETB, r, n, 0);
    bench_trap(b, CAUSE_BOUNDS, HEAP_GET, r, (n + 3) / 4, 0);
    bench_ok(b, 0, HEAP_SEAL, r, 0, 0);
    for (uint32_t i = 0; i < n; i++) CHECK(b, bench_ok(b, 0, HEAP_GETB, r, i, 0) == (pattern(n, i) & 0xff));
}

static void collect(struct bench *b) {
    b->walker.speed_pct = 100;
    bench_collect_start(b);
    bench_collect_end(b);
}

void test_lengths(struct bench *b) {
    for (uint32_t n = 0; n < 20; n++) {
        value_cell(b, n);
        raw_cell(b, n);
        if (n % 4 == 3) collect(b);
    }
}

/* Around 4095 words, moved as well. */
void test_largest(struct bench *b) {
    static const uint32_t words[] = {CELL_WORDS_MAX - 1, CELL_WORDS_MAX},
                          bytes[] = {MAX_BYTES - 4, MAX_BYTES - 3, MAX_BYTES - 1, MAX_BYTES};
    for (unsigned i = 0; i < 2; i++) {
        bench_cell(b, 2, HEAP_MK2, KIND_CONS, NIL, NIL);
        value_cell(b, words[i]);
        b->reg[2] = 0;
        collect(b);
    }
    for (unsigned i = 0; i < 4; i++) {
        bench_cell(b, 2, HEAP_MK2, KIND_CONS, NIL, NIL);
        raw_cell(b, bytes[i]);
        b->reg[2] = 0;
        collect(b);
    }
    for (unsigned kind = 0; kind <= KIND_FIRST_RAW; kind += KIND_FIRST_RAW) {
        struct reply r = bench_make(b, 0, HEAP_NEW, kind, kind ? MAX_BYTES + 1 : CELL_WORDS_MAX + 1, 0);
        CHECK(b, r.trap && r.cause == CAUSE_BOUNDS);
    }
}
