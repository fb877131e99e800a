/* Arithmetic of the language, held against this machine's: operations on random and border numbers for
 * tests/lisp/doubles.lisp, and a check of what it printed.
 *
 * doubles make ROUNDS SEED          writes the operations, a line each: a name and its operands
 * doubles check OPERATIONS RESULTS  compares each line of the results with what this machine's arithmetic gives
 *
 * Everything is exact by IEEE 754 and so must be the same bits: + - * / and sqrt rounded to nearest, conversions,
 * comparisons, floor, ceil, round; quot, rem and mod are made of these as Clojure makes them. A double is printed with
 * the fewest digits that read back, which shows all its bits; they are read with strtod. Of NaN nothing but that it is
 * one can be seen. */
#include <errno.h>
#include <inttypes.h>
#include <math.h>
#include <stdbool.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#define LINE_MAX 4096
#define DIFFERENCES_SHOWN 10
#define TWO_63 9223372036854775808.0

struct number {
    enum { INTEGER, DOUBLE, ERROR, NIL } kind;
    int64_t n;
    double d;
};

static uint64_t state;

static uint64_t random_bits(void) {
    state ^= state << 13;
    state ^= state >> 7;
    state ^= state << 17;
    return state * 0x2545f4914f6cdd1du;
}

static uint32_t random_below(uint32_t n) { return (uint32_t)(random_bits() >> 32) % n; }

static double from_bits(uint64_t bits) {
    double d;
    memcpy(&d, &bits, sizeof d);
    return d;
}

static uint64_t bits_of(double d) {
    uint64_t bits;
    memcpy(&bits, &d, sizeof bits);
    return bits;
}

/* ---- operands ---- */

#define FRACTION ((UINT64_C(1) << 52) - 1)
#define EXPONENT(e) ((uint64_t)((e) + 1023) << 52)

static double random_double(void) {
    static const uint64_t borders[] = {
        0,            /* 0 */
        FRACTION + 1, /* the smallest that is normal */
        EXPONENT(-1),
        EXPONENT(0),
        EXPONENT(31), /* 1/2, 1, the first integer beyond 32 bits with its sign */
        EXPONENT(32),
        EXPONENT(52),
        EXPONENT(53),
        EXPONENT(63),
        EXPONENT(64),
        EXPONENT(1024),
    };
    uint64_t sign = random_bits() & UINT64_C(1) << 63, fraction = random_bits() & FRACTION;
    uint64_t any_exponent = (uint64_t)random_below(2047) << 52, middle_exponent = EXPONENT((int)random_below(72) - 4);
    uint64_t few = random_bits() & random_bits() & random_bits() & FRACTION;
    switch (random_below(9)) {
    case 0:
        return from_bits(random_bits());
    case 1:
        return from_bits((borders[random_below(sizeof borders / sizeof *borders)] + random_below(5) - 2) ^ sign);
    case 2:
        return from_bits(sign | any_exponent | few);
    case 3:
        return from_bits(sign | middle_exponent | few);
    case 4:
        return from_bits(sign | middle_exponent | (few ^ FRACTION));
    case 5:
        return from_bits(sign | middle_exponent | fraction);
    /* A run of ones, which carries run through. */
    case 6:
        return from_bits(sign | middle_exponent |
                         ((FRACTION << random_below(52) ^ FRACTION << random_below(52)) & FRACTION));
    case 7:
        return from_bits(sign | fraction >> random_below(52)); /* denormal */
    default:
        return (double)((int64_t)random_bits() >> random_below(64)) / 2;
    }
}

static int64_t random_integer(void) {
    uint64_t n = random_bits() >> random_below(64);
    if (random_below(3) == 0) n = (UINT64_C(1) << random_below(64)) + random_below(5) - 2;
    return (int64_t)(random_below(2) ? n : 0 - n);
}

/* Digits enough to tell d from its neighbours, as the language writes doubles. */
static void double_text(double d, char *out) {
    if (isnan(d)) {
        strcpy(out, "##NaN");
    } else if (isinf(d)) {
        strcpy(out, d < 0 ? "##-Inf" : "##Inf");
    } else {
        sprintf(out, "%.17g", d);
        if (!strpbrk(out, ".e")) strcat(out, ".0");
    }
}

/* A decimal number to be read: of few or many digits, often exactly between two doubles or next to that. */
static void decimal_text(char *out) {
    double d = random_double();
    while (!isfinite(d) || fabs(d) > 1e308) d = random_double();
    if (random_below(2)) {
        sprintf(out, "%.*e", (int)random_below(random_below(4) ? 24 : 800), d);
        return;
    }
    /* The point between takes a bit more than a double has, which a long double has. */
    long double between = ((long double)d + nextafter(d, INFINITY)) / 2;
    int digits = 0;
    do sprintf(out, "%.*Le", digits += 50, between);
    while (strchr(out, 'e')[-1] != '0' && digits < 800);
    char *e = strchr(out, 'e'), exponent[16];
    strcpy(exponent, e);
    while (e[-1] == '0' && e[-2] != '.') e--;
    if (random_below(3) == 0) e += sprintf(e, "%.*s1", (int)random_below(30), "000000000000000000000000000000");
    if (random_below(3) == 0 && e[-1] > '0') e[-1]--;
    strcpy(e, exponent);
}

/* Operands: of any kind, integers, doubles, text of a double or of an integer. The second is often next to the first.
 */
enum operands { ANY, INTEGERS, DOUBLES, DECIMALS, DIGITS };

static const struct operation {
    const char *name;
    int operands;
    enum operands of;
} operations[] = {
    {"+", 2, ANY},          {"-", 2, ANY},        {"-", 1, ANY},         {"*", 2, ANY},         {"/", 2, ANY},
    {"quot", 2, ANY},       {"rem", 2, ANY},      {"mod", 2, ANY},       {"inc", 1, ANY},       {"dec", 1, ANY},
    {"max", 2, ANY},        {"min", 2, ANY},      {"abs", 1, ANY},       {"floor", 1, DOUBLES}, {"ceil", 1, DOUBLES},
    {"round", 1, ANY},      {"sqrt", 1, ANY},     {"int", 1, ANY},       {"double", 1, ANY},    {"compare", 2, ANY},
    {"<", 2, ANY},          {"<=", 2, ANY},       {">", 2, ANY},         {">=", 2, ANY},        {"==", 2, ANY},
    {"=", 2, ANY},          {"zero?", 1, ANY},    {"pos?", 1, ANY},      {"neg?", 1, ANY},      {"NaN?", 1, ANY},
    {"infinite?", 1, ANY},  {"and", 2, INTEGERS}, {"or", 2, INTEGERS},   {"xor", 2, INTEGERS},  {"not", 1, INTEGERS},
    {"shl", 2, INTEGERS},   {"shr", 2, INTEGERS}, {"ushr", 2, INTEGERS}, {"bit", 2, INTEGERS},  {"read", 1, DECIMALS},
    {"parse", 1, DECIMALS}, {"long", 1, DIGITS},
};

#define OPERATIONS (sizeof operations / sizeof *operations)

static void make_operands(const struct operation *o) {
    char text[LINE_MAX];
    struct number last = {INTEGER, 0, 0};
    for (int i = 0; i < o->operands; i++) {
        bool near = i && random_below(3) == 0;
        if (o->of == DECIMALS) {
            decimal_text(text);
        } else if (o->of == DIGITS) {
            sprintf(text, "%s%" PRId64 "%.*s", random_below(4) ? "" : "+", random_integer(), (int)random_below(3),
                    "07");
        } else if (o->of == INTEGERS || (o->of == ANY && random_below(3) == 0)) {
            int64_t n =
                near && last.kind == INTEGER ? (int64_t)((uint64_t)last.n + random_below(3) - 1) : random_integer();
            if (near && last.kind == DOUBLE && fabs(last.d) < TWO_63) n = (int64_t)last.d;
            sprintf(text, "%" PRId64, n);
            last = (struct number){INTEGER, n, 0};
        } else {
            double d = near && last.kind == DOUBLE ? from_bits(bits_of(last.d) + random_below(3) - 1) : random_double();
            if (near && last.kind == INTEGER) d = (double)last.n;
            double_text(random_below(8) == 0 && near ? -d : d, text);
            last = (struct number){DOUBLE, 0, d};
        }
        printf(" %s", text);
    }
}

static void make(unsigned long rounds) {
    for (unsigned long i = 0; i < rounds; i++) {
        const struct operation *o = &operations[i % OPERATIONS];
        printf("%s", o->name);
        make_operands(o);
        printf("\n");
    }
}

/* ---- what the results should be ---- */

static const struct number error = {ERROR, 0, 0}, nil = {NIL, 0, 0};

static struct number integer(int64_t n) { return (struct number){INTEGER, n, 0}; }
static struct number real(double d) { return (struct number){DOUBLE, 0, d}; }
static double as_double(struct number x) { return x.kind == DOUBLE ? x.d : (double)x.n; }

static struct number read_integer(const char *text) {
    char *end;
    errno = 0;
    int64_t n = strtoll(text, &end, 10);
    if (end == text || *end || errno) return nil;
    return integer(n);
}

static struct number read_double(const char *text) {
    char *end;
    if (!strcmp(text, "##NaN")) return real(NAN);
    if (!strcmp(text, "##Inf")) return real(INFINITY);
    if (!strcmp(text, "##-Inf")) return real(-INFINITY);
    double d = strtod(text, &end);
    return end == text || *end ? nil : real(d);
}

static struct number read_operand(const char *text) {
    return strpbrk(text, ".e#") ? read_double(text) : read_integer(text);
}

static struct number add(int64_t a, int64_t b) {
    int64_t r;
    return __builtin_add_overflow(a, b, &r) ? error : integer(r);
}
static struct number subtract(int64_t a, int64_t b) {
    int64_t r;
    return __builtin_sub_overflow(a, b, &r) ? error : integer(r);
}
static struct number multiply(int64_t a, int64_t b) {
    int64_t r;
    return __builtin_mul_overflow(a, b, &r) ? error : integer(r);
}

static bool is(const char *name, const char *other) { return !strcmp(name, other); }

static struct number of_integers(const char *name, int64_t a, int64_t b, bool *known) {
    bool overflows = a == INT64_MIN && b == -1;
    int count = (int)(b & 63);
    int64_t remainder = b == 0 || overflows ? 0 : a % b;
    *known = true;
    if (is(name, "+")) return add(a, b);
    if (is(name, "-")) return subtract(a, b);
    if (is(name, "*")) return multiply(a, b);
    if (is(name, "and")) return integer(a & b);
    if (is(name, "or")) return integer(a | b);
    if (is(name, "xor")) return integer(a ^ b);
    if (is(name, "shl")) return integer((int64_t)((uint64_t)a << count));
    if (is(name, "shr")) return integer(a >> count);
    if (is(name, "ushr")) return integer((int64_t)((uint64_t)a >> count));
    if (is(name, "bit")) return integer((int64_t)((uint64_t)a >> count & 1));
    if (is(name, "compare")) return integer((a > b) - (a < b));
    if (is(name, "<")) return integer(a < b);
    if (is(name, "<=")) return integer(a <= b);
    if (is(name, ">")) return integer(a > b);
    if (is(name, ">=")) return integer(a >= b);
    if (is(name, "==") || is(name, "=")) return integer(a == b);
    if (is(name, "max")) return integer(a > b ? a : b);
    if (is(name, "min")) return integer(a < b ? a : b);
    if (is(name, "quot")) return b == 0 || overflows ? error : integer(a / b);
    if (is(name, "rem")) return b == 0 ? error : integer(remainder);
    if (is(name, "mod"))
        return b == 0 ? error : integer(remainder && (remainder < 0) != (b < 0) ? remainder + b : remainder);
    if (is(name, "/")) {
        if (b == 0 || overflows) return error;
        if (a % b == 0) return integer(a / b);
    }
    *known = false;
    return error;
}

static struct number quotient(double a, double b) {
    double q = a / b;
    if (b == 0 || !isfinite(q)) return error;
    return real(trunc(q) == 0 ? 0.0 : trunc(q));
}

static struct number remainder_of(double a, double b) {
    struct number q = quotient(a, b);
    if (q.kind == ERROR) return error;
    volatile double product = q.d * b;
    return real(a - product);
}

static struct number of_two(const char *name, struct number x, struct number y) {
    double a = as_double(x), b = as_double(y);
    if (x.kind == INTEGER && y.kind == INTEGER) {
        bool known;
        struct number r = of_integers(name, x.n, y.n, &known);
        if (known) return r;
    }
    if (is(name, "+")) return real(a + b);
    if (is(name, "-")) return real(a - b);
    if (is(name, "*")) return real(a * b);
    if (is(name, "/")) return real(a / b);
    if (is(name, "quot")) return quotient(a, b);
    if (is(name, "rem")) return remainder_of(a, b);
    if (is(name, "mod")) {
        struct number r = remainder_of(a, b);
        if (r.kind == DOUBLE && r.d != 0 && (a > 0) != (b > 0)) r.d += b;
        return r;
    }
    if (is(name, "max")) return isnan(a) || a > b ? x : y;
    if (is(name, "min")) return isnan(a) || a < b ? x : y;
    if (is(name, "compare")) return integer((a > b) - (a < b));
    if (is(name, "<")) return integer(a < b);
    if (is(name, "<=")) return integer(a <= b);
    if (is(name, ">")) return integer(a > b);
    if (is(name, ">=")) return integer(a >= b);
    if (is(name, "==")) return integer(a == b);
    return integer(x.kind == y.kind && a == b); /* = */
}

/* Of two integers at the same distance the greater one; llround takes the one farther from 0. */
static struct number nearest(double d) {
    if (!(d >= -TWO_63 && d < TWO_63)) return error;
    int64_t n = llround(d);
    return integer(d < 0 && fabs(d) < TWO_63 / 2 && (double)n - d == -0.5 ? n + 1 : n);
}

static struct number of_one(const char *name, struct number x) {
    double d = as_double(x);
    bool whole = x.kind == INTEGER;
    if (is(name, "-")) return whole ? subtract(0, x.n) : real(-d);
    if (is(name, "inc")) return whole ? add(x.n, 1) : real(d + 1);
    if (is(name, "dec")) return whole ? subtract(x.n, 1) : real(d - 1);
    if (is(name, "abs")) return whole ? (x.n < 0 ? subtract(0, x.n) : x) : real(fabs(d));
    if (is(name, "floor")) return real(floor(d));
    if (is(name, "ceil")) return real(ceil(d));
    if (is(name, "sqrt")) return real(sqrt(d));
    if (is(name, "double")) return real(d);
    if (is(name, "round")) return whole ? x : nearest(d);
    if (is(name, "int")) return whole ? x : d >= -TWO_63 && d < TWO_63 ? integer((int64_t)d) : error;
    if (is(name, "zero?")) return integer(d == 0);
    if (is(name, "pos?")) return integer(d > 0);
    if (is(name, "neg?")) return integer(d < 0);
    if (is(name, "NaN?")) return integer(isnan(d));
    if (is(name, "infinite?")) return integer(isinf(d) != 0);
    return integer(~x.n); /* not */
}

static struct number expected(const char *name, const char *const *operands, int count) {
    if (is(name, "long")) return read_integer(operands[0]);
    if (is(name, "read") || is(name, "parse")) return read_double(operands[0]);
    if (count == 1) return of_one(name, read_operand(operands[0]));
    return of_two(name, read_operand(operands[0]), read_operand(operands[1]));
}

/* ---- the check ---- */

/* Digits of the number in `text` that count. */
static int digits_of(const char *text) {
    int n = 0, zeros = 0;
    for (; *text && *text != 'e' && *text != 'E'; text++) {
        if (*text < '0' || *text > '9') continue;
        if (*text == '0') {
            zeros += n > 0;
        } else {
            n += zeros + 1;
            zeros = 0;
        }
    }
    return n;
}

static bool shortest(double d, const char *text) {
    char other[40];
    int n = 0;
    if (!isfinite(d)) return true;
    do sprintf(other, "%.*e", n++, d);
    while (strtod(other, NULL) != d);
    return digits_of(text) <= digits_of(other);
}

static bool agrees(struct number wanted, const char *text) {
    char digits[24];
    struct number got = read_double(text);
    switch (wanted.kind) {
    case ERROR:
        return is(text, "error");
    case NIL:
        return is(text, "nil");
    case INTEGER:
        sprintf(digits, "%" PRId64, wanted.n);
        return is(text, digits);
    default:
        break;
    }
    if (got.kind != DOUBLE || !strpbrk(text, ".#")) return false;
    if (isnan(wanted.d)) return is(text, "##NaN");
    return bits_of(got.d) == bits_of(wanted.d) && shortest(got.d, text);
}

static void show(struct number wanted, char *out) {
    if (wanted.kind == INTEGER)
        sprintf(out, "%" PRId64, wanted.n);
    else if (wanted.kind == DOUBLE)
        double_text(wanted.d, out);
    else
        strcpy(out, wanted.kind == ERROR ? "error" : "nil");
}

static FILE *open_file(const char *path) {
    FILE *f = fopen(path, "r");
    if (!f) {
        fprintf(stderr, "doubles: cannot read %s\n", path);
        exit(2);
    }
    return f;
}

static int check(const char *operations_path, const char *results_path) {
    FILE *asked = open_file(operations_path), *answered = open_file(results_path);
    char line[LINE_MAX], words[LINE_MAX], result[LINE_MAX], wanted_text[40];
    unsigned long passed = 0, failed = 0;
    while (fgets(line, sizeof line, asked)) {
        const char *operands[2] = {"", ""};
        int count = 0;
        line[strcspn(line, "\n")] = 0;
        strcpy(words, line);
        const char *name = strtok(words, " ");
        for (const char *word; count < 2 && (word = strtok(NULL, " "));) operands[count++] = word;
        struct number wanted = expected(name ? name : "", operands, count);
        if (!fgets(result, sizeof result, answered)) strcpy(result, "(no line)");
        result[strcspn(result, "\n")] = 0;
        if (agrees(wanted, result)) {
            passed++;
        } else if (failed++ < DIFFERENCES_SHOWN) {
            show(wanted, wanted_text);
            printf("%s gave %s, should be %s\n", line, result, wanted_text);
        }
    }
    if (fgets(result, sizeof result, answered)) failed++, printf("more results than operations: %s", result);
    printf("%s: %lu passed, %lu failed\n", results_path, passed, failed);
    return failed || !passed;
}

int main(int argc, char **argv) {
    if (argc == 4 && is(argv[1], "check")) return check(argv[2], argv[3]);
    if (argc != 4 || !is(argv[1], "make")) {
        fprintf(stderr, "usage: doubles make ROUNDS SEED | check OPERATIONS RESULTS\n");
        return 2;
    }
    state = strtoull(argv[3], NULL, 0) * 0x9e3779b97f4a7c15u + 1;
    make(strtoul(argv[2], NULL, 0));
    return 0;
}
