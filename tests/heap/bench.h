/* The bench: controller, memory, root walker and golden model around one clock, with a mutator's registers and RAM.
 *
 * Every reply is checked against the golden model as it arrives. A check that fails prints the seed, the cycle and the
 * last requests, and ends the test (bench_fail does not return). */
#ifndef TESTS_HEAP_BENCH_H
#define TESTS_HEAP_BENCH_H

#include <setjmp.h>
#include <stdio.h>

#include "golden.h"
#include "memory.h"
#include "walker.h"

enum { HISTORY = 24 };

struct bench {
    struct dut *dut;
    struct dut_in in;
    struct dut_out out;
    struct memory mem;
    struct walker walker;
    struct golden golden;
    word33 reg[REGS]; /* roots; [0] is never a root and stays 0 */
    word33 ram[SLOTS];

    bool in_flight;
    struct request request; /* in flight */
    struct reply reply;     /* of the last request answered */
    int dest;               /* register that takes the reply's data; 0 none */
    unsigned offered_wait;
    bool marking; /* gc_marking as sampled last */

    uint64_t seed, cycle, requests, watchdog;
    uint64_t answered_at, gap_max; /* cycle of the last answer; longest time between two since a test has set it to 0 */
    uint64_t cycle_all, requests_all; /* of runs before the last reset */
    unsigned profile;
    struct {
        struct request q;
        struct reply r;
        uint64_t cycle;
    } history[HISTORY];

    uint64_t option_n; /* N=: how many requests a random test shall do; 0: its own choice */
    char failure[512];
    jmp_buf escape;
};

void bench_init(struct bench *b, const char *trace);
void bench_free(struct bench *b);

/* Resets controller, memory (junk), walker, model, registers and RAM. */
void bench_reset(struct bench *b, uint64_t seed, unsigned profile);

void bench_cycle(struct bench *b);
void bench_cycles(struct bench *b, unsigned n);
void bench_quiesce(struct bench *b); /* until the bus is quiet and no request is in work; no collection may run */

_Noreturn void bench_fail(struct bench *b, const char *fmt, ...) __attribute__((format(printf, 2, 3)));
#define CHECK(b, condition)                                                                                            \
    do {                                                                                                               \
        if (!(condition)) bench_fail(b, "%s:%d: %s", __FILE__, __LINE__, #condition);                                  \
    } while (0)

/* Offers a request until it is taken. Its reply goes to register dest (0: none) when it comes, unless it traps. */
void bench_issue(struct bench *b, int dest, struct request q);
void bench_drain(struct bench *b); /* until the request in flight is answered */
struct reply bench_do(struct bench *b, int dest, unsigned op, word33 ref, word33 x, word33 y); /* issue and drain */
struct reply bench_make(struct bench *b, int dest, unsigned op, unsigned kind, word33 x, word33 y);

/* As bench_do / bench_make, but the request must not trap; gives the data. */
word33 bench_ok(struct bench *b, int dest, unsigned op, word33 ref, word33 x, word33 y);
word33 bench_cell(struct bench *b, int dest, unsigned op, unsigned kind, word33 x, word33 y);
void bench_trap(struct bench *b, unsigned cause, unsigned op, word33 ref, word33 x, word33 y); /* must trap so */

uint32_t bench_stat(struct bench *b, unsigned index);
void bench_store(struct bench *b, unsigned slot, word33 w); /* to a RAM root, with the overwrite barrier */

bool bench_collecting(struct bench *b); /* asks for the phase */
void bench_collect_start(struct bench *b);
void bench_collect_end(struct bench *b); /* waits for the end, then audits */

/* Walks the memory image: blocks, entries, free list against the model. No collection may run. */
void bench_audit(struct bench *b);

#endif
