/* Doubles as values: apart from number.h, since a small machine does without (lisp/without/no_real.c). Operands are
 * numbers, of which at least one is no integer; anything else throws. */
#ifndef LISP_CELLS_REAL_H
#define LISP_CELLS_REAL_H

#include "lisp/cells/value.h"

val real_add(val a, val b);
val real_sub(val a, val b);
val real_mul(val a, val b);
val real_div(val a, val b);
val real_quot(val a, val b);
val real_rem(val a, val b);
val real_mod(val a, val b);
bool real_less(val a, val b);
bool real_equiv(val a, val b);
/* Of two doubles. */
bool real_equal(val a, val b);
/* The next integer below or above any number, or that number if it has no fraction; a double, exact. */
val real_floor(val v);
val real_ceil(val v);
/* The integer part; throws if it is beyond 64 bits. */
val real_to_integer(val v);
/* Shortest text that reads back; `out` has room for 32. */
void real_print(val v, char *out);

#endif
