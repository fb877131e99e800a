/* Queues of requests (waiting.h). */
#include "kernel/services/waiting.h"

val waiting_node(uint32_t words) {
    val node = cell_new(KIND_TUPLE, words);
    cell_seti(node, NODE_NEXT, atom_new(NIL));
    return node;
}

void waiting_enter(struct waiting *w, val node, val token) {
    cell_seti(node, NODE_TOKEN, token);
    cell_seal(node);
    if (waiting_empty(w))
        w->first = node;
    else
        atom_swap(cell_geti(w->last, NODE_NEXT), node);
    w->last = node;
}

void waiting_leave(struct waiting *w) {
    w->first = waiting_next(w->first);
    if (waiting_empty(w)) w->last = NIL;
}
