/* Commits (log.h, docs/store.md): what there is about the state that was committed.
 *
 *   0         8        16       24     32      36      40      44         48     56        64
 *   | before  | number | time   | tree | level | atoms | cells | identity | jump | 0       |
 *
 * `jump` is a commit further back, so that one is found by its number in a number of steps that grows with the
 * logarithm of how far back it is (Eugene W. Myers, An Applicative Random-Access Stack, 1983). */
#ifndef STORE_COMMIT_H
#define STORE_COMMIT_H

#include "store/atoms.h"

struct commit {
    uint64_t before;    /* address of the one before, ADDRESS_NONE: there is none */
    uint64_t number;    /* 1, 2, ... */
    uint64_t time;      /* milliseconds since 1970, 0: not known */
    struct atoms atoms; /* what they hold */
    uint32_t count;     /* numbers that atoms have been given so far; none is given twice */
    uint32_t cells;     /* records written since the one before */
    uint32_t identity;  /* of the primitives that the code in it was compiled for */
    uint64_t jump;      /* address of one further back, ADDRESS_NONE: there is none */
};

/* Atoms that have no cell. */
enum {
    ATOM_ROOT, /* all that the machine knows: a tuple (docs/store.md) */
    ATOM_TAGS, /* map from a tag, a string, to the number of a commit; restoring leaves it alone */
    ATOM_FIRST /* the number of the first that has one */
};

/* The commit at the address. NULL, or what is wrong. */
const char *commit_read(struct log *log, uint64_t address, struct commit *commit);
/* The commit of that number, at or before `from`. NULL, or what is wrong; *address ADDRESS_NONE: there is none. */
const char *commit_find(struct log *log, uint64_t from, uint64_t number, uint64_t *address, struct commit *commit);
/* Appends the commit behind log->commit. Sets its before, number and jump. NULL, or what is wrong. */
const char *commit_append(struct log *log, struct commit *commit);

#endif
