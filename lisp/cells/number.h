/* Numbers: fixnums (30 bits), boxed integers (64 bits, never one that fits a fixnum), doubles. Integer results beyond
 * 64 bits throw "overflow". */
#ifndef LISP_CELLS_NUMBER_H
#define LISP_CELLS_NUMBER_H

#include "lisp/cells/value.h"

static inline bool is_integer(val v) { return is_fixnum(v) || is_kind(v, KIND_INT64); }
static inline bool is_double(val v) { return is_kind(v, KIND_DOUBLE); }
static inline bool is_number(val v) { return is_integer(v) || is_double(v); }
val integer(int64_t n);
int64_t integer_value(val v); /* v is an integer */
val make_double(double d);
double double_value(val v); /* v is a double */
double to_double(val v);    /* any number; else throws */

val number_add(val a, val b);
val number_sub(val a, val b);
val number_mul(val a, val b);
val number_div(val a, val b); /* an integer if exact, else a double */
val number_quot(val a, val b);
val number_rem(val a, val b);
val number_mod(val a, val b);
bool number_less(val a, val b);
bool number_equiv(val a, val b); /* == */
int number_compare(val a, val b);
/* The integer in v as int32_t within lo..hi, or an error of `who`. */
int32_t integer_in(const char *who, val v, int32_t lo, int32_t hi);
int64_t integer_argument(const char *who, val v);

/* x / y and what is left; y is not 0. */
uint64_t number_divide(uint64_t x, uint64_t y, uint64_t *remainder);

/* Shortest text that reads back as d; `out` has room for 32. */
void double_print(double d, char *out);
/* Decimal digits[0..n) times 10^exponent, correctly rounded. */
double double_from_decimal(const char *digits, uint32_t n, int32_t exponent);

#endif
