/* A machine without doubles (lisp/cells/real.h): where one would be needed, an error is thrown. There are none, so what
 * takes doubles only is never called. */
#include "lisp/cells/error.h"
#include "lisp/cells/number.h"
#include "lisp/cells/real.h"

_Noreturn static void none(val a, val b) {
    val odd = is_integer(a) ? b : a;
    if (!is_double(odd)) type_error("arithmetic", "a number", odd);
    lisp_error("arithmetic", "this machine has no doubles");
}

val real_add(val a, val b) { none(a, b); }
val real_sub(val a, val b) { none(a, b); }
val real_mul(val a, val b) { none(a, b); }
val real_quot(val a, val b) { none(a, b); }
val real_rem(val a, val b) { none(a, b); }
val real_mod(val a, val b) { none(a, b); }
bool real_less(val a, val b) { none(a, b); }
bool real_equiv(val a, val b) { none(a, b); }
bool real_equal(val a, val b) { none(a, b); }
val real_to_integer(val v) { none(v, v); }
void real_print(val v, char *out) { (void)out, none(v, v); }

val real_div(val a, val b) {
    if (!is_integer(a) || !is_integer(b)) none(a, b);
    lisp_error("arithmetic", "the quotient is no integer, and this machine has no doubles");
}
