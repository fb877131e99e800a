/* Random requests against the golden model, with collections at random moments, from several seeds.
 *
 * A mutator with registers and RAM roots makes, reads, writes, seals, swaps, retargets and forgets cells of all kinds;
 * about one request in thirty is a misuse. Requests come back to back or with gaps; the next one may be offered before
 * the last is answered. A run is cut into spells, each with its own habits (how much is kept alive, sizes, gaps, speed
 * of the root walker), and after some spells everything is read back. In some spells most requests go to one open cell,
 * the favourite, made anew now and then, so that it is often touched while it moves. */
#include <inttypes.h>

#include "tests.h"

enum {
    WEAK = 64, /* entries in the kernel's table of durable cells */
    STUBS = 2, /* registers 1..STUBS hold stubs of kind 31 that are not in place, or nothing */
    FAVOURITE,
    SEEDS = 3,
};

struct habits {
    unsigned gap_pct; /* idle cycles before a request */
    unsigned gap_max;
    unsigned drop_pct; /* forget a root */
    unsigned make_pct;
    unsigned size_max; /* words of a cell */
    unsigned gc_permille;
    unsigned major_pct; /* of them that are not minor by chance */
    unsigned misuse_pct;
    unsigned overlap_pct; /* offer the next request before the answer */
    unsigned favour_pct;  /* use the favourite */
};

struct mutator {
    struct bench *b;
    struct rng rng;
    struct habits habits;
    uint64_t serial;
    word33 weak[WEAK]; /* bits of references to cells that were durable once: nothing keeps them alive */
};

static uint32_t below(struct mutator *m, uint32_t n) { return rng_below(&m->rng, n); }
static bool percent(struct mutator *m, unsigned pct) { return rng_percent(&m->rng, pct); }

static void choose_habits(struct mutator *m) {
    uint32_t words = 1u << dut_params.aw;
    m->habits = (struct habits){
        .gap_pct = (unsigned[]){0, 10, 50, 90}[below(m, 4)],
        .gap_max = (unsigned[]){1, 4, 20}[below(m, 3)],
        .drop_pct = (unsigned[]){1, 5, 15, 30}[below(m, 4)],
        .make_pct = (unsigned[]){15, 30, 60}[below(m, 3)],
        .size_max = (unsigned[]){3, 8, 24, words / 8}[below(m, 4)],
        .gc_permille = (unsigned[]){0, 3, 15, 60}[below(m, 4)],
        .major_pct = (unsigned[]){90, 20, 0}[below(m, 3)],
        .misuse_pct = (unsigned[]){0, 3, 10}[below(m, 3)],
        .overlap_pct = (unsigned[]){0, 50, 100}[below(m, 3)],
        .favour_pct = (unsigned[]){0, 0, 90}[below(m, 3)],
    };
    if (m->habits
            .favour_pct) { /* room to spare and many collections: no request shall wait while the favourite moves */
        m->habits.make_pct = 4;
        m->habits.drop_pct = 30;
        m->habits.gc_permille = 30;
    }
    if (m->habits.size_max > CELL_WORDS_MAX) m->habits.size_max = CELL_WORDS_MAX;
    m->b->walker.speed_pct = m->habits.favour_pct ? 100 : (unsigned[]){4, 30, 100, 100}[below(m, 4)];
}

/* The register that the request in flight will write must be left alone until then. */
static bool usable(const struct mutator *m, unsigned r) { return !(m->b->in_flight && m->b->dest == (int)r); }

static unsigned any_register(struct mutator *m) {
    for (;;) {
        unsigned r = FAVOURITE + 1 + below(m, REGS - FAVOURITE - 1);
        if (usable(m, r)) return r;
    }
}

/* A reference whose cell satisfies a wish, or any register's word when a few tries find none. */
enum wish { ANY, VALUE, RAW, ATOM, OPEN };

static bool grants(const struct mutator *m, word33 w, enum wish wish) {
    if (!tagged(w)) return false;
    switch (wish) {
    case VALUE:
        return !kind_raw(ref_kind(w)) && ref_kind(w) != KIND_ATOM;
    case RAW:
        return kind_raw(ref_kind(w));
    case ATOM:
        return ref_kind(w) == KIND_ATOM;
    case OPEN:
        return golden_block(&m->b->golden, w)->open;
    default:
        return true;
    }
}

static word33 pick(struct mutator *m, enum wish wish) {
    word33 w = m->b->reg[FAVOURITE];
    if (usable(m, FAVOURITE) && grants(m, w, wish) && percent(m, m->habits.favour_pct)) return w;
    for (int tries = 0; tries < 12; tries++) {
        w = m->b->reg[any_register(m)];
        if (grants(m, w, wish)) return w;
    }
    return w;
}

static word33 untagged_noise(struct mutator *m) {
    switch (below(m, 3)) {
    case 0:
        return pick(m, ANY) & 0xffffffffu; /* the bits of a real reference without its tag */
    case 1:
        return rng_next(&m->rng) & 0xffffffffu;
    default:
        return fixnum((int32_t)below(m, 1000)) | 3;
    }
}

/* A word to store in a value cell: mostly references, else numbers that name cell and field. */
static word33 pick_value(struct mutator *m) {
    if (percent(m, m->habits.misuse_pct / 2)) return untagged_noise(m);
    if (percent(m, 55)) {
        word33 w = pick(m, ANY);
        return tagged(w) ? w : NIL;
    }
    return percent(m, 20) ? NIL : fixnum((int32_t)rng_mix(++m->serial));
}

static word33 pick_raw(struct mutator *m) {
    if (percent(m, m->habits.misuse_pct / 2)) return pick(m, ANY);
    return rng_mix(++m->serial) & 0xffffffffu;
}

static word33 pick_index(struct mutator *m, word33 ref, bool bytes) {
    if (percent(m, m->habits.misuse_pct)) return rng_next(&m->rng) & (percent(m, 50) ? 0xffffffffu : 0x3fffu);
    if (!tagged(ref)) return below(m, 4);
    const struct block *c = golden_block(&m->b->golden, ref);
    uint32_t n = bytes ? 4 * c->words - c->slack : c->words;
    return n ? below(m, n + percent(m, m->habits.misuse_pct)) : 0;
}

static unsigned pick_kind(struct mutator *m) {
    static const unsigned char kinds[] = {0, 0, 0, 1, 2, 2, 3, 7, 15, 16, 16, 17, 29};
    return kinds[below(m, sizeof kinds)];
}

static void issue(struct mutator *m, unsigned dest, struct request q) {
    struct bench *b = m->b;
    if (!percent(m, m->habits.overlap_pct)) bench_drain(b);
    if (percent(m, m->habits.gap_pct)) bench_cycles(b, below(m, m->habits.gap_max) + 1);
    bench_issue(b, (int)dest, q);
}

/* Mostly of a cell of the same class, as long as that, or a little longer or shorter, or of any length. */
static void copy(struct mutator *m, struct request q) {
    bool raw = kind_raw(q.kind);
    q.ref = percent(m, m->habits.misuse_pct) ? pick(m, ANY) : pick(m, raw ? RAW : VALUE);
    if (percent(m, m->habits.misuse_pct / 2)) q.ref = untagged_noise(m);
    q.a = below(m, raw ? 40 : 10);
    if (tagged(q.ref) && percent(m, 80)) {
        const struct block *c = golden_block(&m->b->golden, q.ref);
        q.a = raw ? 4 * c->words - c->slack : c->words;
        if (percent(m, 60)) q.a += below(m, raw ? 12 : 3);
        if (percent(m, 40)) q.a -= below(m, (uint32_t)q.a + 1);
    }
    if (percent(m, m->habits.misuse_pct / 2)) q.a = CELL_WORDS_MAX + 1 + (rng_next(&m->rng) & 0x7fffffffu);
    issue(m, any_register(m), q);
}

static void make(struct mutator *m) {
    unsigned kind = pick_kind(m);
    struct request q = {.op = (uint8_t)(HEAP_MK1 + below(m, dut_params.copy ? 4 : 3)), .kind = (uint8_t)kind};
    if (kind == KIND_ATOM && !percent(m, m->habits.misuse_pct)) q.op = HEAP_MK1;
    if (q.op == HEAP_COPY) {
        copy(m, q);
        return;
    }
    if (q.op == HEAP_NEW) {
        q.ref = below(m, percent(m, 80) ? 8 : m->habits.size_max + 1);
        if (kind_raw(kind)) q.ref = q.ref * 4 + below(m, 4);
        if (percent(m, m->habits.misuse_pct / 2)) q.ref = CELL_WORDS_MAX + 1 + (rng_next(&m->rng) & 0x7fffffffu);
    } else {
        q.ref = kind_raw(kind) ? pick_raw(m) : pick_value(m);
        q.a = kind_raw(kind) ? pick_raw(m) : pick_value(m);
    }
    issue(m, any_register(m), q);
}

static void make_favourite(struct mutator *m) {
    unsigned kind = percent(m, 50) ? KIND_TUPLE : KIND_FIRST_RAW, words = 4 + below(m, 30);
    issue(m, FAVOURITE, (struct request){HEAP_NEW, (uint8_t)kind, kind_raw(kind) ? 4 * words : words, 0, 0});
}

/* Makes room: forgets many roots. Called when the heap has refused a cell with no collection under way. */
static void forget_much(struct mutator *m) {
    unsigned keep = below(m, 90);
    for (unsigned r = STUBS + 1; r < REGS; r++)
        if (!percent(m, keep) && usable(m, r)) m->b->reg[r] = 0;
    for (unsigned i = 0; i < SLOTS; i++)
        if (!percent(m, keep)) bench_store(m->b, i, 0);
}

static void move_roots(struct mutator *m) {
    struct bench *b = m->b;
    unsigned slot = below(m, SLOTS), r = any_register(m);
    switch (below(m, 3)) {
    case 0:
        b->reg[r] = b->ram[slot];
        break;
    case 1:
        bench_store(b, slot, b->reg[r]);
        break;
    default: {
        word33 w = b->ram[slot];
        bench_store(b, slot, b->reg[r]);
        b->reg[r] = w;
    }
    }
    if (percent(m, m->habits.drop_pct)) b->reg[any_register(m)] = NIL;
    if (percent(m, m->habits.drop_pct)) bench_store(b, below(m, SLOTS), 0);
}

/* The kernel's use of retarget: drop a sealed cell's contents behind a stub, peek at it, put contents back. */
static void retarget(struct mutator *m) {
    struct bench *b = m->b;
    word33 a = pick(m, ANY);
    if (!tagged(a)) return;
    unsigned stub = 1 + below(m, STUBS);
    if (!usable(m, stub)) return;
    if (!tagged(b->reg[stub])) {
        issue(m, stub, (struct request){HEAP_MK1, KIND_ABSENT, pick_raw(m), 0, 0});
        return;
    }
    if (golden_block(&b->golden, b->reg[stub])->kind != KIND_ABSENT && percent(m, 70)) {
        b->reg[stub] = 0; /* in place already: it holds the contents now, which the kernel has written out */
        return;
    }
    issue(m, 0, (struct request){HEAP_RETARGET, 0, a, b->reg[stub], 0});
}

static void restore_absent(struct mutator *m) {
    struct bench *b = m->b;
    word33 a = pick(m, ANY);
    if (!tagged(a) || golden_block(&b->golden, a)->kind != KIND_ABSENT) return;
    for (unsigned r = STUBS + 1; r < REGS; r++) {
        word33 c = b->reg[r];
        if (!usable(m, r) || !tagged(c) || ref_kind(c) != ref_kind(a) || golden_block(&b->golden, c)->open) continue;
        issue(m, 0, (struct request){HEAP_RETARGET, 0, a, c, 0});
        return;
    }
}

/* A cell becomes durable and goes into the table; or the table is asked for one, or for bits of any kind. */
static void use_durable(struct mutator *m) {
    unsigned i = below(m, WEAK);
    if (percent(m, 45)) {
        word33 w = pick(m, percent(m, 80) ? ANY : RAW);
        m->weak[i] = w & 0xffffffffu;
        issue(m, 0, (struct request){HEAP_DURABLE, 0, percent(m, m->habits.misuse_pct) ? untagged_noise(m) : w, 0, 0});
        return;
    }
    word33 bits = percent(m, 90) ? m->weak[i] : untagged_noise(m);
    if (percent(m, 10)) bits = (bits & ~(word33)0x7c) | pick_kind(m) << 2;
    issue(m, percent(m, 70) ? any_register(m) : 0, (struct request){HEAP_REF, 0, bits, 0, 0});
}

static void collector_ops(struct mutator *m) {
    static const unsigned char stats[] = {STAT_CELLS_MADE, STAT_COLLECTIONS, STAT_WORDS_MOVED, STAT_CELLS_FREED,
                                          STAT_ALLOC,      STAT_CEIL,        STAT_PHASE,       STAT_MAX_LIVE,
                                          STAT_MINORS,     STAT_PROMOTED};
    issue(m, 0, (struct request){HEAP_STAT, 0, stats[below(m, sizeof stats)], 0, 0});
}

static void use(struct mutator *m) {
    struct request q = {0};
    unsigned dest = percent(m, 60) ? any_register(m) : 0;
    switch (below(m, 20)) {
    case 0:
    case 1:
    case 2:
    case 3:
        q.op = HEAP_GET;
        q.ref = pick(m, ANY);
        q.a = pick_index(m, q.ref, false);
        break;
    case 4:
    case 5:
        q.op = HEAP_GETB;
        q.ref = pick(m, RAW);
        q.a = pick_index(m, q.ref, true);
        break;
    case 6:
    case 7:
    case 8:
        q.op = HEAP_SET;
        q.ref = pick(m, OPEN);
        q.a = pick_index(m, q.ref, false);
        q.b = kind_raw(ref_kind(q.ref)) ? pick_raw(m) : pick_value(m);
        dest = 0;
        break;
    case 9:
        q.op = HEAP_SETB;
        q.ref = pick(m, percent(m, 50) ? RAW : OPEN);
        q.a = pick_index(m, q.ref, true);
        q.b = pick_raw(m);
        dest = 0;
        break;
    case 10:
        q.op = HEAP_SEAL;
        q.ref = pick(m, OPEN);
        break;
    case 11:
        q.op = HEAP_LEN;
        q.ref = pick(m, ANY);
        dest = 0;
        break;
    case 12:
    case 13:
        q.op = HEAP_AGET;
        q.ref = pick(m, ATOM);
        break;
    case 14:
    case 15:
        q.op = HEAP_SWAP;
        q.ref = pick(m, ATOM);
        q.a = pick_value(m);
        break;
    case 16:
    case 17:
        q.op = HEAP_CAS;
        q.ref = pick(m, ATOM);
        q.a = pick_value(m);
        q.b = pick_value(m);
        if (grants(m, q.ref, ATOM) && percent(m, 70)) { /* the word it holds (or would hold after what is in flight) */
            uint32_t w = golden_block(&m->b->golden, q.ref)->data[0];
            q.b = (w & 3) == 1 ? TAG | w : w;
        }
        break;
    case 18:
        q.op = HEAP_ROV;
        q.ref = pick(m, ATOM);
        break;
    default:
        q.op = HEAP_PEEK;
        q.ref = pick(m, ANY);
        q.a = pick_index(m, q.ref, false);
        break;
    }
    issue(m, dest, q);
}

/* Bit 1: no range. Bit 0: a minor one. */
static void start_collection(struct mutator *m) {
    uint32_t mask = 0xffffffffu;
    if (percent(m, 90)) mask &= ~2u;
    if (percent(m, m->habits.major_pct)) mask &= ~1u;
    issue(m, 0, (struct request){HEAP_GCSTART, 0, rng_next(&m->rng) & mask, rng_next(&m->rng) & 0xffffffffu, 0});
}

static void act(struct mutator *m) {
    struct bench *b = m->b;
    if (!b->in_flight && b->reply.trap && b->reply.cause == CAUSE_FULL) {
        b->reply.trap = false;
        if (percent(m, 70)) forget_much(m);
        if (percent(m, 90)) start_collection(m);
    }
    if (percent(m, 25)) move_roots(m);
    if (m->habits.favour_pct && below(m, 100) == 0) make_favourite(m);
    if (below(m, 1000) < m->habits.gc_permille)
        start_collection(m);
    else if (percent(m, m->habits.make_pct))
        make(m);
    else if (percent(m, 2))
        collector_ops(m);
    else if (dut_params.durable && percent(m, 5))
        use_durable(m);
    else if (percent(m, 4))
        percent(m, 50) ? retarget(m) : restore_absent(m);
    else
        use(m);
}

/* Reads every cell that the roots reach, through the port. */
static void read_back(struct mutator *m) {
    struct bench *b = m->b;
    bench_drain(b);
    for (unsigned n = 0; n < REGS + SLOTS; n++) {
        word33 w = n < REGS ? b->reg[n] : b->ram[n - REGS];
        if (!tagged(w)) continue;
        const struct block *c = golden_block(&b->golden, w);
        unsigned op = c->kind == KIND_ABSENT || ref_kind(w) == KIND_ATOM ? HEAP_PEEK : HEAP_GET;
        for (uint32_t i = 0; i < c->words && i < 64; i++) bench_do(b, 0, op, w, i, 0);
        bench_do(b, 0, HEAP_LEN, w, 0, 0);
    }
}

static void finish_collection(struct mutator *m) {
    bench_drain(m->b);
    unsigned speed = m->b->walker.speed_pct;
    if (speed < 20) m->b->walker.speed_pct = 20;
    bench_collect_end(m->b);
    m->b->walker.speed_pct = speed;
}

static void one_run(struct mutator *m, uint64_t requests) {
    struct bench *b = m->b;
    if (percent(m, 40)) { /* a smaller heap, in big ones a much smaller one, so that it fills */
        uint32_t size = 1u << (8 + below(m, dut_params.aw - 7));
        bench_ok(b, 0, HEAP_CTL, CTL_LIMIT, size - 1 - below(m, size / 2), 0);
    }
    while (b->requests < requests) {
        choose_habits(m);
        uint64_t spell = b->requests + 200 + below(m, 1500);
        while (b->requests < spell) act(m);
        if (percent(m, 60)) finish_collection(m);
        if (percent(m, 20)) read_back(m);
    }
    finish_collection(m);
    read_back(m);
    /* At last nothing is referred to: one collection must empty the heap. */
    for (unsigned r = 0; r < REGS; r++) b->reg[r] = 0;
    for (unsigned i = 0; i < SLOTS; i++) bench_store(b, i, 0);
    b->walker.speed_pct = 100;
    bench_collect_start(b);
    bench_collect_end(b);
    CHECK(b, b->golden.blocks == 0);
    CHECK(b, bench_stat(b, STAT_ALLOC) == 0);
}

void test_random(struct bench *b) {
    uint64_t requests = b->option_n ? b->option_n : 51000, seed = b->seed;
    uint64_t collections = 0, minors = 0, made = 0, freed = 0, moved = 0, turns = 0, kept = 0;
    uint64_t given = 0, refused = 0, revived = 0;
    for (uint64_t i = 0; i < SEEDS; i++) {
        bench_reset(b, seed + i, b->profile);
        struct mutator m = {.b = b, .rng = rng_new(seed + i, 3 + b->profile)};
        one_run(&m, requests / SEEDS);
        collections += b->golden.collections;
        minors += b->golden.minors;
        made += b->golden.made;
        freed += b->golden.freed;
        moved += b->golden.moved;
        turns += b->golden.turns;
        kept += b->golden.kept_upper;
        given += b->golden.given;
        refused += b->golden.refused;
        revived += b->golden.revived;
    }
    printf("  %" PRIu64 " collections, %" PRIu64 " of them minor, %" PRIu64 " cells made, %" PRIu64 " freed, %" PRIu64
           " words moved, %" PRIu64 " turns, %" PRIu64 " times blocks stayed above the gap\n",
           collections, minors, made, freed, moved, turns, kept);
    printf("  %" PRIu64 " durable cells given, %" PRIu64 " not; %" PRIu64 " cells came back from the dead\n", given,
           refused, revived);
    CHECK(b, collections > SEEDS && (minors > 0) == (dut_params.remember != 0) && freed == made && moved > 0);
    CHECK(b, !dut_params.durable || (given > 20 && refused > 20));
}
