/* Value equality and hashing, as Clojure's `=` and `hash`. */
#ifndef LISP_CELLS_EQUAL_H
#define LISP_CELLS_EQUAL_H

#include "lisp/cells/value.h"

bool equal(val a, val b);
uint32_t hash_of(val v);
/* Total order of numbers, strings, characters, keywords, symbols, booleans, nil and vectors of these; others throw. */
int compare(val a, val b);

#endif
