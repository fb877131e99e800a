/* Arithmetic (number.h). */
#include "number.h"
#include "error.h"
#include <math.h>
#include <string.h>

val integer(int64_t n) {
    if (n >= FIXNUM_MIN && n <= FIXNUM_MAX) return fixnum((int32_t)n);
    return cell_mk2(KIND_INT64, (val)(uintptr_t)(uint32_t)n, (val)(uintptr_t)(uint32_t)((uint64_t)n >> 32));
}

int64_t integer_value(val v) {
    if (is_fixnum(v)) return fixnum_value(v);
    return (int64_t)((uint64_t)cell_word(v, 1) << 32 | cell_word(v, 0));
}

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

static bool both_integers(val a, val b) { return is_integer(a) && is_integer(b); }

_Noreturn static void overflow(void) { lisp_error("overflow", "integer overflow"); }

static bool both_fixnums(val a, val b) { return ((word_of(a) | word_of(b)) & 3) == 0; }

val number_add(val a, val b) {
    int64_t r;
    int32_t sum;
    if (both_fixnums(a, b) && !__builtin_add_overflow((int32_t)word_of(a), (int32_t)word_of(b), &sum))
        return (val)(uintptr_t)(uint32_t)sum;
    if (!both_integers(a, b)) return make_double(to_double(a) + to_double(b));
    if (__builtin_add_overflow(integer_value(a), integer_value(b), &r)) overflow();
    return integer(r);
}

val number_sub(val a, val b) {
    int64_t r;
    if (!both_integers(a, b)) return make_double(to_double(a) - to_double(b));
    if (__builtin_sub_overflow(integer_value(a), integer_value(b), &r)) overflow();
    return integer(r);
}

/* |x| < 2^31 as the usual case: no 128-bit product is needed to see an overflow. */
static int64_t multiply(int64_t x, int64_t y) {
    int64_t r;
    if (__builtin_mul_overflow(x, y, &r)) overflow();
    return r;
}

val number_mul(val a, val b) {
    if (!both_integers(a, b)) return make_double(to_double(a) * to_double(b));
    return integer(multiply(integer_value(a), integer_value(b)));
}

/* Integers to divide; throws for zero and for the one quotient that does not fit. */
static void divisible(val a, val b, int64_t *x, int64_t *y) {
    *x = integer_value(a);
    *y = integer_value(b);
    if (*y == 0) lisp_error("arithmetic", "divide by zero");
    if (*y == -1 && *x == INT64_MIN) overflow();
}

val number_div(val a, val b) {
    if (both_integers(a, b)) {
        int64_t x, y;
        divisible(a, b, &x, &y);
        if (x % y == 0) return integer(x / y);
    }
    return make_double(to_double(a) / to_double(b));
}

static void check_divisor(double d) {
    if (d == 0) lisp_error("arithmetic", "divide by zero");
}

val number_quot(val a, val b) {
    if (both_integers(a, b)) {
        int64_t x, y;
        divisible(a, b, &x, &y);
        return integer(x / y);
    }
    double x = to_double(a), y = to_double(b);
    check_divisor(y);
    return make_double(trunc(x / y));
}

val number_rem(val a, val b) {
    if (both_integers(a, b)) {
        int64_t x, y;
        divisible(a, b, &x, &y);
        return integer(x % y);
    }
    double x = to_double(a), y = to_double(b);
    check_divisor(y);
    return make_double(fmod(x, y));
}

val number_mod(val a, val b) {
    val r = number_rem(a, b);
    if (is_integer(r)) {
        int64_t x = integer_value(r), y = integer_value(b);
        return x && (x < 0) != (y < 0) ? integer(x + y) : r;
    }
    double x = double_value(r), y = to_double(b);
    return x != 0 && (x < 0) != (y < 0) ? make_double(x + y) : r;
}

bool number_less(val a, val b) {
    if (both_fixnums(a, b)) return (int32_t)word_of(a) < (int32_t)word_of(b);
    if (both_integers(a, b)) return integer_value(a) < integer_value(b);
    return to_double(a) < to_double(b);
}

bool number_equiv(val a, val b) {
    if (both_integers(a, b)) return integer_value(a) == integer_value(b);
    return to_double(a) == to_double(b);
}

int number_compare(val a, val b) { return number_less(a, b) ? -1 : number_less(b, a); }

int64_t integer_argument(const char *who, val v) {
    if (!is_integer(v)) type_error(who, "an integer", v);
    return integer_value(v);
}

int32_t integer_in(const char *who, val v, int32_t lo, int32_t hi) {
    int64_t n = integer_argument(who, v);
    if (n < lo || n > hi) lisp_error("bounds", "%s: %v is out of range", who, v);
    return (int32_t)n;
}
