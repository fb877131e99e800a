/* What the heap controller must do, as plain C values.
 *
 * The model keeps every cell as a block with its contents, in the order of their addresses, and predicts every reply.
 * Two things it takes from the controller: the number of a new handle (which it checks to be free), and the moment
 * at which a collection ends, which is not visible at the port. Between a collection's start and the first reply that
 * proves its end, the model therefore accepts what either state allows, and nothing else. All that must be true at
 * the end (which cells live, which are freed, space and handles) does not depend on that moment and is exact. */
#ifndef TESTS_HEAP_GOLDEN_H
#define TESTS_HEAP_GOLDEN_H

#include <stddef.h>

#include "xcell.h"

struct request {
    uint8_t op, kind;
    word33 ref, a, b;
};

struct reply {
    word33 data;
    bool trap;
    uint8_t cause;
    unsigned wait;   /* cycles from the offer of the request to its acceptance */
    unsigned cycles; /* cycles from the acceptance to the response */
};

struct block {
    uint32_t handle; /* 0: the handle has been freed and taken by another cell already */
    uint32_t words;
    uint8_t slack, kind; /* that it was made with; KIND_ABSENT for a stub */
    bool open;
    bool doomed; /* unreachable at the start of the collection under way */
    bool seen;
    enum { NO, PERHAPS, YES } coloured; /* its handle's entry has the colour of the last collection that ended */
    uint32_t *data;
};

struct golden {
    const struct dut_params *params;
    uint32_t limit;           /* words that blocks and table may have together */
    uint32_t taken;           /* handles ever taken */
    uint32_t in_use;          /* handles in use, the doomed among them */
    struct block **by_handle; /* 2^HW */
    uint8_t *class_of;        /* HANDLE_VALUE... of each handle in use */
    bool *durable;            /* of each handle in use */
    uint64_t given, refused;  /* answers to REF: references, nil */
    uint64_t revived;         /* cells unreachable at the snapshot that REF has made roots, and what they refer to */
    struct block **order;     /* by address */
    size_t blocks, blocks_max;
    uint32_t alloc;      /* words in all blocks, the doomed among them */
    uint32_t doomed;     /* blocks */
    bool marking;        /* the collector marks in this cycle: the bench sets it before each reply */
    bool collecting;     /* a collection has been started and is not known to have ended */
    size_t known_inside; /* blocks[0..known_inside) were made while that collection was certainly under way */
    uint32_t made, collections, freed;
    uint32_t moved_min, moved_max, alloc_max_min, alloc_max_max; /* bounds: see the end's moment above */
    char why[256];                                               /* the disagreement found last */
};

void golden_init(struct golden *g, const struct dut_params *params);
void golden_reset(struct golden *g);
void golden_free(struct golden *g);

/* The root walker that this bench plays takes a range of dead roots for one if its lower end is even. */
bool golden_range(const struct request *gcstart);

/* Checks a reply and applies the request. The snapshot of a successful GCSTART is left to golden_snapshot. False: they
 * disagree, and g->why tells how. */
bool golden_step(struct golden *g, const struct request *q, const struct reply *r);

/* A collection starts now with these words as roots (untagged ones do not count). */
void golden_snapshot(struct golden *g, const word33 *const *roots, const size_t *counts, size_t sets);

/* The collection under way is seen to be still running, or to have ended. */
void golden_still_collecting(struct golden *g);
void golden_collected(struct golden *g);

/* The block behind a reference that the model knows to be live. */
struct block *golden_block(const struct golden *g, word33 ref);

/* Does a cell of n words fit now, no collection being under way? */
bool golden_fits(const struct golden *g, uint32_t words);
uint32_t golden_ceil(const struct golden *g);
uint32_t golden_free_handles(const struct golden *g);

#endif
