/* Doubles (real.h), as C has them. */
#include "lisp/cells/real.h"
#include "lisp/cells/error.h"
#include "lisp/cells/number.h"
#include <string.h>

static uint64_t bits_of(double d) {
    uint64_t bits;
    memcpy(&bits, &d, sizeof bits);
    return bits;
}

static double from_bits(uint64_t bits) {
    double d;
    memcpy(&d, &bits, sizeof d);
    return d;
}

val make_double(double d) {
    uint64_t bits = bits_of(d);
    return cell_mk2(KIND_DOUBLE, (val)(uintptr_t)(uint32_t)bits, (val)(uintptr_t)(uint32_t)(bits >> 32));
}

double double_value(val v) { return from_bits((uint64_t)cell_word(v, 1) << 32 | cell_word(v, 0)); }

double to_double(val v) {
    if (is_double(v)) return double_value(v);
    if (is_integer(v)) return (double)integer_value(v);
    type_error("arithmetic", "a number", v);
}

val real_add(val a, val b) { return make_double(to_double(a) + to_double(b)); }
val real_sub(val a, val b) { return make_double(to_double(a) - to_double(b)); }
val real_mul(val a, val b) { return make_double(to_double(a) * to_double(b)); }
val real_div(val a, val b) { return make_double(to_double(a) / to_double(b)); }

/* d without its fraction, exactly; -0.0 for what lies between -1 and 0. The C library is no help: picolibc 1.8 has a
 * trunc that shifts by more than 63 bits from 2^64 on (its pull request 528), and its floor and ceil lose the carry
 * between the words of a double (its issue 480). */
static double whole(double d) {
    uint64_t bits = bits_of(d), fraction = (1ull << 52) - 1;
    int exponent = (int)(bits >> 52 & 0x7ff) - 1023;
    if (exponent >= 52) return d;
    return from_bits(bits & ~(exponent < 0 ? INT64_MAX : fraction >> exponent));
}

/* Where d has a fraction its whole part is below 2^52, so that adding 1 is exact. */
val real_floor(val v) {
    double d = to_double(v), w = whole(d);
    return make_double(d < w ? w - 1 : w);
}

val real_ceil(val v) {
    double d = to_double(v), w = whole(d);
    return make_double(d > w ? w + 1 : w);
}

/* As Clojure has it: never -0.0, and an error where there is no whole part. */
static double quotient(val a, val b) {
    double y = to_double(b), q = to_double(a) / y;
    if (y == 0) lisp_error("arithmetic", "divide by zero");
    if (q - q != 0) lisp_error("arithmetic", "the quotient of %v and %v is not finite", a, b);
    return whole(q) + 0.0;
}

/* As Clojure has it, rounded at each step: not the exact remainder of C's fmod. */
static double remainder_of(val a, val b) { return to_double(a) - quotient(a, b) * to_double(b); }

val real_quot(val a, val b) { return make_double(quotient(a, b)); }
val real_rem(val a, val b) { return make_double(remainder_of(a, b)); }

val real_mod(val a, val b) {
    double r = remainder_of(a, b), y = to_double(b);
    return make_double(r == 0 || (to_double(a) > 0) == (y > 0) ? r : r + y);
}

bool real_less(val a, val b) { return to_double(a) < to_double(b); }
bool real_equiv(val a, val b) { return to_double(a) == to_double(b); }
bool real_equal(val a, val b) { return double_value(a) == double_value(b); }

val real_to_integer(val v) {
    double d = to_double(v);
    if (!(d >= -9223372036854775808.0 && d < 9223372036854775808.0))
        lisp_error("overflow", "int: %v is out of range", v);
    return integer((int64_t)d);
}

void real_print(val v, char *out) { double_print(double_value(v), out); }
