/* Looking into a simulated machine: what its parts hold at this moment. Nothing here changes what the machine does, not
 * even by a cycle, and a machine that nobody looks into runs at full speed.
 *
 * Looks that are to be taken while it runs are asked for as observers. */
#ifndef SIM_LITH_INSPECT_H
#define SIM_LITH_INSPECT_H

#include "lith_sim.h"
#include <lith_isa.h>

/* Called at the first moment at which `period` cycles (instructions on the model) have gone by since the last call and
 * the machine is in a state that can be looked at. It must not run the machine. */
struct lith_observer {
    void (*look)(void *context, lith_machine *m);
    void *context;
    uint64_t period; /* at least 1; may be changed while looking */
    bool whole_heap; /* call only when the heap can be walked (lith_heap_state.whole) */
    uint64_t due;    /* lith_machine_now of the next call */
    struct lith_observer *next;
};

/* The first call comes one period from now. The observer stays the caller's and must outlive its use. */
void lith_machine_observe(lith_machine *m, struct lith_observer *o);
void lith_machine_unobserve(lith_machine *m, struct lith_observer *o);

/* Cycles since the machine was made, as lith_machine_run counted them. */
uint64_t lith_machine_now(const lith_machine *m);
const char *lith_machine_name(const lith_machine *m);

/* Address of the instruction in execution (RTL: in the execute stage, the one before may still wait for memory). */
uint32_t lith_machine_pc(const lith_machine *m);
/* The core waits in wfi. */
bool lith_machine_asleep(const lith_machine *m);
/* How far the flash has been read: the address in it that comes next. */
uint32_t lith_machine_flash_address(const lith_machine *m);

#define LITH_TAG ((uint64_t)1 << 32)
/* The word of RAM at a byte address (its two low bits are ignored) with its tag in bit 32. False: not RAM. */
bool lith_machine_ram_word(const lith_machine *m, uint32_t address, uint64_t *word);

/* The heap controller's registers (docs/heap.md). Places are word indices. */
struct lith_heap_state {
    uint32_t words;     /* of the whole memory: a power of two */
    uint32_t top, ceil; /* blocks are below top, the handle table is at and above ceil */
    uint32_t handles;   /* 1..handles have been used at some time */
    uint32_t phase;     /* LITH_HEAP_IDLE, LITH_HEAP_MARK or LITH_HEAP_SLIDE */
    bool whole;         /* false while a block is being made and filled, or two change places: do not walk then */
    bool waiting;       /* a request waits for space */
    uint32_t colour;    /* in a collection: that of the entries of cells that have been reached */
    bool minor;         /* in a collection: it leaves blocks below old_end alone */
    uint32_t old_end;   /* blocks below are old */
    /* Where there are no blocks below top; empty where from = to. In ascending order; the block under motion is not in
     * them. */
    struct {
        uint32_t from, to;
    } gap[2];
    /* Valid while phase is LITH_HEAP_SLIDE: where the slide puts the next block down, and which one it comes to next.
     */
    uint32_t slide_to, slide_from;
    bool moving;                           /* a block is being copied down to slide_to... */
    uint32_t moving_handle, moving_length; /*   its handle and its length in fields */
    uint32_t moving_from, moving_done;     /*   its old place, and how many fields are at the new one */
};
void lith_machine_heap(const lith_machine *m, struct lith_heap_state *out);
/* A word of heap memory as the controller would read it, place below `words`. Not for the handle table. */
uint32_t lith_machine_heap_word(const lith_machine *m, uint32_t place);
/* The entry of a handle (1..handles) in the format of docs/heap.md. */
uint32_t lith_machine_heap_entry(const lith_machine *m, uint32_t handle);

#endif
