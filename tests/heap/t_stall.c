/* I6: no request waits longer for the collector than the one access that is in flight when it comes.
 *
 * With a memory that takes the same time for every access, and no caches, each request takes the same time whenever no
 * collection runs; what it takes longer during one is what it waited for the collector. The sum, the longest and the
 * histogram of these waits, measured at the port, must be those that the controller counts. With caches or lines
 * times vary, and only the bound is checked. */
#include <inttypes.h>

#include "tests.h"

/* SETTLE: a write is answered when the memory has taken it; a request on its heels would wait for that one, and might
 * not be taken before the collector has had its share. */
enum { KINDS = 6, CELLS = 11, BINS = 8, SETTLE = 6, TURN = 2 /* cycles that turning to the other free region takes */ };

struct measured {
    uint64_t histogram[BINS], total, requests;
    unsigned max;
};

static unsigned bin(unsigned wait) { return wait < 4 ? wait : wait < 8 ? 4 : wait < 16 ? 5 : wait < 32 ? 6 : 7; }

/* Cycles from the acceptance to the response of one request. */
static unsigned time_one(struct bench *b, unsigned kind, word33 value, word33 raw) {
    switch (kind) {
    case 0:
        return bench_do(b, 0, HEAP_GET, value, 1, 0).cycles;
    case 1:
        return bench_do(b, 0, HEAP_LEN, value, 0, 0).cycles;
    case 2:
        return bench_do(b, 0, HEAP_SETB, raw, 3, 7).cycles;
    case 3:
        return bench_do(b, 0, HEAP_GETB, raw, 12, 0).cycles;
    case 4:
        return bench_do(b, 0, HEAP_SEAL, value, 0, 0).cycles;
    default:
        return bench_make(b, CELLS + CELLS + 2, HEAP_MK2, KIND_CONS, NIL, NIL).cycles;
    }
}

/* Room for all cells anew, and handles: what is dropped is freed by the next collection only. */
static bool room_for_all(const struct bench *b) {
    const struct golden *g = &b->golden;
    uint32_t handles = (1u << dut_params.hw) - 1 - g->in_use;
    return handles > 2 * CELLS && golden_fits(g, 2 * CELLS * 8);
}

/* Until the request before has ended and the memory has done what it wrote. */
static void rest(struct bench *b) {
    do bench_cycle(b);
    while (!b->out.req_ready);
    bench_cycles(b, SETTLE);
}

static void compare(struct bench *b, const struct measured *m) {
    uint32_t total = bench_stat(b, STAT_STALL_TOTAL), max = bench_stat(b, STAT_STALL_MAX);
    if (total != m->total || max != m->max)
        bench_fail(b, "stalled %" PRIu32 " cycles, at most %" PRIu32 "; measured %" PRIu64 ", at most %u", total, max,
                   m->total, m->max);
    for (unsigned i = 1; i < BINS; i++) {
        uint32_t counted = bench_stat(b, STAT_HISTOGRAM + i);
        if (counted != m->histogram[i])
            bench_fail(b, "%" PRIu32 " stalls in bin %u, measured %" PRIu64, counted, i, m->histogram[i]);
    }
    uint64_t others = b->requests - 1; /* the one that reads bin 0 is not in it yet */
    for (unsigned i = 1; i < BINS; i++) others -= m->histogram[i];
    uint32_t unstalled = bench_stat(b, STAT_HISTOGRAM);
    if (unstalled != others + 1)
        bench_fail(b, "%" PRIu32 " requests without a stall of %" PRIu64, unstalled, others + 1);
}

void test_stall(struct bench *b) {
    if (!dut_params.stats) return;
    struct rng rng = rng_new(b->seed, 9);
    struct measured m = {0};
    unsigned base[KINDS] = {0}, bound = mem_profile_stall(b->mem.profile);
    bool exact = !dut_params.hcache && !dut_params.ccache && !dut_params.lines;
    b->walker.speed_pct = 30;
    for (int round = 0; round < 30; round++) {
        for (unsigned r = 1; r <= CELLS; r++) { /* some of them anew, so that the others have to move */
            if (!tagged(b->reg[r])) bench_cell(b, (int)r, HEAP_MK2, KIND_CONS, fixnum((int32_t)r), NIL);
            if (!tagged(b->reg[CELLS + r])) bench_cell(b, (int)(CELLS + r), HEAP_NEW, KIND_FIRST_RAW, 13 + r, 0);
        }
        for (unsigned kind = 0; kind < KINDS && exact; kind++) {
            bench_quiesce(b);
            unsigned turns = b->golden.turns;
            base[kind] = time_one(b, kind, b->reg[1], b->reg[CELLS + 1]) - TURN * (b->golden.turns - turns);
        }
        bench_quiesce(b);
        bench_collect_start(b);
        do {
            for (int n = 0; n < 12; n++) {
                rest(b);
                bench_cycles(b, rng_below(&rng, 8));
                unsigned turns = b->golden.turns;
                /* When a collection has just ended, a new cell waits until the allocator knows where it goes. */
                bool make = room_for_all(b) && b->marking;
                unsigned kind = rng_below(&rng, make ? KINDS : KINDS - 1);
                unsigned took =
                    time_one(b, kind, b->reg[1 + rng_below(&rng, CELLS)], b->reg[CELLS + 1 + rng_below(&rng, CELLS)]);
                if (!exact) continue;
                took -= TURN * (b->golden.turns - turns);
                unsigned wait = took - base[kind];
                if (wait > bound) bench_fail(b, "a wait of %u cycles for the collector, the bound is %u", wait, bound);
                m.histogram[bin(wait)]++;
                m.total += wait;
                if (wait > m.max) m.max = wait;
            }
            rest(b);
        } while (bench_collecting(b));
        bench_collect_end(b);
        for (unsigned r = 1; r < REGS; r++)
            if (rng_percent(&rng, 60)) b->reg[r] = 0;
        if (exact) compare(b, &m);
    }
    CHECK(b, bench_stat(b, STAT_STALL_MAX) <= bound);
    if (b->mem.profile->latency_max > 1 && exact) CHECK(b, m.total > 0);
}
