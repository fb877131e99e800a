/* A commit as work that is done in pieces, between which processes run:
 *
 *   copy    what the changed atoms reach is written, while they go on changing; again, as long as that finds much
 *   moment  in one piece: what little is left is written, and of each changed atom it is noted what it holds: that is
 *           what is committed
 *   set     the tree of atoms gets these values
 *   flush   the log's blocks are written, with the commit as the last, until all is certain
 */
#ifndef KERNEL_STORE_WORK_H
#define KERNEL_STORE_WORK_H

#include "kernel/store/write.h"
#include "store/commit.h"

struct work {
    struct writer *writer;
    enum work_phase { WORK_NONE, WORK_COPY, WORK_SET, WORK_FLUSH } phase;
    struct commit commit;
    val state, tags;          /* of the moment */
    val atom;                 /* COPY: changed, the next to be looked at */
    uint32_t passes, written; /* COPY: how many, and the writer's cells when this one began */
    val noted;                /* list of (atom or number . value) */
    val left;                 /* SET: the rest of it */
    void (*before)(void);     /* called at the moment; the state between these two is what is committed */
    void (*after)(void);
};

/* Begins a commit behind the last one; `before` and `after` have been set. */
void work_begin(struct work *work, struct writer *writer, const struct commit *last);
/* Does a piece of it, the moment in one; the others take some 10,000 cycles each. True: the commit is certain. Throws
 * when memory runs out or the store is full or fails: then work_give_up must be called. */
bool work_piece(struct work *work, val tags);
/* What was to be committed counts as changed again. */
void work_give_up(struct work *work);

#endif
