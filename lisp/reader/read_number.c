/* Numbers as the reader takes them (read_token.h). */
#include "lisp/cells/number.h"
#include "lisp/reader/read_token.h"

static int digit_value(char c) {
    if (c >= '0' && c <= '9') return c - '0';
    if (c >= 'a' && c <= 'z') return c - 'a' + 10;
    if (c >= 'A' && c <= 'Z') return c - 'A' + 10;
    return 99;
}

static val read_digits(const struct reader *r, const char *token, const char *p, const char *end, int radix) {
    bool negative = *token == '-';
    uint64_t n = 0, limit = negative ? 1ull << 63 : INT64_MAX;
    if (p == end) read_fail(r, "a number without digits", token);
    for (; p < end; p++) {
        int d = digit_value(*p);
        if (d >= radix) read_fail(r, "invalid number", token);
        if (n > (limit - (uint64_t)d) / (uint64_t)radix) return read_unsupported(r, "an integer beyond 64 bits", token);
        n = n * (uint64_t)radix + (uint64_t)d;
    }
    return integer(negative ? (int64_t)(0 - n) : (int64_t)n);
}

static val read_decimal(const struct reader *r, const char *token, const char *p, const char *end) {
    char digits[TOKEN_MAX];
    uint32_t n = 0;
    int32_t exponent = 0;
    bool fraction = false, any = false;
    for (; p < end && (digit_value(*p) < 10 || (*p == '.' && !fraction)); p++) {
        if (*p == '.') {
            fraction = true;
        } else {
            digits[n++] = *p;
            any = true;
            exponent -= fraction;
        }
    }
    if (any && p < end && (*p == 'e' || *p == 'E')) {
        bool down = p[1] == '-';
        int32_t e = 0;
        p += p[1] == '-' || p[1] == '+' ? 2 : 1;
        if (p == end) read_fail(r, "a number without exponent", token);
        for (; p < end && digit_value(*p) < 10; p++) e = e < 100000 ? e * 10 + digit_value(*p) : e;
        exponent += down ? -e : e;
    }
    if (p < end && *p == 'M') p++;
    if (!any || p != end) read_fail(r, "invalid number", token);
    double d = double_from_decimal(digits, n, exponent);
    return make_double(*token == '-' ? -d : d);
}

val read_number(const struct reader *r, const char *token, uint32_t n) {
    const char *p = token, *end = token + n;
    if (*p == '-' || *p == '+') p++;
    bool hexadecimal = p[0] == '0' && (p[1] == 'x' || p[1] == 'X');
    for (const char *q = p; q < end && !hexadecimal; q++) {
        if (*q == '.' || *q == 'e' || *q == 'E' || *q == 'M') return read_decimal(r, token, p, end);
        if (*q == 'r' || *q == 'R') {
            int radix = q == p + 1 ? digit_value(p[0]) : q == p + 2 ? digit_value(p[0]) * 10 + digit_value(p[1]) : 0;
            if (radix < 2 || radix > 36) read_fail(r, "a radix must be from 2 to 36", token);
            return read_digits(r, token, q + 1, end, radix);
        }
        if (*q == '/') return read_unsupported(r, "ratios are not supported", token);
    }
    if (end[-1] == 'N') end--;
    if (hexadecimal) return read_digits(r, token, p + 2, end, 16);
    if (p[0] == '0' && end > p + 1) return read_digits(r, token, p + 1, end, 8);
    return read_digits(r, token, p, end, 10);
}
