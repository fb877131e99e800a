/* A collection ends however busily the port is used: each stream offers its next request before the answer to the last,
 * so that the collector gets no cycle but those it is sure of.
 *
 * 60 cells are alive, with as many dead ones between them, so that all of them have to move. Writes go to one word
 * again and again, also while that word is the one being copied; swaps overwrite a reference each. That no collection
 * runs any more shows in irq_low, for which no request is needed.
 *
 * Meanwhile each request waits for one access of the collector at most (I6). Where all accesses and all requests of a
 * stream take the same time, that is seen in the time between two answers, without a collection and with one. */
#include "starved.h"

#include <inttypes.h>

#include "tests.h"

enum { LIVE = 60, LIST = 1, ATOM, OPEN, BYTES, DROPPED };
enum { HEAP_WORDS = 1000, OPEN_WORDS = 3, TURNS = 4 /* requests of each kind in the mixed stream's round */ };

/* The streams; each gives its n-th request. */
static struct request get(const struct bench *b, unsigned n) {
    return (struct request){HEAP_GET, 0, b->reg[LIST], n % 2, 0};
}

static struct request set(const struct bench *b, unsigned n) {
    return (struct request){HEAP_SET, 0, b->reg[OPEN], 1, n % 2 ? b->reg[LIST] : b->reg[ATOM]};
}

static struct request set_byte(const struct bench *b, unsigned n) {
    return (struct request){HEAP_SETB, 0, b->reg[BYTES], 4 + n % 4, n & 0xff};
}

static struct request swap(const struct bench *b, unsigned n) {
    return (struct request){HEAP_SWAP, 0, b->reg[ATOM], n % 2 ? b->reg[LIST] : b->reg[OPEN], 0};
}

static struct request cons(const struct bench *b, unsigned n) {
    return (struct request){HEAP_MK2, KIND_CONS, fixnum((int32_t)n), b->reg[LIST], 0};
}

static struct request mixed(const struct bench *b, unsigned n) {
    switch (n % TURNS) {
    case 0:
        return cons(b, n);
    case 1:
        return set(b, n / TURNS);
    case 2:
        return swap(b, n / TURNS);
    default:
        return get(b, n / TURNS);
    }
}

static const struct stream {
    const char *name;
    bool even; /* all requests take the same time, those in a collection but for their waits */
    struct request (*request)(const struct bench *b, unsigned n);
} streams[] = {{"get", true, get},    {"set", false, set},  {"setb", true, set_byte},
               {"swap", false, swap}, {"mk2", false, cons}, {"mk2 set swap get", false, mixed}};

/* 60 cells in a heap of that many words. */
static void lay_out(struct bench *b, uint32_t words) {
    b->walker.speed_pct = 100;
    b->walker.noise = false;
    bench_ok(b, 0, HEAP_CTL, CTL_LOW_WATER, (1u << dut_params.aw) - 1, 0);
    bench_ok(b, 0, HEAP_CTL, CTL_LIMIT, words, 0);
    bench_cell(b, DROPPED, HEAP_MK1, KIND_TUPLE, NIL, 0);
    bench_cell(b, OPEN, HEAP_NEW, KIND_TUPLE, OPEN_WORDS, 0);
    bench_cell(b, BYTES, HEAP_NEW, KIND_FIRST_RAW, 4 * OPEN_WORDS, 0);
    bench_cell(b, ATOM, HEAP_MK1, KIND_ATOM, NIL, 0);
    b->reg[LIST] = NIL;
    for (int i = 3; i < LIVE; i++) {
        bench_cell(b, DROPPED, HEAP_MK2, KIND_CONS, NIL, NIL);
        bench_cell(b, LIST, HEAP_MK2, KIND_CONS, fixnum(i), b->reg[LIST]);
    }
    b->reg[DROPPED] = 0;
}

struct outcome {
    uint64_t cycles;
    unsigned requests;
};

static uint64_t gap_without_collection(struct bench *b, const struct stream *s) {
    enum { REQUESTS = 20 };
    bench_issue(b, 0, s->request(b, 0));
    bench_issue(b, 0, s->request(b, 1));
    b->gap_max = 0;
    for (unsigned n = 0; n < REQUESTS; n++) bench_issue(b, 0, s->request(b, n));
    return b->gap_max;
}

static struct outcome run(struct bench *b, const struct stream *s, uint32_t words) {
    unsigned most = dut_params.hcache ? STARVED_BOUND : STARVED_BOUND_UNCACHED;
    unsigned bound = mem_profile_stall(b->mem.profile);
    bool exact = s->even && !dut_params.hcache && !dut_params.ccache && b->mem.profile->stall_run == 0;
    bench_reset(b, b->seed, b->profile);
    lay_out(b, words);
    uint64_t gap = gap_without_collection(b, s);
    bench_quiesce(b);
    CHECK(b, b->out.irq_low);
    bench_collect_start(b);
    uint64_t begun = b->cycle;
    bench_issue(b, 0, s->request(b, 0));
    b->gap_max = 0;
    unsigned n = 1;
    for (; n == 1 || !b->out.irq_low; n++) {
        bench_issue(b, 0, s->request(b, n));
        if (exact && b->gap_max > gap + bound)
            bench_fail(b, "%s: %" PRIu64 " cycles between two answers, %" PRIu64 " without a collection", s->name,
                       b->gap_max, gap);
        if (b->cycle - begun > most) bench_fail(b, "%s: the collection has not ended after %u cycles", s->name, most);
    }
    struct outcome o = {b->cycle - begun, n};
    bench_drain(b);
    if (dut_params.stats) CHECK(b, bench_stat(b, STAT_STALL_MAX) <= bound);
    bench_collect_end(b);
    return o;
}

uint64_t starved_cycles_max(struct bench *b, bool print) {
    uint64_t most = 0;
    for (size_t i = 0; i < sizeof streams / sizeof *streams; i++) {
        uint64_t took = run(b, &streams[i], HEAP_WORDS).cycles;
        if (print) printf("  %-16s %6" PRIu64 " cycles\n", streams[i].name, took);
        if (took > most) most = took;
    }
    return most;
}

void test_starved(struct bench *b) { starved_cycles_max(b, true); }

/* The pacer: with plenty of space eight requests to a step, with little two. (In a heap of 2^18 words, 60
 * cells are so few.) The last cycle of a read from memory is the collector's in any case; of a write it is not. */
void test_pace(struct bench *b) {
    static const struct stream writes = {"setb", true, set_byte};
    unsigned ample = run(b, &writes, (1u << dut_params.aw) - 1).requests;
    unsigned scarce = run(b, &writes, HEAP_WORDS).requests;
    printf("  requests in a collection: %u with ample space, %u with little\n", ample, scarce);
    if (dut_params.pace)
        CHECK(b, ample > 2 * scarce);
    else
        CHECK(b, ample == scarce);
}
