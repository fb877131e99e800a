/* Doubles (real.h), as C has them. */
#include "real.h"
#include "error.h"
#include "number.h"
#include <math.h>
#include <string.h>

val make_double(double d) {
    uint64_t bits;
    memcpy(&bits, &d, sizeof bits);
    return cell_mk2(KIND_DOUBLE, (val)(uintptr_t)(uint32_t)bits, (val)(uintptr_t)(uint32_t)(bits >> 32));
}

double double_value(val v) {
    uint64_t bits = (uint64_t)cell_word(v, 1) << 32 | cell_word(v, 0);
    double d;
    memcpy(&d, &bits, sizeof d);
    return d;
}

double to_double(val v) {
    if (is_double(v)) return double_value(v);
    if (is_integer(v)) return (double)integer_value(v);
    type_error("arithmetic", "a number", v);
}

val real_add(val a, val b) { return make_double(to_double(a) + to_double(b)); }
val real_sub(val a, val b) { return make_double(to_double(a) - to_double(b)); }
val real_mul(val a, val b) { return make_double(to_double(a) * to_double(b)); }
val real_div(val a, val b) { return make_double(to_double(a) / to_double(b)); }

static void check_divisor(double d) {
    if (d == 0) lisp_error("arithmetic", "divide by zero");
}

val real_quot(val a, val b) {
    double x = to_double(a), y = to_double(b);
    check_divisor(y);
    return make_double(trunc(x / y));
}

val real_rem(val a, val b) {
    double x = to_double(a), y = to_double(b);
    check_divisor(y);
    return make_double(fmod(x, y));
}

val real_mod(val a, val b) {
    double r = double_value(real_rem(a, b)), y = to_double(b);
    return make_double(r != 0 && (r < 0) != (y < 0) ? r + y : r);
}

bool real_less(val a, val b) { return to_double(a) < to_double(b); }
bool real_equiv(val a, val b) { return to_double(a) == to_double(b); }
bool real_equal(val a, val b) { return double_value(a) == double_value(b); }

val real_to_integer(val v) {
    double d = to_double(v);
    if (!(d > -9223372036854775808.0 && d < 9223372036854775808.0))
        lisp_error("overflow", "int: %v is out of range", v);
    return integer((int64_t)d);
}

void real_print(val v, char *out) { double_print(double_value(v), out); }
