/* Queues of requests (waiting.h). */
#include "kernel/services/waiting.h"
#include "kernel/process/process.h"
#include "lisp/cells/atom.h"

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
        atom_write(cell_geti(w->last, NODE_NEXT), node);
    w->last = node;
}

void waiting_leave(struct waiting *w) {
    w->first = waiting_next(w->first);
    if (waiting_empty(w)) w->last = NIL;
}

val waiting_tokens(const struct waiting *w, val list) {
    for (val node = w->first; is_ref(node); node = waiting_next(node)) {
        val token = cell_geti(node, NODE_TOKEN);
        if (process_waits(token)) list = cons(token, list);
    }
    return list;
}
