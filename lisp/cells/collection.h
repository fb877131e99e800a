/* Access to collections of any kind. */
#ifndef LISP_CELLS_COLLECTION_H
#define LISP_CELLS_COLLECTION_H

#include "lisp/cells/value.h"

/* As `get`: nothing is an error. */
val lookup(val collection, val key, val otherwise);
/* As `nth` of a vector. */
val element(val vector, val index);
val coll_conj(val collection, val x);

#endif
