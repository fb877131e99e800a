#include "bench.h"

#include <inttypes.h>
#include <stdarg.h>
#include <stdlib.h>
#include <string.h>

const char *op_name(unsigned op) {
#define X(name) [HEAP_##name] = #name,
    static const char *const names[32] = {HEAP_REQUESTS(X)};
#undef X
    return op < 32 && names[op] ? names[op] : "?";
}

void bench_init(struct bench *b, const char *trace) {
    memset(b, 0, sizeof *b);
    b->dut = dut_new(trace);
    memory_init(&b->mem, dut_params.aw);
    golden_init(&b->golden, &dut_params);
}

void bench_free(struct bench *b) {
    dut_free(b->dut);
    memory_free(&b->mem);
    golden_free(&b->golden);
}

void bench_reset(struct bench *b, uint64_t seed, unsigned profile) {
    b->cycle_all += b->cycle;
    b->requests_all += b->requests;
    b->seed = seed;
    b->profile = profile;
    memory_reset(&b->mem, &mem_profiles[profile], seed);
    walker_reset(&b->walker, b->ram, seed);
    golden_reset(&b->golden);
    for (int i = 0; i < REGS; i++) b->reg[i] = 0;
    for (int i = 0; i < SLOTS; i++) b->ram[i] = 0;
    b->in_flight = b->marking = false;
    b->requests = b->watchdog = b->cycle = b->answered_at = 0;
    b->in = (struct dut_in){.rst = true, .root_done = true, .memory_rst = b->mem.now < 4};
    /* Lines and SDRAM come out of reset once, and finish what they were at before the controller's next life begins. */
    for (int i = 0; i < (!dut_params.lines ? 4 : b->in.memory_rst || b->mem.now < 11000 ? 11000 : 100); i++) {
        if (i == 4) b->in.memory_rst = false;
        dut_settle(b->dut, &b->in, &b->out);
        dut_edge(b->dut);
        memory_edge(&b->mem, b->dut, &b->in);
    }
    b->in.rst = false;
}

static void print_history(const struct bench *b) {
    for (uint64_t n = b->requests > HISTORY ? b->requests - HISTORY : 0; n < b->requests; n++) {
        const struct request *q = &b->history[n % HISTORY].q;
        const struct reply *r = &b->history[n % HISTORY].r;
        printf("    cycle %8" PRIu64 "  %-8s kind %2u  %09" PRIx64 " %09" PRIx64 " %09" PRIx64 "  -> ",
               b->history[n % HISTORY].cycle, op_name(q->op), q->kind, q->ref, q->a, q->b);
        if (b->in_flight && n == b->requests - 1)
            printf("(in work)\n");
        else if (r->trap)
            printf("trap %u (%u+%u cycles)\n", r->cause, r->wait, r->cycles);
        else
            printf("%09" PRIx64 " (%u+%u cycles)\n", r->data, r->wait, r->cycles);
    }
}

void bench_fail(struct bench *b, const char *fmt, ...) {
    va_list args;
    va_start(args, fmt);
    vsnprintf(b->failure, sizeof b->failure, fmt, args);
    va_end(args);
    printf("  after %" PRIu64 " requests, cycle %" PRIu64 ", memory %s, seed %" PRIu64 "; the last requests:\n",
           b->requests, b->cycle, mem_profiles[b->profile].name, b->seed);
    print_history(b);
    longjmp(b->escape, 1);
}

/* ---- one cycle ---- */

/* No request may take longer, even one that waits for a whole collection. */
static uint64_t hang_limit(const struct bench *b) {
    return ((16u << dut_params.aw) + 2000) * (uint64_t)(mem_profile_worst(b->mem.profile) + 2);
}

static void answered(struct bench *b) {
    if (!b->in_flight) bench_fail(b, "a response without a request");
    b->in_flight = false;
    b->watchdog = 0;
    if (b->cycle - b->answered_at > b->gap_max) b->gap_max = b->cycle - b->answered_at;
    b->answered_at = b->cycle;
    b->reply.trap = b->out.resp_trap;
    b->reply.cause = b->out.resp_cause;
    b->reply.data = b->out.resp_data & 0x1ffffffffu;
    b->history[(b->requests - 1) % HISTORY].r = b->reply;
    b->golden.marking = b->out.gc_marking;
    if (!golden_step(&b->golden, &b->request, &b->reply))
        bench_fail(b, "%s: %s", op_name(b->request.op), b->golden.why);
    bool start = b->request.op == HEAP_GCSTART && b->reply.data == 1;
    if (b->out.gc_start != start) bench_fail(b, "gc_start is %d in the cycle of the response", b->out.gc_start);
    if (start) {
        if (b->out.gc_lo != ((uint32_t)b->request.ref & ~1u) || b->out.gc_hi != (uint32_t)b->request.a)
            bench_fail(b, "gc_lo %08" PRIx32 " gc_hi %08" PRIx32, b->out.gc_lo, b->out.gc_hi);
        const word33 *roots[] = {b->reg, b->ram};
        golden_snapshot(&b->golden, golden_minor(&b->request), roots, (size_t[]){REGS, SLOTS}, 2);
        walker_start(&b->walker, b->reg);
    }
    if (!b->reply.trap && b->dest) b->reg[b->dest] = b->reply.data;
}

static void accepted(struct bench *b) {
    if (b->in_flight) bench_fail(b, "a request was taken while the one before is in work");
    b->in_flight = true;
    b->watchdog = 0;
    b->reply = (struct reply){.wait = b->offered_wait};
    b->request = (struct request){b->in.req_op, b->in.req_kind, b->in.req_ref, b->in.req_a, b->in.req_b};
    b->history[b->requests % HISTORY].q = b->request;
    b->history[b->requests % HISTORY].cycle = b->cycle;
    b->requests++;
}

/* req_ready must not depend on the request's pins: offers another request, or none, before the real pins are applied.
 */
static bool ready_whatever_is_offered(struct bench *b) {
    struct dut_in other = b->in;
    other.req_valid = !other.req_valid;
    other.req_op = (uint8_t)(b->cycle & 31);
    other.req_kind = (uint8_t)(b->cycle >> 5 & 31);
    other.req_ref = ~other.req_ref & 0x1ffffffffu;
    other.req_a = ~other.req_a & 0x1ffffffffu;
    other.req_b = ~other.req_b & 0x1ffffffffu;
    dut_settle(b->dut, &other, &b->out);
    return b->out.req_ready;
}

void bench_cycle(struct bench *b) {
    enum { PORT_CHECK = 17 }; /* every so many cycles */
    bool gcstart_near = b->in_flight && b->request.op == HEAP_GCSTART;
    b->in.gc_range = gcstart_near && golden_range(&b->request);
    memory_drive(&b->mem, &b->in);
    walker_drive(&b->walker, &b->in, b->marking || b->walker.active || gcstart_near);
    bool check_ready = b->cycle % PORT_CHECK == 0;
    bool ready = check_ready && ready_whatever_is_offered(b);
    dut_settle(b->dut, &b->in, &b->out);
    if (check_ready && ready != b->out.req_ready) bench_fail(b, "req_ready depends on the request");
    struct golden *g = &b->golden;
    if (g->collecting && g->lower && !g->single && !b->out.lower && b->out.phase) {
        if (g->alloc != g->start || !b->in_flight) bench_fail(b, "cells are made elsewhere all of a sudden");
        golden_goes_above(g);
    }
    if (b->out.phase == 0) golden_collected(&b->golden);
    if (dut_stopped(b->dut)) bench_fail(b, "an assertion in the RTL fired");
    const char *broken = memory_sample(&b->mem, &b->out);
    if (broken) bench_fail(b, "memory: %s", broken);
    walker_sample(&b->walker, &b->out);
    if (b->in_flight) b->reply.cycles++;
    if (b->out.resp_valid)
        answered(b);
    else if (b->out.gc_start)
        bench_fail(b, "gc_start without a response");
    bool roots_left = b->walker.active && !b->out.gc_start;
    if (roots_left && !b->out.gc_marking) bench_fail(b, "marking ended before root_done");
    if (b->out.gc_marking && !b->golden.collecting) bench_fail(b, "gc_marking outside a collection");
    b->marking = b->out.gc_marking;
    if (b->in.req_valid && b->out.req_ready)
        accepted(b);
    else if (b->in.req_valid)
        b->offered_wait++;
    if ((b->in_flight || b->in.req_valid) && ++b->watchdog > hang_limit(b))
        bench_fail(b, "%s hangs", op_name(b->in_flight ? b->request.op : b->in.req_op));
    dut_edge(b->dut);
    broken = memory_edge(&b->mem, b->dut, &b->in);
    if (broken) bench_fail(b, "SDRAM: %s", broken);
    b->cycle++;
}

void bench_cycles(struct bench *b, unsigned n) {
    while (n--) bench_cycle(b);
}

void bench_quiesce(struct bench *b) {
    enum { LONG = 40 }; /* more than any pause between two accesses of one request */
    bench_drain(b);
    uint64_t limit = b->cycle + hang_limit(b);
    while (b->mem.quiet < LONG) {
        if (b->cycle > limit) bench_fail(b, "the bus never gets quiet");
        bench_cycle(b);
    }
}

/* ---- requests ---- */

static word33 junk(struct bench *b) { return rng_next(&b->mem.rng) & 0x1ffffffffu; }

void bench_issue(struct bench *b, int dest, struct request q) {
    b->in.req_valid = true;
    b->in.req_op = q.op;
    b->in.req_kind = q.kind;
    b->in.req_ref = q.ref;
    b->in.req_a = q.a;
    b->in.req_b = q.b;
    b->offered_wait = 0;
    uint64_t before = b->requests;
    while (b->requests == before) bench_cycle(b);
    b->dest = dest;
    b->in.req_valid = false; /* the payload was latched: what the pins carry from now on must not matter */
    b->in.req_op = (uint8_t)(junk(b) & 31);
    b->in.req_kind = (uint8_t)(junk(b) & 31);
    b->in.req_ref = junk(b);
    b->in.req_a = junk(b);
    b->in.req_b = junk(b);
}

void bench_drain(struct bench *b) {
    while (b->in_flight) bench_cycle(b);
}

struct reply bench_do(struct bench *b, int dest, unsigned op, word33 ref, word33 x, word33 y) {
    bench_drain(b);
    bench_issue(b, dest, (struct request){(uint8_t)op, 0, ref, x, y});
    bench_drain(b);
    return b->reply;
}

struct reply bench_make(struct bench *b, int dest, unsigned op, unsigned kind, word33 x, word33 y) {
    bench_drain(b);
    bench_issue(b, dest, (struct request){(uint8_t)op, (uint8_t)kind, x, y, 0});
    bench_drain(b);
    return b->reply;
}

word33 bench_ok(struct bench *b, int dest, unsigned op, word33 ref, word33 x, word33 y) {
    struct reply r = bench_do(b, dest, op, ref, x, y);
    if (r.trap) bench_fail(b, "%s: unexpected trap %u", op_name(op), r.cause);
    return r.data;
}

word33 bench_cell(struct bench *b, int dest, unsigned op, unsigned kind, word33 x, word33 y) {
    struct reply r = bench_make(b, dest, op, kind, x, y);
    if (r.trap) bench_fail(b, "%s: unexpected trap %u", op_name(op), r.cause);
    return r.data;
}

void bench_trap(struct bench *b, unsigned cause, unsigned op, word33 ref, word33 x, word33 y) {
    struct reply r = bench_do(b, 0, op, ref, x, y);
    if (!r.trap || r.cause != cause) bench_fail(b, "%s: trap %u expected", op_name(op), cause);
}

uint32_t bench_stat(struct bench *b, unsigned index) { return (uint32_t)bench_ok(b, 0, HEAP_STAT, index, 0, 0); }

void bench_store(struct bench *b, unsigned slot, word33 w) {
    while (!walker_overwrite(&b->walker, slot)) bench_cycle(b);
    b->ram[slot] = w;
}

/* ---- collections ---- */

bool bench_collecting(struct bench *b) { return bench_stat(b, STAT_PHASE) != 0; }

void bench_collect_start(struct bench *b) {
    if (bench_ok(b, 0, HEAP_GCSTART, 0x1000, 0x2000, 0) != 1) bench_fail(b, "the collection did not start");
}

void bench_collect_end(struct bench *b) {
    uint64_t limit = b->cycle + hang_limit(b);
    while (bench_collecting(b)) {
        if (b->cycle > limit) bench_fail(b, "the collection does not end");
        bench_cycles(b, 30);
    }
    bench_audit(b);
}
