/* format-random CHECKS SEED [FAULT]: writes a file of tests (lisp/lib/test.lisp) in which `format` must give what this
 * host's printf gives, for random conversions and arguments for which C and Java demand the same text. SEED 0: from the
 * clock. FAULT: the last check demands another text, which must be noticed.
 *
 * printf rounds the double itself, halves to even; Java rounds the fewest decimal digits that read back, halves up.
 * Both give the same digits unless a half is exactly what is dropped of those few, or more digits are asked for than
 * they are, while the double itself has others. */
#include <stdbool.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>

#define TEXT_MAX 1200
#define DIGITS_EXACT 800 /* at least the significant digits of any double: 767 */

static uint64_t state;

static uint32_t random_below(uint32_t n) {
    state ^= state << 13;
    state ^= state >> 7;
    state ^= state << 17;
    return (uint32_t)(state >> 20) % n;
}

static uint64_t random_bits(void) {
    return (uint64_t)random_below(1u << 31) << 33 ^ (uint64_t)random_below(1u << 31) << 11 ^ random_below(1u << 11);
}

struct conversion {
    char flags[8], letter;
    int width, precision; /* -1: none */
};

/* A choice of the flags that the conversion takes, none of which exclude each other or need a width that is missing. */
static struct conversion make_conversion(char letter, const char *flags, int precision_max) {
    struct conversion c = {
        .letter = letter, .width = random_below(2) ? 1 + (int)random_below(30) : -1, .precision = -1};
    size_t n = 0;
    if (precision_max >= 0 && random_below(4)) c.precision = (int)random_below((uint32_t)precision_max + 1);
    for (const char *p = flags; *p; p++) {
        bool excluded = (*p == '0' && memchr(c.flags, '-', n)) || (*p == ' ' && memchr(c.flags, '+', n));
        if (random_below(3) || excluded || (c.width < 0 && strchr("-0", *p))) continue;
        c.flags[n++] = *p;
    }
    return c;
}

/* The conversion as C or Java has it: `size` stands before the letter. */
static void write_conversion(char *to, const struct conversion *c, const char *more_flags, const char *size) {
    to += sprintf(to, "%%%s%s", c->flags, more_flags);
    if (c->width >= 0) to += sprintf(to, "%d", c->width);
    if (c->precision >= 0) to += sprintf(to, ".%d", c->precision);
    sprintf(to, "%s%c", size, c->letter);
}

static bool fault, last;

static void write_check(const struct conversion *c, const char *argument, const char *expected) {
    char conversion[40];
    write_conversion(conversion, c, "", "");
    printf("(format \"%s\" %s) => \"%s%s\"\n", conversion, argument, expected, fault && last ? "0" : "");
}

#pragma GCC diagnostic ignored "-Wformat-nonliteral" /* the formats are what is random */

static bool check_integer(void) {
    static const int64_t borders[] = {0, 1, -1, 9, 10, 255, -256, 536870911, -536870912, INT64_MAX, INT64_MIN};
    char letter = "ddxoX"[random_below(5)], c_format[40], argument[30], expected[TEXT_MAX];
    int64_t n = random_below(3) ? (int64_t)(random_bits() >> random_below(64)) : borders[random_below(11)];
    if (random_below(2) && n != INT64_MIN) n = -n;
    struct conversion c = make_conversion(letter, letter == 'd' ? "-+ 0" : "-#0", -1);
    if (n == 0 && strchr(c.flags, '#')) return false; /* C shows no radix of 0 */
    write_conversion(c_format, &c, "", "ll");
    sprintf(argument, "%lld", (long long)n);
    snprintf(expected, sizeof expected, c_format, (long long)n);
    write_check(&c, argument, expected);
    return true;
}

static bool check_text(void) {
    char c_format[40], expected[TEXT_MAX], argument[40], text[30];
    bool character = random_below(4) == 0;
    struct conversion c = make_conversion(character ? 'c' : 's', "-", character ? -1 : 20);
    size_t n = character ? 1 : random_below(20);
    for (size_t i = 0; i < n; i++) text[i] = (char)('a' + random_below(26));
    text[n] = 0;
    write_conversion(c_format, &c, "", "");
    if (character)
        snprintf(expected, sizeof expected, c_format, text[0]);
    else
        snprintf(expected, sizeof expected, c_format, text);
    sprintf(argument, character ? "\\%s" : "\"%s\"", text);
    write_check(&c, argument, expected);
    return true;
}

/* The fewest significant digits that read back as d, and the exponent of the first; returns how many. */
static int fewest_digits(double d, char digits[20], int *exponent) {
    char text[40];
    int n = 0;
    do snprintf(text, sizeof text, "%.*e", n++, d);
    while (strtod(text, NULL) != d);
    char *e = strchr(text, 'e');
    *exponent = atoi(e + 1);
    *e = 0;
    int count = 0;
    for (char *p = text; *p; p++)
        if (*p != '.') digits[count++] = *p;
    digits[count] = 0;
    return count;
}

/* Whether rounding d > 0 to so many significant digits is the same in C and Java. */
static bool rounds_alike(double d, const char *digits, int n, int most) {
    char exact[DIGITS_EXACT + 20];
    if (most < 0) return true;
    if (most < n) return strcmp(digits + most, "5") != 0;
    snprintf(exact, sizeof exact, "%.*e", DIGITS_EXACT, d);
    return most == n || strspn(exact + n + 1, "0") == (size_t)(DIGITS_EXACT + 1 - n);
}

static double random_double(void) {
    double d;
    uint64_t bits;
    switch (random_below(4)) {
    case 0: /* few digits behind the point, all of them exact */
        return (double)random_below(1u << 16) / (double)(1u << random_below(9));
    case 1:
        return (double)random_below(1u << 30) / 1e6;
    case 2:
        return (double)(random_bits() >> 11) * 0x1p-53;
    default:
        do {
            bits = random_bits() >> 1;
            memcpy(&d, &bits, sizeof d);
        } while (d - d != 0);
        return d;
    }
}

static bool check_double(void) {
    char letter = "ffeEgG"[random_below(6)], c_format[40], argument[40], expected[TEXT_MAX], digits[20] = "";
    bool general = (letter | 32) == 'g';
    double d = random_double();
    int exponent = 0, n = d == 0 ? 0 : fewest_digits(d, digits, &exponent);
    struct conversion c = make_conversion(letter, general ? "-+ 0" : "-#+ 0", 25);
    int precision = c.precision < 0 ? 6 : c.precision;
    int most = letter == 'f' ? precision + exponent + 1 : general ? (precision ? precision : 1) : precision + 1;
    if (d != 0 && !rounds_alike(d, digits, n, most)) return false;
    if (random_below(2)) d = -d;
    write_conversion(c_format, &c, general ? "#" : "", "");
    if (snprintf(expected, sizeof expected, c_format, d) >= (int)sizeof expected) return false;
    /* C shows the point of %#g when nothing stands behind it. */
    char *point = strchr(expected, '.');
    if (general && !(point && point[1] >= '0' && point[1] <= '9')) return false;
    snprintf(argument, sizeof argument, "%.17g", d);
    if (!strpbrk(argument, ".e")) strcat(argument, ".0");
    write_check(&c, argument, expected);
    return true;
}

int main(int argc, char **argv) {
    if (argc < 3) {
        fputs("usage: format-random CHECKS SEED [FAULT]\n", stderr);
        return 2;
    }
    unsigned long checks = strtoul(argv[1], NULL, 0);
    uint64_t seed = strtoull(argv[2], NULL, 0);
    if (!seed) seed = (uint64_t)time(NULL);
    fprintf(stderr, "seed %llu\n", (unsigned long long)seed);
    state = seed * 0x9e3779b97f4a7c15u | 1;
    fault = argc > 3;
    puts(";; tests");
    for (unsigned long i = 0; i < checks;) {
        uint32_t kind = random_below(8);
        last = i + 1 == checks;
        i += kind < 2 ? check_integer() : kind < 3 ? check_text() : check_double();
    }
    return 0;
}
