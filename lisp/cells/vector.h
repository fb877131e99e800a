/* Persistent vectors: a 32-way tree of tuples and a tail tuple of 1 to 32 elements (none in the empty vector). */
#ifndef LISP_CELLS_VECTOR_H
#define LISP_CELLS_VECTOR_H

#include "lisp/cells/value.h"

static inline bool is_vector(val v) { return is_kind(v, KIND_VECTOR); }
val vector_empty(void);
static inline uint32_t vector_count(val v) { return (uint32_t)fixnum_value(cell_geti(v, VECTOR_COUNT)); }
val vector_nth(val v, uint32_t i); /* i < count */
val vector_conj(val v, val x);
val vector_assoc(val v, uint32_t i, val x); /* i < count */
val vector_pop(val v);                      /* count > 0 */
val vector_with_meta(val v, val meta);
val vector_2(val a, val b);
/* Of the first n elements of a list of conses; n <= its length. */
val vector_from_list(val list, uint32_t n);
val vector_slice(val v, uint32_t from, uint32_t to);

#endif
