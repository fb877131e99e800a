/* Writing atoms. A kernel that keeps atoms on a store has to know which of them have changed; it has a table of those
 * that it keeps, and is told before one of them is written. */
#ifndef LISP_CELLS_ATOM_H
#define LISP_CELLS_ATOM_H

#include "lisp/cells/value.h"

#ifdef VM_COMPACT /* has no store */
static inline void atom_changes(val atom) { (void)atom; }
#else
extern void (*atom_watch)(val atom); /* is told; makes no cells. NULL: nobody has to know */

static inline void atom_changes(val atom) {
    if (atom_watch) atom_watch(atom);
}
#endif

/* atom_swap and atom_cas (lith/cell.h), for any atom that a program may see. */
static inline val atom_write(val atom, val v) {
    atom_changes(atom);
    return atom_swap(atom, v);
}

static inline val atom_write_if(val atom, val expected, val v) {
    atom_changes(atom);
    return atom_cas(atom, expected, v);
}

#endif
