/* Queues of requests that wait for the outside: first in, first out. A node is a tuple that begins with the two fields
 * below; it is made by the asking process, so entering and leaving make no cells. */
#ifndef KERNEL_SERVICES_WAITING_H
#define KERNEL_SERVICES_WAITING_H

#include "lisp/cells/value.h"

#define NODE_NEXT 0 /* an atom: the next node, or nil */
#define NODE_TOKEN 1
#define NODE_WORDS 2

struct waiting {
    val first, last; /* no references: it is empty */
};

static inline bool waiting_empty(const struct waiting *w) { return !is_ref(w->first); }
static inline val waiting_next(val node) { return atom_get(cell_geti(node, NODE_NEXT)); }

/* An open node of so many words. */
val waiting_node(uint32_t words);
/* Gives the node its token and seals it. */
void waiting_enter(struct waiting *w, val node, val token);
void waiting_leave(struct waiting *w);
/* The list with the tokens of those in the queue in front that still wait. */
val waiting_tokens(const struct waiting *w, val list);

#endif
