/* What the heap controller must do, as plain C values.
 *
 * The model keeps every cell as a block with its contents, in the order of their addresses, and predicts every reply.
 * Two things it takes from the controller: the number of a new handle (which it checks to be free), and the cycle in
 * which a collection ends (`phase`, which is not at the port), or goes on to slide all blocks (`lower`, see
 * lith_heap_allocator.v). All else, down to the place of each block, is exact; only
 * what the counters say of a collection under way may be any value between those before and behind it. */
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
    bool doomed; /* to be freed by the collection under way */
    bool seen;
    bool fresh; /* made since its start */
    uint32_t place;
    uint8_t colour; /* of its handle's entry */
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
    bool marking;             /* the collector marks in this cycle: the bench sets it before each reply */
    struct block **order;     /* by address, while a collection runs; what was made since its start behind them */
    size_t blocks, blocks_max;
    uint32_t alloc, other, high, start; /* as in lith_heap_allocator.v */
    uint32_t old_end;                   /* blocks below are old */
    bool lower, single;
    bool minor;                  /* the collection under way, or the last one */
    uint8_t colour;              /* its colour */
    bool last_major, last_minor; /* low bits of the colours of the last major and the last minor one */
    bool *remembered;            /* by handle: since the last start */
    uint32_t remembers;          /* times that one was, at most; at the start of the collection under way */
    uint32_t taken_over;         /* of those that are its roots */
    uint32_t distinct;           /* handles remembered */
    bool kept_young; /* the last collection left cells of its snapshot young: the next must be a major one */
    uint32_t hole_from, hole_to; /* words that the last collection filled below `start` */
    unsigned turns;              /* from one free region to the other */
    unsigned kept_upper;         /* collections that left blocks above the gap */
    uint32_t doomed;             /* blocks */
    bool collecting;
    size_t snapshot; /* blocks[0..snapshot) were there when it started */
    uint32_t made, collections, minors, freed;
    uint32_t moved, promoted, used_max;
    char why[256]; /* the disagreement found last */
};

void golden_init(struct golden *g, const struct dut_params *params);
void golden_reset(struct golden *g);
void golden_free(struct golden *g);

/* The root walker that this bench plays takes a range of dead roots for one if bit 1 of its lower end is 0. */
bool golden_range(const struct request *gcstart);
bool golden_minor(const struct request *gcstart); /* a minor collection is asked for */

/* Checks a reply and applies the request. The snapshot of a successful GCSTART is left to golden_snapshot. False: they
 * disagree, and g->why tells how. */
bool golden_step(struct golden *g, const struct request *q, const struct reply *r);

/* A collection starts now with these words as roots (untagged ones do not count). A minor one frees the young cells
 * that neither they nor remembered cells reach by way of young ones. */
void golden_snapshot(struct golden *g, bool minor, const word33 *const *roots, const size_t *counts, size_t sets);

/* Nothing has been made since the start, and from now on cells are made above all blocks. */
void golden_goes_above(struct golden *g);

/* The collection under way has ended. */
void golden_collected(struct golden *g);

/* The block behind a reference that the model knows to be live. */
struct block *golden_block(const struct golden *g, word33 ref);

/* Does a cell of n words fit now, no collection being under way? */
bool golden_fits(const struct golden *g, uint32_t words);
uint32_t golden_used(const struct golden *g); /* words in blocks */
uint32_t golden_ceil(const struct golden *g);
uint32_t golden_free_handles(const struct golden *g);

#endif
