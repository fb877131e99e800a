/* Three programs that allocate all the time, to see what the collector costs them.
 *
 * A program thinks for some cycles between two cell operations; a quarter of the heap at most is alive. A collection is
 * started when irq_low says that less than the low-water mark is free. Told are the words moved, the stalls, and the
 * headroom: the smallest low-water mark with which no allocation ever waits for space. The roots are few (REGS + SLOTS
 * words), so that the time to hand them in is not what is measured. */
#include "churn.h"

#include <inttypes.h>

enum { CELLS_MADE = 12000, TABLE = 300, TREE_DEPTH = 8, UNIT = 64 /* of the low-water mark */ };

static const unsigned think_cycles[MEM_PROFILES] = {[MEM_ONCHIP] = 40, [MEM_SDRAM] = 200};

struct churn {
    struct bench *b;
    struct rng rng;
    uint64_t refused; /* cells refused because no collection had been started in time */
};

static void think(struct churn *c) { bench_cycles(c->b, think_cycles[c->b->profile]); }

static word33 make(struct churn *c, int dest, unsigned op, unsigned kind, word33 x, word33 y) {
    struct bench *b = c->b;
    think(c);
    if (b->out.irq_low) bench_do(b, 0, HEAP_GCSTART, 0, 0, 0);
    struct reply r = bench_make(b, dest, op, kind, x, y);
    while (r.trap) {
        if (r.cause != CAUSE_FULL) bench_fail(b, "churn: trap %u", r.cause);
        if (c->refused++ > CELLS_MADE) bench_fail(b, "churn: more is alive than fits");
        bench_do(b, 0, HEAP_GCSTART, 0, 0, 0);
        r = bench_make(b, dest, op, kind, x, y);
    }
    return r.data;
}

/* Lists grow to a sixteenth of the heap each; the last finished one is kept. */
static void lists(struct churn *c) {
    struct bench *b = c->b;
    uint32_t length = (1u << dut_params.aw) / 16 / 4;
    for (uint32_t n = 0; b->golden.made < CELLS_MADE; n++) {
        if (n % length == 0) {
            b->reg[2] = b->reg[1];
            b->reg[1] = NIL;
        }
        make(c, 1, HEAP_MK2, KIND_CONS, fixnum((int32_t)n), b->reg[1]);
    }
}

/* A complete binary tree, its parts not yet joined in RAM slots; left in register 1. */
static void tree(struct churn *c, unsigned depth) {
    struct bench *b = c->b;
    if (depth == 0) {
        make(c, 1, HEAP_MK1, KIND_TUPLE, fixnum((int32_t)b->golden.made), 0);
        return;
    }
    tree(c, depth - 1);
    bench_store(b, depth, b->reg[1]);
    tree(c, depth - 1);
    make(c, 1, HEAP_MK2, KIND_CONS, b->ram[depth], b->reg[1]);
    bench_store(b, depth, NIL);
}

static void trees(struct churn *c) {
    while (c->b->golden.made < CELLS_MADE) {
        tree(c, TREE_DEPTH);
        bench_store(c->b, 0, c->b->reg[1]); /* the last whole one is kept */
    }
}

/* A long-lived table of atoms; one after the other, at random, gets a new value. */
static void table(struct churn *c) {
    struct bench *b = c->b;
    make(c, 1, HEAP_NEW, KIND_TUPLE, TABLE, 0);
    for (uint32_t i = 0; i < TABLE; i++) {
        make(c, 2, HEAP_MK1, KIND_ATOM, NIL, 0);
        bench_ok(b, 0, HEAP_SET, b->reg[1], i, b->reg[2]);
    }
    bench_ok(b, 0, HEAP_SEAL, b->reg[1], 0, 0);
    while (b->golden.made < CELLS_MADE) {
        make(c, 3, HEAP_MK2, KIND_CONS, fixnum((int32_t)b->golden.made), NIL);
        think(c);
        bench_ok(b, 2, HEAP_GET, b->reg[1], rng_below(&c->rng, TABLE), 0);
        bench_ok(b, 0, HEAP_SWAP, b->reg[2], b->reg[3], 0);
    }
}

static const struct pattern {
    const char *name;
    void (*run)(struct churn *c);
} patterns[] = {{"list", lists}, {"tree", trees}, {"table", table}};

/* One run; true: no allocation waited. */
static bool run(struct bench *b, const struct pattern *p, uint32_t low_water) {
    bench_reset(b, b->seed, b->profile);
    b->walker.speed_pct = 100;
    b->walker.noise = false;
    struct churn c = {.b = b, .rng = rng_new(b->seed, 11)};
    bench_ok(b, 0, HEAP_CTL, CTL_LOW_WATER, low_water, 0);
    p->run(&c);
    return !c.refused && bench_stat(b, STAT_ALLOC_WAIT) == 0;
}

void churn_figures(struct bench *b, FILE *out) {
    for (size_t i = 0; i < sizeof patterns / sizeof *patterns; i++) {
        const struct pattern *p = &patterns[i];
        uint32_t units = (1u << dut_params.aw) / UNIT, low = 0, high = units - 1; /* low: waits; high: may not wait */
        while (high - low > 1) {
            uint32_t mid = (low + high) / 2;
            if (run(b, p, mid * UNIT))
                high = mid;
            else
                low = mid;
        }
        if (!run(b, p, high * UNIT)) bench_fail(b, "churn: %s waits whatever the headroom", p->name);
        double kilocycles = (double)b->cycle / 1000;
        const char *memory = mem_profiles[b->profile].name;
        fprintf(out, "heap.%s.%s.headroom_percent %.1f\n", p->name, memory, 100.0 * high / units);
        fprintf(out, "heap.%s.%s.collections %" PRIu32 "\n", p->name, memory, bench_stat(b, STAT_COLLECTIONS));
        fprintf(out, "heap.%s.%s.words_moved_per_kcycle %.2f\n", p->name, memory,
                bench_stat(b, STAT_WORDS_MOVED) / kilocycles);
        fprintf(out, "heap.%s.%s.stall_max.cycles %" PRIu32 "\n", p->name, memory, bench_stat(b, STAT_STALL_MAX));
        fprintf(out, "heap.%s.%s.stall_per_kcycle %.2f\n", p->name, memory,
                bench_stat(b, STAT_STALL_TOTAL) / kilocycles);
        static const char *const bins[] = {"0", "1", "2", "3", "4_7", "8_15", "16_31", "32"};
        for (unsigned n = 0; n < 8; n++) {
            uint32_t count = bench_stat(b, STAT_HISTOGRAM + n);
            if (count) fprintf(out, "heap.%s.%s.stalls.%s %" PRIu32 "\n", p->name, memory, bins[n], count);
        }
    }
}
