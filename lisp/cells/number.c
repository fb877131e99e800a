/* Arithmetic (number.h). */
#include "lisp/cells/number.h"
#include "lisp/cells/error.h"
#include "lisp/cells/real.h"

val integer(int64_t n) {
    if (n >= FIXNUM_MIN && n <= FIXNUM_MAX) return fixnum((int32_t)n);
    return cell_mk2(KIND_INT64, (val)(uintptr_t)(uint32_t)n, (val)(uintptr_t)(uint32_t)((uint64_t)n >> 32));
}

int64_t integer_value(val v) {
    if (is_fixnum(v)) return fixnum_value(v);
    return (int64_t)((uint64_t)cell_word(v, 1) << 32 | cell_word(v, 0));
}

static bool both_integers(val a, val b) { return is_integer(a) && is_integer(b); }

_Noreturn static void overflow(void) { lisp_error("overflow", "integer overflow"); }

static bool both_fixnums(val a, val b) { return ((word_of(a) | word_of(b)) & 3) == 0; }

val number_add(val a, val b) {
    int64_t r;
    int32_t sum;
    if (both_fixnums(a, b) && !__builtin_add_overflow((int32_t)word_of(a), (int32_t)word_of(b), &sum))
        return (val)(uintptr_t)(uint32_t)sum;
    if (!both_integers(a, b)) return real_add(a, b);
    if (__builtin_add_overflow(integer_value(a), integer_value(b), &r)) overflow();
    return integer(r);
}

val number_sub(val a, val b) {
    int64_t r;
    if (!both_integers(a, b)) return real_sub(a, b);
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
    if (!both_integers(a, b)) return real_mul(a, b);
    return integer(multiply(integer_value(a), integer_value(b)));
}

static uint64_t magnitude(int64_t x) { return x < 0 ? 0 - (uint64_t)x : (uint64_t)x; }

uint64_t number_divide(uint64_t x, uint64_t y, uint64_t *remainder) {
    uint64_t quotient = 0;
    uint32_t shift = 0;
    if (!((x | y) >> 32)) {
        *remainder = (uint32_t)x % (uint32_t)y;
        return (uint32_t)x / (uint32_t)y;
    }
    for (; !(y >> 63) && y < x; shift++) y <<= 1;
    for (;; y >>= 1) {
        quotient <<= 1;
        if (x >= y) {
            x -= y;
            quotient |= 1;
        }
        if (!shift--) break;
    }
    *remainder = x;
    return quotient;
}

/* The quotient of two integers, rounded towards zero and modulo 2^64, and the remainder with the sign of a. Throws for
 * zero. */
static int64_t divide(val a, val b, int64_t *remainder) {
    int64_t x = integer_value(a), y = integer_value(b);
    uint64_t r;
    if (y == 0) lisp_error("arithmetic", "divide by zero");
    uint64_t q = number_divide(magnitude(x), magnitude(y), &r);
    *remainder = (int64_t)(x < 0 ? 0 - r : r);
    return (int64_t)((x < 0) != (y < 0) ? 0 - q : q);
}

/* The same; throws for the one quotient that does not fit, which is positive. */
static int64_t quotient(val a, val b, int64_t *remainder) {
    int64_t q = divide(a, b, remainder);
    if (q == INT64_MIN && integer_value(b) == -1) overflow();
    return q;
}

val number_div(val a, val b) {
    int64_t r;
    if (both_integers(a, b)) {
        int64_t q = quotient(a, b, &r);
        if (!r) return integer(q);
    }
    return real_div(a, b);
}

val number_quot(val a, val b) {
    int64_t r;
    return both_integers(a, b) ? integer(quotient(a, b, &r)) : real_quot(a, b);
}

val number_rem(val a, val b) {
    int64_t r;
    if (!both_integers(a, b)) return real_rem(a, b);
    divide(a, b, &r);
    return integer(r);
}

val number_mod(val a, val b) {
    if (!both_integers(a, b)) return real_mod(a, b);
    int64_t r = integer_value(number_rem(a, b)), y = integer_value(b);
    return integer(r && (r < 0) != (y < 0) ? r + y : r);
}

bool number_less(val a, val b) {
    if (both_fixnums(a, b)) return (int32_t)word_of(a) < (int32_t)word_of(b);
    if (both_integers(a, b)) return integer_value(a) < integer_value(b);
    return real_less(a, b);
}

bool number_equiv(val a, val b) {
    if (both_integers(a, b)) return integer_value(a) == integer_value(b);
    return real_equiv(a, b);
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
