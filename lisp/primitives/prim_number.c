/* Primitives on numbers. */
#include "lisp/cells/equal.h"
#include "lisp/cells/error.h"
#include "lisp/cells/number.h"
#include "lisp/cells/real.h"
#include "lisp/cells/seq.h"
#include "lisp/cells/text.h"
#include "lisp/names/primitive.h"
#include <math.h>

static val p_add0(val *a) { return (void)a, fixnum(0); }
static val p_mul0(val *a) { return (void)a, fixnum(1); }
static val p_number(val *a) {
    if (!is_number(a[0])) type_error("arithmetic", "a number", a[0]);
    return a[0];
}
static val p_add2(val *a) { return number_add(a[0], a[1]); }
/* 0 - 0.0 is 0.0, but its negation is -0.0. */
static val p_sub1(val *a) { return is_double(a[0]) ? real_mul(a[0], fixnum(-1)) : number_sub(fixnum(0), a[0]); }
static val p_sub2(val *a) { return number_sub(a[0], a[1]); }
static val p_mul2(val *a) { return number_mul(a[0], a[1]); }
static val p_div1(val *a) { return number_div(fixnum(1), a[0]); }
static val p_div2(val *a) { return number_div(a[0], a[1]); }

static val fold(val *a, val (*f)(val, val)) {
    val r = f(a[0], a[1]);
    uint32_t round = 0;
    seq_realise(a[2]);
    for (val s = seq(a[2]); s != NIL; s = seq_next(s)) {
        r = f(r, seq_first(s));
        lisp_poll_round(round++);
    }
    return r;
}
static val p_add_n(val *a) { return fold(a, number_add); }
static val p_sub_n(val *a) { return fold(a, number_sub); }
static val p_mul_n(val *a) { return fold(a, number_mul); }
static val p_div_n(val *a) { return fold(a, number_div); }

static bool less(val a, val b) { return number_less(a, b); }
static bool greater(val a, val b) { return number_less(b, a); }
static bool at_most(val a, val b) { return number_less(a, b) || number_equiv(a, b); }
static bool at_least(val a, val b) { return number_less(b, a) || number_equiv(a, b); }
static bool same_number(val a, val b) { return number_equiv(a, b); }

/* Whether the test holds for each two neighbours of a[0], a[1] and the list a[2]. */
static val chain(val *a, bool (*test)(val, val)) {
    bool all = test(a[0], a[1]);
    val last = a[1];
    uint32_t round = 0;
    seq_realise(a[2]);
    for (val s = seq(a[2]); all && s != NIL; s = seq_next(s)) {
        val next = seq_first(s);
        all = test(last, next);
        last = next;
        lisp_poll_round(round++);
    }
    return boolean(all);
}

static val p_true(val *a) { return (void)a, TRUE; }
static val p_lt2(val *a) { return boolean(less(a[0], a[1])); }
static val p_gt2(val *a) { return boolean(greater(a[0], a[1])); }
static val p_le2(val *a) { return boolean(at_most(a[0], a[1])); }
static val p_ge2(val *a) { return boolean(at_least(a[0], a[1])); }
static val p_numeq2(val *a) { return boolean(same_number(a[0], a[1])); }
static val p_eq2(val *a) { return boolean(equal(a[0], a[1])); }
static val p_noteq2(val *a) { return boolean(!equal(a[0], a[1])); }
static val p_lt_n(val *a) { return chain(a, less); }
static val p_gt_n(val *a) { return chain(a, greater); }
static val p_le_n(val *a) { return chain(a, at_most); }
static val p_ge_n(val *a) { return chain(a, at_least); }
static val p_numeq_n(val *a) { return chain(a, same_number); }
static val p_eq_n(val *a) { return chain(a, equal); }
static val p_noteq_n(val *a) { return boolean(!truthy(chain(a, equal))); }

static val p_inc(val *a) { return number_add(a[0], fixnum(1)); }
static val p_dec(val *a) { return number_sub(a[0], fixnum(1)); }
static val p_quot(val *a) { return number_quot(a[0], a[1]); }
static val p_rem(val *a) { return number_rem(a[0], a[1]); }
static val p_mod(val *a) { return number_mod(a[0], a[1]); }
static val p_zero(val *a) { return boolean(number_equiv(a[0], fixnum(0))); }
static val p_pos(val *a) { return boolean(number_less(fixnum(0), a[0])); }
static val p_neg(val *a) { return boolean(number_less(a[0], fixnum(0))); }
static val p_even(val *a) { return boolean(!(integer_argument("even?", a[0]) & 1)); }
static val p_odd(val *a) { return boolean(integer_argument("odd?", a[0]) & 1); }
/* Which of a[0] and a[1]: NaN if either is, and the second of equal ones, as Clojure has it. */
static val extreme(val *a, bool first) { return first || !number_equiv(a[0], a[0]) ? a[0] : a[1]; }
static val p_max2(val *a) { return extreme(a, number_less(a[1], a[0])); }
static val p_min2(val *a) { return extreme(a, number_less(a[0], a[1])); }

static int64_t two(const char *who, val *a, int64_t *y) {
    *y = integer_argument(who, a[1]);
    return integer_argument(who, a[0]);
}
static val p_bit_and(val *a) {
    int64_t y, x = two("bit-and", a, &y);
    return integer(x & y);
}
static val p_bit_or(val *a) {
    int64_t y, x = two("bit-or", a, &y);
    return integer(x | y);
}
static val p_bit_xor(val *a) {
    int64_t y, x = two("bit-xor", a, &y);
    return integer(x ^ y);
}
static val p_bit_not(val *a) { return integer(~integer_argument("bit-not", a[0])); }
static val p_shift_left(val *a) {
    int64_t y, x = two("bit-shift-left", a, &y);
    return integer((int64_t)((uint64_t)x << (y & 63)));
}
static val p_shift_right(val *a) {
    int64_t y, x = two("bit-shift-right", a, &y);
    return integer(x >> (y & 63));
}
static val p_shift_right_unsigned(val *a) {
    int64_t y, x = two("unsigned-bit-shift-right", a, &y);
    return integer((int64_t)((uint64_t)x >> (y & 63)));
}
static val p_bit_test(val *a) {
    int64_t y, x = two("bit-test", a, &y);
    return boolean(x >> (y & 63) & 1);
}

static val p_is_number(val *a) { return boolean(is_number(a[0])); }
static val p_is_integer(val *a) { return boolean(is_integer(a[0])); }
static val p_is_double(val *a) { return boolean(is_double(a[0])); }
static val p_is_nan(val *a) { return boolean(to_double(a[0]) != to_double(a[0])); }
static val p_is_infinite(val *a) {
    double d = to_double(a[0]);
    return boolean(d - d != 0 && d == d);
}
static val p_double(val *a) { return make_double(to_double(a[0])); }
static val p_int(val *a) {
    if (is_char(a[0])) return fixnum((int32_t)char_value(a[0]));
    if (is_integer(a[0])) return a[0];
    return real_to_integer(a[0]);
}
static val p_floor(val *a) { return real_floor(a[0]); }
static val p_ceil(val *a) { return real_ceil(a[0]); }
static val p_sqrt(val *a) { return make_double(sqrt(to_double(a[0]))); }
static val p_compare(val *a) { return fixnum(compare(a[0], a[1])); }
static val p_hash(val *a) { return integer((int32_t)hash_of(a[0])); }

/* Numbers as the reader has them, nil for any other text. */
static val p_parse_long(val *a) {
    if (!is_string(a[0])) type_error("parse-long", "a string", a[0]);
    uint32_t n = string_bytes(a[0]), i = 0;
    uint64_t value = 0;
    if (!n) return NIL;
    uint8_t sign = string_byte(a[0], 0);
    if (sign == '-' || sign == '+') i++;
    if (i == n) return NIL;
    uint64_t limit = sign == '-' ? 1ull << 63 : INT64_MAX;
    for (; i < n; i++) {
        uint32_t d = string_byte(a[0], i) - (uint32_t)'0';
        if (d > 9 || value > INT64_MAX / 10 || value * 10 > limit - d) return NIL;
        value = value * 10 + d;
        lisp_poll_round(i);
    }
    return integer(sign == '-' ? (int64_t)(0 - value) : (int64_t)value);
}

/* As Java's Double.parseDouble, without its hexadecimal form. */
static val p_parse_double(val *a) {
    char digits[800];
    uint32_t n = 0, i = 0;
    int32_t exponent = 0;
    bool any = false, point = false;
    if (!is_string(a[0])) type_error("parse-double", "a string", a[0]);
    uint32_t end = string_bytes(a[0]);
    for (; i < end && string_byte(a[0], i) <= ' '; i++) lisp_poll_round(i);
    for (; i < end && string_byte(a[0], end - 1) <= ' '; end--) lisp_poll_round(end);
    if (i == end) return NIL;
    bool negative = string_byte(a[0], i) == '-';
    if (negative || string_byte(a[0], i) == '+') i++;
    val text = string_slice(a[0], i, end);
    end -= i;
    if (string_is(text, "NaN")) return make_double(__builtin_nan(""));
    if (string_is(text, "Infinity")) return make_double(negative ? -__builtin_inf() : __builtin_inf());
    for (i = 0; i < end; i++) {
        uint8_t c = string_byte(text, i);
        if (c == '.' && !point) {
            point = true;
            continue;
        }
        if (c < '0' || c > '9') break;
        any = true;
        lisp_poll_round(i);
        if (n < sizeof digits) {
            exponent -= point;
            if (n || c != '0') digits[n++] = (char)c;
        } else {
            /* So far behind it only matters whether there is another digit than 0. */
            exponent += !point;
            if (c != '0') digits[n - 1] = '1';
        }
    }
    if (any && i < end && (string_byte(text, i) | 0x20) == 'e') {
        int32_t e = 0;
        uint8_t sign = ++i < end ? string_byte(text, i) : 0;
        if (sign == '-' || sign == '+') i++;
        uint32_t first = i;
        for (; i < end && string_byte(text, i) >= '0' && string_byte(text, i) <= '9'; i++) {
            e = e < 100000000 ? e * 10 + string_byte(text, i) - '0' : e;
            lisp_poll_round(i);
        }
        if (i == first) return NIL;
        exponent += sign == '-' ? -e : e;
    }
    if (any && i + 1 == end && ((string_byte(text, i) | 0x20) == 'd' || (string_byte(text, i) | 0x20) == 'f')) i++;
    if (!any || i != end) return NIL;
    double d = double_from_decimal(digits, n, exponent);
    return make_double(negative ? -d : d);
}

const struct primitive number_primitives[] = {
    {"+", 0, p_add0,
     USAGE("(+ & xs) The sum of the numbers; 0 of none. A double if one is, and an error beyond 64 bits.")},
    {"+", 1, p_number, NULL},
    {"+", 2, p_add2, NULL},
    {"+", VARIADIC(2), p_add_n, NULL},
    {"*", 0, p_mul0,
     USAGE("(* & xs) The product of the numbers; 1 of none. A double if one is, and an error beyond 64 bits.")},
    {"*", 1, p_number, NULL},
    {"*", 2, p_mul2, NULL},
    {"*", VARIADIC(2), p_mul_n, NULL},
    {"-", 1, p_sub1, USAGE("(- x & ys) x less all the ys; the negated x if there are none.")},
    {"-", 2, p_sub2, NULL},
    {"-", VARIADIC(2), p_sub_n, NULL},
    {"/", 1, p_div1,
     USAGE("(/ x & ys) x divided by all the ys in turn; 1 divided by x if there are none. An integer if exact, else a "
           "double.")},
    {"/", 2, p_div2, NULL},
    {"/", VARIADIC(2), p_div_n, NULL},
    {"<", 1, p_true, USAGE("(< x & ys) Whether each number is less than the next.")},
    {"<", 2, p_lt2, NULL},
    {"<", VARIADIC(2), p_lt_n, NULL},
    {">", 1, p_true, USAGE("(> x & ys) Whether each number is greater than the next.")},
    {">", 2, p_gt2, NULL},
    {">", VARIADIC(2), p_gt_n, NULL},
    {"<=", 1, p_true, USAGE("(<= x & ys) Whether no number is greater than the next.")},
    {"<=", 2, p_le2, NULL},
    {"<=", VARIADIC(2), p_le_n, NULL},
    {">=", 1, p_true, USAGE("(>= x & ys) Whether no number is less than the next.")},
    {">=", 2, p_ge2, NULL},
    {">=", VARIADIC(2), p_ge_n, NULL},
    {"==", 1, p_true, USAGE("(== x & ys) Whether the numbers are the same, be they integers or doubles.")},
    {"==", 2, p_numeq2, NULL},
    {"==", VARIADIC(2), p_numeq_n, NULL},
    {"=", 1, p_true,
     USAGE("(= x & ys) Whether the values are equal: collections by their elements; an integer equals no double.")},
    {"=", 2, p_eq2, NULL},
    {"=", VARIADIC(2), p_eq_n, NULL},
    {"not=", 2, p_noteq2, USAGE("(not= x y & more) Whether not all of the values are equal.")},
    {"not=", VARIADIC(2), p_noteq_n, NULL},
    {"inc", 1, p_inc, USAGE("(inc x) The number x plus 1.")},
    {"dec", 1, p_dec, USAGE("(dec x) The number x less 1.")},
    {"quot", 2, p_quot, USAGE("(quot x y) The quotient of x and y without its fraction: rounded towards zero.")},
    {"rem", 2, p_rem, USAGE("(rem x y) What quot leaves of x; it has the sign of x.")},
    {"mod", 2, p_mod, USAGE("(mod x y) The remainder of x by y that has the sign of y.")},
    {"zero?", 1, p_zero, USAGE("(zero? x) Whether the number is 0, or 0.0.")},
    {"pos?", 1, p_pos, USAGE("(pos? x) Whether the number is greater than 0.")},
    {"neg?", 1, p_neg, USAGE("(neg? x) Whether the number is less than 0.")},
    {"even?", 1, p_even, USAGE("(even? n) Whether the integer is even.")},
    {"odd?", 1, p_odd, USAGE("(odd? n) Whether the integer is odd.")},
    {"%max", 2, p_max2, USAGE("(%max x y)")},
    {"%min", 2, p_min2, USAGE("(%min x y)")},
    {"bit-and", 2, p_bit_and, USAGE("(bit-and x y) The bits that are set in both integers.")},
    {"bit-or", 2, p_bit_or, USAGE("(bit-or x y) The bits that are set in one of the integers, or both.")},
    {"bit-xor", 2, p_bit_xor, USAGE("(bit-xor x y) The bits that are set in one of the integers, not both.")},
    {"bit-not", 1, p_bit_not, USAGE("(bit-not x) The integer with all of its 64 bits turned over.")},
    {"bit-shift-left", 2, p_shift_left,
     USAGE("(bit-shift-left x n) The 64 bits of the integer x moved up by n (modulo 64) places.")},
    {"bit-shift-right", 2, p_shift_right,
     USAGE("(bit-shift-right x n) The 64 bits of the integer x moved down by n (modulo 64) places; the sign stays.")},
    {"unsigned-bit-shift-right", 2, p_shift_right_unsigned,
     USAGE("(unsigned-bit-shift-right x n) The 64 bits of the integer x moved down by n (modulo 64) places; zeros come "
           "in.")},
    {"bit-test", 2, p_bit_test, USAGE("(bit-test x n) Whether bit n of the integer x is set.")},
    {"number?", 1, p_is_number, USAGE("(number? x) Whether x is an integer or a double.")},
    {"integer?", 1, p_is_integer, USAGE("(integer? x) Whether x is an integer.")},
    {"int?", 1, p_is_integer, USAGE("(int? x) Whether x is an integer.")},
    {"double?", 1, p_is_double, USAGE("(double? x) Whether x is a double.")},
    {"int", 1, p_int,
     USAGE("(int x) The number without its fraction, as an integer, or the code of a character; an error beyond 64 "
           "bits.")},
    {"long", 1, p_int, USAGE("(long x) As int.")},
    {"compare", 2, p_compare,
     USAGE("(compare x y) Negative, zero or positive as x comes before, with or after y: of one kind both, nil before "
           "all else.")},
    {"hash", 1, p_hash, USAGE("(hash x) An integer, the same for equal values.")},
    {"parse-long", 1, p_parse_long, USAGE("(parse-long s) The integer that the string is, nil if it is none.")},
    {NULL, 0, NULL, NULL},
};

LARGE_MACHINES const struct primitive number_primitives_large[] = {
    {"float?", 1, p_is_double, USAGE("(float? x) Whether x is a double.")},
    {"NaN?", 1, p_is_nan, USAGE("(NaN? x) Whether the number is ##NaN.")},
    {"infinite?", 1, p_is_infinite, USAGE("(infinite? x) Whether the number is ##Inf or ##-Inf.")},
    {"double", 1, p_double, USAGE("(double x) The number as a double.")},
    {"%floor", 1, p_floor, USAGE("(%floor x)")},
    {"%ceil", 1, p_ceil, USAGE("(%ceil x)")},
    {"%sqrt", 1, p_sqrt, USAGE("(%sqrt x)")},
    {"parse-double", 1, p_parse_double, USAGE("(parse-double s) The double that the string is, nil if it is none.")},
    {NULL, 0, NULL, NULL},
};
