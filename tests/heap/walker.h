/* The root walker's part, played in C: after gc_start it hands in the registers as they were at that instant, then
 * every RAM slot in turn, at random speed; RAM slots overwritten before their turn are handed in first (the barrier).
 * Words without tag, and words at times when the controller must ignore them, are mixed in. */
#ifndef TESTS_HEAP_WALKER_H
#define TESTS_HEAP_WALKER_H

#include "dut.h"
#include "rng.h"

enum { REGS = 32, SLOTS = 64, BARRIER_MAX = 4 };

struct walker {
    struct rng rng;
    unsigned speed_pct; /* chance that a word is offered in a cycle; 0 holds the walk */
    bool noise;         /* also offer words that must be ignored */
    bool active;
    unsigned next; /* next word to hand in: 0..REGS-1 registers, then RAM slots */
    word33 regs[REGS];
    const word33 *ram;
    word33 barrier[BARRIER_MAX]; /* overwritten words not yet taken, oldest first */
    unsigned barriers;
    bool offered, offered_noise, offered_barrier;
    word33 offered_word;
    uint64_t refused; /* cycles in which a word waited for root_ready */
};

void walker_reset(struct walker *w, const word33 *ram, uint64_t seed);
void walker_start(struct walker *w, const word33 *regs);
/* marking: tagged words count now, or may count in this cycle. */
void walker_drive(struct walker *w, struct dut_in *in, bool marking);
void walker_sample(struct walker *w, const struct dut_out *out);

/* RAM slot i is about to be overwritten. False: the barrier is full, try again in a later cycle. */
bool walker_overwrite(struct walker *w, unsigned i);

#endif
