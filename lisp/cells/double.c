/* Doubles as text, exactly: shortest digits (Burger and Dybvig, "Printing floating-point numbers quickly and
 * accurately", 1996) and correctly rounded reading, both with large integers. */
#include "lisp/cells/number.h"
#include <string.h>

#define WORDS 115 /* 10^1098: the divisor of so many digits near the smallest double */
/* What lies between two doubles has at most 767 digits: of those behind, it only matters whether all are 0. */
#define DIGITS_MAX 768

struct big {
    int n; /* words in use, the top one not 0 */
    uint32_t w[WORDS];
};

static void big_set(struct big *b, uint64_t v) {
    b->n = v >> 32 ? 2 : v != 0;
    b->w[0] = (uint32_t)v;
    b->w[1] = (uint32_t)(v >> 32);
}

static void big_copy(struct big *to, const struct big *from) {
    to->n = from->n;
    memcpy(to->w, from->w, (size_t)from->n * 4);
}

static void big_mul_add(struct big *b, uint32_t factor, uint32_t carry) {
    for (int i = 0; i < b->n; i++) {
        uint64_t p = (uint64_t)b->w[i] * factor + carry;
        b->w[i] = (uint32_t)p;
        carry = (uint32_t)(p >> 32);
    }
    if (carry && b->n < WORDS) b->w[b->n++] = carry;
}

static void big_mul_pow10(struct big *b, uint32_t power) {
    for (; power >= 9; power -= 9) big_mul_add(b, 1000000000, 0);
    for (; power; power--) big_mul_add(b, 10, 0);
}

static void big_shift(struct big *b, uint32_t left) {
    int words = (int)(left / 32);
    uint32_t rest = left % 32;
    if (!b->n) return;
    if (rest) big_mul_add(b, 1u << rest, 0);
    memmove(b->w + words, b->w, (size_t)b->n * 4);
    memset(b->w, 0, (size_t)words * 4);
    b->n += words;
}

static int big_compare(const struct big *a, const struct big *b) {
    if (a->n != b->n) return a->n < b->n ? -1 : 1;
    for (int i = a->n; i--;)
        if (a->w[i] != b->w[i]) return a->w[i] < b->w[i] ? -1 : 1;
    return 0;
}

static void trim(struct big *b) {
    while (b->n && !b->w[b->n - 1]) b->n--;
}

/* a -= b; a >= b. */
static void big_sub(struct big *a, const struct big *b) {
    uint32_t borrow = 0;
    for (int i = 0; i < a->n; i++) {
        uint64_t d = (uint64_t)a->w[i] - (i < b->n ? b->w[i] : 0) - borrow;
        a->w[i] = (uint32_t)d;
        borrow = d >> 32 != 0;
    }
    trim(a);
}

static void big_add(struct big *a, const struct big *b) {
    uint32_t carry = 0;
    int n = a->n > b->n ? a->n : b->n;
    for (int i = 0; i < n; i++) {
        uint64_t s = (uint64_t)(i < a->n ? a->w[i] : 0) + (i < b->n ? b->w[i] : 0) + carry;
        a->w[i] = (uint32_t)s;
        carry = (uint32_t)(s >> 32);
    }
    a->n = n;
    if (carry) a->w[a->n++] = carry;
}

static int big_bits(const struct big *b) { return b->n ? b->n * 32 - __builtin_clz(b->w[b->n - 1]) : 0; }

/* ---- printing ---- */

/* The sum a + b compared with c. */
static int compare_sum(const struct big *a, const struct big *b, const struct big *c) {
    static struct big sum;
    big_copy(&sum, a);
    big_add(&sum, b);
    return big_compare(&sum, c);
}

/* Shortest digits of mantissa * 2^exponent; returns their count; *point: value = 0.digits * 10^point. */
static int shortest(uint64_t mantissa, int exponent, char *digits, int *point) {
    static struct big r, s, above, below;
    bool even = !(mantissa & 1), edge = mantissa == 1ull << 52 && exponent > -1074;
    uint32_t extra = edge ? 2 : 1;
    big_set(&r, mantissa);
    big_set(&s, 1);
    big_set(&above, 1);
    big_set(&below, 1);
    if (exponent >= 0) {
        big_shift(&r, (uint32_t)exponent + extra);
        big_shift(&s, extra);
        big_shift(&above, (uint32_t)exponent + extra - 1);
        big_shift(&below, (uint32_t)exponent);
    } else {
        big_shift(&r, extra);
        big_shift(&s, (uint32_t)-exponent + extra);
        big_shift(&above, extra - 1);
    }
    /* log10(2) is 0.30103; the estimate is right or one too small. */
    int bits = 64 - __builtin_clzll(mantissa) + exponent - 1;
    int k = (int)((int64_t)bits * 30103 / 100000) + (bits > 0);
    if (k >= 0) {
        big_mul_pow10(&s, (uint32_t)k);
    } else {
        big_mul_pow10(&r, (uint32_t)-k);
        big_mul_pow10(&above, (uint32_t)-k);
        big_mul_pow10(&below, (uint32_t)-k);
    }
    /* Invariant wanted: value < 10^k, value >= 10^(k-1). */
    for (;;) {
        int c = compare_sum(&r, &above, &s);
        if (even ? c < 0 : c <= 0) break;
        big_mul_add(&s, 10, 0);
        k++;
    }
    for (;;) {
        static struct big r10, above10;
        big_copy(&r10, &r);
        big_copy(&above10, &above);
        big_mul_add(&r10, 10, 0);
        big_mul_add(&above10, 10, 0);
        int c = compare_sum(&r10, &above10, &s);
        if (even ? c >= 0 : c > 0) break;
        big_copy(&r, &r10);
        big_copy(&above, &above10);
        big_mul_add(&below, 10, 0);
        k--;
    }
    *point = k;
    for (int n = 0;;) {
        big_mul_add(&r, 10, 0);
        big_mul_add(&above, 10, 0);
        big_mul_add(&below, 10, 0);
        int digit = 0;
        for (; big_compare(&r, &s) >= 0; digit++) big_sub(&r, &s);
        int low = big_compare(&r, &below), high = compare_sum(&r, &above, &s);
        bool stop_low = even ? low <= 0 : low < 0, stop_high = even ? high >= 0 : high > 0;
        if (!stop_low && !stop_high) {
            digits[n++] = (char)('0' + digit);
            continue;
        }
        if (stop_low && stop_high) {
            big_mul_add(&r, 2, 0);
            int half = big_compare(&r, &s);
            digit += half > 0 || (half == 0 && digit % 2);
        } else if (stop_high) {
            digit++;
        }
        digits[n++] = (char)('0' + digit);
        return n;
    }
}

static char *put_integer(char *p, int v) {
    char reversed[8];
    int n = 0;
    if (v < 0) {
        *p++ = '-';
        v = -v;
    }
    do reversed[n++] = (char)('0' + v % 10);
    while (v /= 10);
    while (n) *p++ = reversed[--n];
    return p;
}

void double_print(double d, char *out) {
    uint64_t bits;
    memcpy(&bits, &d, sizeof bits);
    uint64_t fraction = bits & ((1ull << 52) - 1);
    int exponent = (int)(bits >> 52 & 0x7ff);
    if (exponent == 0x7ff) {
        strcpy(out, fraction ? "##NaN" : bits >> 63 ? "##-Inf" : "##Inf");
        return;
    }
    if (bits >> 63) *out++ = '-';
    if (!exponent && !fraction) {
        strcpy(out, "0.0");
        return;
    }
    char digits[24];
    int point;
    int n = shortest(exponent ? fraction | 1ull << 52 : fraction, (exponent ? exponent : 1) - 1075, digits, &point);
    /* As Java: plain between 10^-3 and 10^7, else with exponent. */
    if (point > -3 && point <= 7) {
        int i = 0;
        if (point <= 0) *out++ = '0';
        for (; i < point; i++) *out++ = i < n ? digits[i] : '0';
        *out++ = '.';
        for (int zeros = point; zeros < 0; zeros++) *out++ = '0';
        if (i >= n) *out++ = '0';
        for (; i < n; i++) *out++ = digits[i];
    } else {
        *out++ = digits[0];
        *out++ = '.';
        if (n == 1) *out++ = '0';
        for (int i = 1; i < n; i++) *out++ = digits[i];
        *out++ = 'E';
        out = put_integer(out, point - 1);
    }
    *out = 0;
}

/* ---- reading ---- */

/* a * 2^shift / b as an integer (b's shift if negative), with at most 64 bits; *rest: how the remainder compares with
 * half of b: -2 none, -1 less, 0 equal, 1 more. */
static uint64_t divide(struct big *a, struct big *b, int shift, int *rest) {
    uint64_t q = 0;
    if (shift >= 0)
        big_shift(a, (uint32_t)shift);
    else
        big_shift(b, (uint32_t)-shift);
    int steps = big_bits(a) - big_bits(b);
    if (steps > 0) big_shift(b, (uint32_t)steps);
    if (steps < 0) steps = 0;
    for (int i = 0; i <= steps; i++) {
        q <<= 1;
        if (big_compare(a, b) >= 0) {
            big_sub(a, b);
            q |= 1;
        }
        if (i < steps) big_mul_add(a, 2, 0);
    }
    if (!a->n) {
        *rest = -2;
    } else {
        big_mul_add(a, 2, 0);
        *rest = big_compare(a, b);
    }
    return q;
}

double double_from_decimal(const char *digits, uint32_t n, int32_t exponent) {
    static struct big a, b;
    bool more = false;
    while (n && *digits == '0') digits++, n--;
    for (; n > DIGITS_MAX; n--, exponent++) more |= digits[n - 1] != '0';
    int32_t magnitude = (int32_t)n + exponent;
    if (!n || magnitude < -330) return 0;
    if (magnitude > 310) return __builtin_inf();
    big_set(&a, 0);
    for (uint32_t i = 0; i < n; i++) {
        if (a.n)
            big_mul_add(&a, 10, (uint32_t)(digits[i] - '0'));
        else
            big_set(&a, (uint64_t)(digits[i] - '0'));
    }
    big_set(&b, 1);
    if (exponent >= 0)
        big_mul_pow10(&a, (uint32_t)exponent);
    else
        big_mul_pow10(&b, (uint32_t)-exponent);
    /* A quotient of 53 or 54 bits, fewer near zero. */
    int shift = 54 - (big_bits(&a) - big_bits(&b)), rest;
    if (shift > 1074) shift = 1074;
    uint64_t q = divide(&a, &b, shift, &rest);
    if (more && (rest == -2 || rest == 0)) rest = rest == -2 ? -1 : 1;
    int e = -shift;
    while (q >> 53) {
        int lost = (int)(q & 1);
        q >>= 1;
        e++;
        rest = lost ? (rest == -2 ? 0 : 1) : (rest == -2 ? -2 : -1);
    }
    if (rest > 0 || (rest == 0 && (q & 1))) q++;
    if (q >> 53) {
        q >>= 1;
        e++;
    }
    if (!q) return 0;
    uint64_t bits = q;
    if (q >> 52) {
        int biased = e + 1075;
        if (biased >= 0x7ff) return __builtin_inf();
        bits = (q & ((1ull << 52) - 1)) | (uint64_t)biased << 52;
    }
    double d;
    memcpy(&d, &bits, sizeof d);
    return d;
}
