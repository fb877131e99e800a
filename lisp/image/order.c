/* The order of cells in images (order.h): in depth, with a list for what waits. */
#include "lisp/image/order.h"
#include "lisp/cells/seq.h"
#include "lisp/image/by_number.h"

struct order {
    val waiting; /* list: cells that others wait for, the innermost first */
    val atoms;   /* list: those whose value has not been looked at */
    val found;   /* by handle: 1 for what is in the list already */
    val list;    /* the last first */
};

static void wait_for(struct order *o, val v) {
    if (is_ref(v) && !by_number_get(o->found, handle_of(v))) o->waiting = cons(v, o->waiting);
}

static void wait_for_fields(struct order *o, val c) {
    if (cell_kind(c) == KIND_ATOM || cell_kind(c) >= KIND_FIRST_RAW) return;
    for (uint32_t i = cell_len(c); i--;) wait_for(o, cell_get(c, i));
}

static void add(struct order *o, val c) {
    if (by_number_get(o->found, handle_of(c))) return;
    by_number_set(o->found, handle_of(c), 1);
    o->list = cons(c, o->list);
    if (cell_kind(c) == KIND_ATOM && is_ref(atom_get(c))) o->atoms = cons(c, o->atoms);
}

static void find(struct order *o, val v) {
    wait_for(o, v);
    while (!is_nil(o->waiting)) {
        val c = car(o->waiting), before = o->waiting;
        wait_for_fields(o, c);
        if (o->waiting != before) continue;
        o->waiting = cdr(o->waiting);
        add(o, c);
    }
}

val cells_in_order(const val *roots, uint32_t n) {
    struct order o = {NIL, NIL, by_number_new(), NIL};
    for (uint32_t i = 0; i < n; i++) find(&o, roots[i]);
    while (!is_nil(o.atoms)) {
        val atom = car(o.atoms);
        o.atoms = cdr(o.atoms);
        find(&o, atom_get(atom));
        o.list = cons(atom, o.list);
    }
    return list_reverse(o.list);
}
