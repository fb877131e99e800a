/* Sorting. */
#ifndef LISP_CELLS_SORT_H
#define LISP_CELLS_SORT_H

#include "lisp/cells/value.h"

/* The elements of a list of conses in the order of `compare` (equal.h), equal ones as they were; with `keyed` each
 * element is a cons whose head is compared. Throws what compare throws. */
val sort_list(val list, bool keyed);

#endif
