/* Cycles of each operation with on-chip memory, printed: with the cell in the handle cache and without.
 *
 * "latency": from the cycle after which the request is taken to the answer, the answer's cycle included; "cost": cycles
 * from taking one request to taking the next, offered as soon as it may be. */
#include <inttypes.h>
#include <string.h>

#include "tests.h"

struct timing {
    unsigned latency, cost;
};

/* The request, offered to an idle controller, with another one behind it. */
static struct timing timing_of(struct bench *b, struct request q, int dest) {
    bench_quiesce(b);
    bench_issue(b, dest, q);
    uint64_t taken = b->cycle;
    bench_issue(b, 0, (struct request){HEAP_STAT, 0, STAT_PHASE, 0, 0});
    /* bench_issue returns in the cycle after the acceptance, both times */
    struct timing t = {b->history[(b->requests - 2) % HISTORY].r.cycles, (unsigned)(b->cycle - taken)};
    bench_drain(b);
    return t;
}

/* Evicts a line: reads cells whose handles fall on it, until all lines have been replaced. */
static void cool(struct bench *b) {
    for (unsigned i = 0; i < SLOTS; i++)
        for (uint32_t f = 0; f < 2; f++) bench_ok(b, 0, HEAP_GET, b->ram[i], f, 0);
}

static void row(struct bench *b, const char *name, struct request q, bool warm) {
    if (!warm) cool(b);
    if (warm && q.op < HEAP_MK1) bench_do(b, 0, q.op, q.ref, q.a, q.b);
    struct timing t = timing_of(b, q, 0);
    printf("  %-22s %-4s latency %2u  cost %2u\n", name, warm ? "hit" : "miss", t.latency, t.cost);
    if (dut_params.hcache && warm && !strcmp(name, "get") && !dut_params.ccache)
        CHECK(b, t.latency == 2 && t.cost == 2);
    if (!strcmp(name, "cons")) CHECK(b, t.cost <= 5);
    if (dut_params.hcache && warm && !strcmp(name, "cas")) CHECK(b, t.cost <= 5);
    /* A word that the cell cache has takes one cycle, another one two. */
    if (q.op == HEAP_COPY)
        CHECK(b, t.cost <= (dut_params.ccache > 5 ? 1 : 2) * (uint32_t)q.a + (dut_params.hcache ? 6 : 8));
}

void test_cycles(struct bench *b) {
    bench_cell(b, 1, HEAP_MK2, KIND_CONS, fixnum(1), fixnum(2));
    bench_cell(b, 2, HEAP_MK1, KIND_ATOM, fixnum(3), 0);
    bench_cell(b, 3, HEAP_NEW, KIND_TUPLE, 4, 0);
    for (unsigned i = 0; i < SLOTS; i++) b->ram[i] = bench_cell(b, 4, HEAP_MK2, KIND_CONS, NIL, NIL);
    word33 cons = b->reg[1], atom = b->reg[2], open = b->reg[3];
    bool small_cache = dut_params.hcache < 6; /* that `cool` can empty */
    for (int warm = dut_params.hcache != 0; warm >= (small_cache ? 0 : 1); warm--) {
        row(b, "get", (struct request){HEAP_GET, 0, cons, 1, 0}, warm);
        row(b, "aget", (struct request){HEAP_AGET, 0, atom, 0, 0}, warm);
        row(b, "swap", (struct request){HEAP_SWAP, 0, atom, fixnum(4), 0}, warm);
        row(b, "cas", (struct request){HEAP_CAS, 0, atom, fixnum(4), fixnum(4)}, warm);
        row(b, "set", (struct request){HEAP_SET, 0, open, 2, NIL}, warm);
        row(b, "len", (struct request){HEAP_LEN, 0, cons, 0, 0}, warm);
    }
    /* Handles from the free list are the usual case after the first collection. */
    b->reg[4] = 0;
    for (unsigned i = 0; i < SLOTS; i++) b->ram[i] = 0;
    b->walker.speed_pct = 100;
    bench_collect_start(b);
    bench_collect_end(b);
    row(b, "cons", (struct request){HEAP_MK2, KIND_CONS, NIL, NIL, 0}, true);
    row(b, "4-word cell (new)", (struct request){HEAP_NEW, KIND_TUPLE, 4, 0, 0}, true);
    if (dut_params.copy) {
        word33 source = bench_cell(b, 5, HEAP_NEW, KIND_TUPLE, 16, 0);
        row(b, "copy of 16 words", (struct request){HEAP_COPY, KIND_TUPLE, source, 16, 0}, true);
    }
    row(b, "seal", (struct request){HEAP_SEAL, 0, open, 0, 0}, true);
}
