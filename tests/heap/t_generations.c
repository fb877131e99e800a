/* Generations (docs/collector.md): minor collections look at young cells alone, and at old ones that are remembered.
 * What is freed and what is kept is checked by the golden model and the audit behind each collection. */
#include "tests.h"

enum { OLD = 1, OPEN, OTHER, PARENT, YOUNG, REST };

static void collect(struct bench *b, bool minor) {
    if (bench_ok(b, 0, HEAP_GCSTART, minor, 0, 0) != 1) bench_fail(b, "the collection did not start");
    bench_collect_end(b);
    CHECK(b, b->golden.minor == minor);
}

static bool minor_starts(struct bench *b) { return bench_ok(b, 0, HEAP_GCSTART, 1, 0, 0) == 1; }

/* Behind so many writes to old cells: handles with the same low bits fill a short list. */
static void collect_written(struct bench *b, uint32_t writes) {
    if (minor_starts(b)) {
        bench_collect_end(b);
    } else {
        CHECK(b, writes > 1u << dut_params.remember);
        collect(b, false);
    }
}

/* An old atom, an old open cell, an old sealed one, and one that refers to it. */
static void lay_out(struct bench *b) {
    bench_reset(b, b->seed, b->profile);
    b->walker.speed_pct = 100;
    bench_cell(b, OLD, HEAP_MK1, KIND_ATOM, NIL, 0);
    bench_cell(b, OPEN, HEAP_NEW, KIND_TUPLE, 3, 0);
    bench_cell(b, OTHER, HEAP_MK2, KIND_TUPLE, fixnum(1), fixnum(2));
    bench_cell(b, PARENT, HEAP_MK1, KIND_CONS, b->reg[OTHER], 0);
    collect(b, true);
    CHECK(b, b->golden.old_end == 2 + 4 + 3 + 2);
}

static void young(struct bench *b) { bench_cell(b, YOUNG, HEAP_MK2, KIND_CONS, fixnum(7), fixnum(8)); }

/* The young cell must be there, found by this word of an old one alone. */
static void found(struct bench *b, word33 in, uint32_t i) {
    word33 y = bench_ok(b, YOUNG, HEAP_PEEK, in, i, 0);
    CHECK(b, tagged(y));
    CHECK(b, bench_ok(b, 0, HEAP_GET, y, 1, 0) == fixnum(8));
}

/* With nothing young a collection does nothing; what is old and dead stays for a major one. */
static void empty_nursery(struct bench *b) {
    lay_out(b);
    uint32_t moved = b->golden.moved;
    b->reg[OTHER] = b->reg[PARENT] = 0;
    collect(b, true);
    CHECK(b, b->golden.blocks == 4 && b->golden.moved == moved);
    collect(b, false);
    CHECK(b, b->golden.blocks == 2);
}

/* References from old to young, by an atom and by a cell that was open when it became old, before a collection and
 * after each number of cycles of one, minor and major. */
static void written(struct bench *b, bool minor, unsigned k) {
    lay_out(b);
    bench_cell(b, REST, HEAP_MK1, KIND_ATOM, NIL, 0); /* young, and old behind this collection */
    CHECK(b, bench_ok(b, 0, HEAP_GCSTART, minor, 0, 0) == 1);
    bench_cycles(b, k);
    for (int i = 0; i < 3; i++) { /* a young one for each */
        young(b);
        bench_ok(b, 0, HEAP_SWAP, b->reg[OLD], b->reg[YOUNG], 0);
        young(b);
        bench_ok(b, 0, HEAP_SET, b->reg[OPEN], 2, b->reg[YOUNG]);
        young(b);
        bench_ok(b, 0, HEAP_CAS, b->reg[REST], b->reg[YOUNG], bench_ok(b, 0, HEAP_AGET, b->reg[REST], 0, 0));
        bench_cycles(b, k % 7);
    }
    b->reg[YOUNG] = 0;
    bench_collect_end(b);
    collect_written(b, 3 * 3);
    found(b, b->reg[OLD], 0);
    found(b, b->reg[OPEN], 2);
    found(b, b->reg[REST], 0);
}

/* Old and young change places, idle and in each phase, either being named first. Only an old cell refers to what had
 * the old place, and is not written. */
static void exchanged(struct bench *b, unsigned k, bool old_first, bool minor) {
    lay_out(b);
    bench_cell(b, REST, HEAP_MK1, KIND_CONS, fixnum(3), 0);
    bench_cell(b, REST, HEAP_MK2, KIND_TUPLE, b->reg[REST], NIL); /* refers to a young one */
    if (k) bench_ok(b, 0, HEAP_GCSTART, minor, 0, 0);
    bench_cycles(b, k);
    word33 first = b->reg[old_first ? OTHER : REST], second = b->reg[old_first ? REST : OTHER];
    for (int tries = 0; bench_ok(b, 0, HEAP_RETARGET, first, second, 0) != 1; tries++) bench_cycle(b);
    b->reg[REST] = b->reg[OTHER] = 0;
    bench_collect_end(b);
    for (int i = 0; i < 2; i++) {
        collect(b, true);
        word33 other = bench_ok(b, 0, HEAP_GET, b->reg[PARENT], 0, 0);
        word33 y = bench_ok(b, 0, HEAP_GET, other, 0, 0);
        CHECK(b, tagged(y) && bench_ok(b, 0, HEAP_GET, y, 0, 0) == fixnum(3));
    }
}

/* The list takes as many handles as it has room for; one more, and only a major collection will start. Two with the
 * same low bits, written by turns, take room each time but are never lost. */
static void overflow(struct bench *b) {
    uint32_t room = 1u << dut_params.remember;
    if (4 * room >= 1u << dut_params.hw || 8 * room > 1u << dut_params.aw) return;
    for (uint32_t more = 0; more < 2; more++) {
        bench_reset(b, b->seed, b->profile);
        b->walker.speed_pct = 100;
        b->reg[OLD] = NIL;
        for (uint32_t i = 0; i < room + more; i++) { /* a chain of atoms, through cells */
            bench_cell(b, OTHER, HEAP_MK1, KIND_ATOM, NIL, 0);
            bench_cell(b, OLD, HEAP_MK2, KIND_CONS, b->reg[OTHER], b->reg[OLD]);
        }
        collect(b, true);
        young(b);
        b->reg[REST] = b->reg[OLD];
        for (uint32_t i = 0; i < room + more; i++) {
            bench_ok(b, OTHER, HEAP_GET, b->reg[REST], 0, 0);
            bench_ok(b, 0, HEAP_SWAP, b->reg[OTHER], b->reg[YOUNG], 0);
            bench_ok(b, REST, HEAP_GET, b->reg[REST], 1, 0);
        }
        CHECK(b, minor_starts(b) == !more);
        bench_collect_end(b);
        if (dut_params.stats) CHECK(b, bench_stat(b, STAT_OVERFLOWS) == more);
        if (!more) continue;
        collect(b, false);
        CHECK(b, minor_starts(b));
        bench_collect_end(b);
        bench_ok(b, OTHER, HEAP_GET, b->reg[OLD], 0, 0);
        found(b, b->reg[OTHER], 0);
    }
}

static void same_low_bits(struct bench *b) {
    uint32_t apart = 1u << dut_params.remember;
    if (3 * apart >= 1u << dut_params.hw || 4 * apart > 1u << dut_params.aw) return;
    bench_reset(b, b->seed, b->profile);
    b->walker.speed_pct = 100;
    bench_cell(b, OLD, HEAP_MK1, KIND_ATOM, NIL, 0);
    for (uint32_t i = 1; i < apart; i++) bench_cell(b, REST, HEAP_MK1, KIND_TUPLE, NIL, 0);
    bench_cell(b, OTHER, HEAP_MK1, KIND_ATOM, NIL, 0);
    CHECK(b, ref_handle(b->reg[OTHER]) == ref_handle(b->reg[OLD]) + apart);
    collect(b, true);
    young(b);
    bench_ok(b, 0, HEAP_SWAP, b->reg[OLD], b->reg[YOUNG], 0);
    young(b);
    bench_ok(b, 0, HEAP_SWAP, b->reg[OTHER], b->reg[YOUNG], 0);
    b->reg[YOUNG] = 0;
    collect(b, true);
    found(b, b->reg[OLD], 0);
    found(b, b->reg[OTHER], 0);
    for (uint32_t i = 0; i < 2 * apart; i++) bench_ok(b, 0, HEAP_SWAP, b->reg[i & 1 ? OLD : OTHER], b->reg[YOUNG], 0);
    CHECK(b, !minor_starts(b));
}

/* Only allocates, for ten times the heap, five sixths of which are alive (1.2x): minor collections as long as they
 * leave room. */
static void tight(struct bench *b) {
    enum { HEAP_WORDS = 200, CELLS = 6 };
    bench_reset(b, b->seed, b->profile);
    b->walker.speed_pct = 100;
    bench_ok(b, 0, HEAP_CTL, CTL_LIMIT, HEAP_WORDS, 0);
    uint32_t size = HEAP_WORDS * 5 / 6 / CELLS;
    for (int i = 0; i < CELLS; i++) bench_cell(b, REST + i, HEAP_NEW, KIND_TUPLE, size - 2, 0);
    for (uint32_t words = 0; words < 10 * HEAP_WORDS; words += 3) {
        struct reply r = bench_make(b, YOUNG, HEAP_MK2, KIND_CONS, fixnum((int32_t)words), NIL);
        if (!r.trap) continue;
        CHECK(b, r.cause == CAUSE_FULL);
        bool minor = minor_starts(b);
        if (minor) r = bench_make(b, YOUNG, HEAP_MK2, KIND_CONS, fixnum((int32_t)words), NIL);
        if (r.trap) {
            bench_collect_end(b);
            bench_ok(b, 0, HEAP_GCSTART, 0, 0, 0);
            bench_cell(b, YOUNG, HEAP_MK2, KIND_CONS, fixnum((int32_t)words), NIL);
        }
        bench_ok(b, 0, HEAP_SET, b->reg[REST + words % CELLS], 0, b->reg[YOUNG]);
    }
    bench_collect_end(b);
    CHECK(b, b->golden.minors > 10);
    collect(b, false);
}

void test_generations(struct bench *b) {
    if (!dut_params.remember) {
        CHECK(b, !minor_starts(b));
        return;
    }
    empty_nursery(b);
    for (unsigned k = 0; k < 160; k += 1 + k / 40) written(b, k % 3 != 0, k);
    for (unsigned k = 0; k < 60; k += 1 + k / 20)
        for (unsigned way = 0; way < 4; way++) exchanged(b, k, way & 1, way & 2);
    overflow(b);
    same_low_bits(b);
    tight(b);
}
