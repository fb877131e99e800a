/* Tagged forms (read_token.h): EDN's built-in tags are inst, an instant in time (RFC 3339), and uuid. */
#include "lisp/cells/symbol.h"
#include "lisp/cells/text.h"
#include "lisp/reader/read_token.h"
#include <string.h>

/* A number of that many digits at *p, which moves behind it; -1 if they are not there or the number is not lo..hi. */
static int digits(const char **p, int n, int lo, int hi) {
    int value = 0;
    for (; n; n--, ++*p) {
        if (**p < '0' || **p > '9') return -1;
        value = value * 10 + **p - '0';
    }
    return value >= lo && value <= hi ? value : -1;
}

static bool follows(const char **p, char c) {
    if (**p != c) return false;
    ++*p;
    return true;
}

static int days_in(int year, int month) {
    bool leap = year % 4 == 0 && (year % 100 != 0 || year % 400 == 0);
    return month == 2 ? 28 + leap : month == 4 || month == 6 || month == 9 || month == 11 ? 30 : 31;
}

static char *put(char *to, int value, int n, char behind) {
    for (int i = n; i--; value /= 10) to[i] = (char)('0' + value % 10);
    to[n] = behind;
    return to + n + 1;
}

/* yyyy-mm-ddThh:mm:ss.fff+hh:mm, of which all behind the year may be missing from the right, at `from`: writes the same
 * instant to `to` in universal time, with three to nine digits of a second, or returns false. */
static bool instant(const char *from, char *to) {
    static const struct {
        char before;
        int8_t lo, hi;
    } parts[] = {{'-', 1, 12}, {'-', 1, 31}, {'T', 0, 23}, {':', 0, 59}, {':', 0, 60}};
    int month = 1, day = 1, hour = 0, minute = 0, second = 0,
        offset = 0, *const values[] = {&month, &day, &hour, &minute, &second};
    char fraction[10] = "000";
    const char *p = from;
    uint32_t n = 0, i = 0;
    int year = digits(&p, 4, 0, 9999);
    if (year < 0) return false;
    for (; i < 5 && follows(&p, parts[i].before); i++)
        if ((*values[i] = digits(&p, 2, parts[i].lo, parts[i].hi)) < 0) return false;
    if (day > days_in(year, month) || (second == 60 && minute != 59)) return false;
    if (i == 5 && follows(&p, '.')) {
        while (n < 9 && *p >= '0' && *p <= '9') fraction[n++] = *p++;
        if (!n) return false;
        while (n > 3 && fraction[n - 1] == '0') n--;
        fraction[n > 3 ? n : 3] = 0;
    }
    if (*p == '+' || *p == '-') {
        bool west = *p++ == '-';
        int hours = digits(&p, 2, 0, 23), minutes = follows(&p, ':') ? digits(&p, 2, 0, 59) : -1;
        if (hours < 0 || minutes < 0) return false;
        offset = west ? -(hours * 60 + minutes) : hours * 60 + minutes;
    } else {
        follows(&p, 'Z');
    }
    if (*p) return false;

    int time = hour * 60 + minute - offset;
    if (time < 0) {
        time += 24 * 60;
        if (!--day) {
            if (!--month) {
                month = 12;
                if (!year--) return false;
            }
            day = days_in(year, month);
        }
    } else if (time >= 24 * 60) {
        time -= 24 * 60;
        if (++day > days_in(year, month)) {
            day = 1;
            if (++month > 12) {
                month = 1;
                if (++year > 9999) return false;
            }
        }
    }
    to = put(put(put(to, year, 4, '-'), month, 2, '-'), day, 2, 'T');
    to = put(put(put(to, time / 60, 2, ':'), time % 60, 2, ':'), second, 2, '.');
    for (p = fraction; *p; p++) *to++ = *p;
    for (p = "-00:00"; *p; p++) *to++ = *p;
    *to = 0;
    return true;
}

/* Eight, four, four, four and twelve hexadecimal digits with hyphens between: copied in lower case. */
static bool uuid(const char *from, char *to) {
    for (int i = 0; i < 36; i++) {
        char c = from[i];
        if (c >= 'A' && c <= 'F') c = (char)(c + 32);
        bool hyphen = i == 8 || i == 13 || i == 18 || i == 23;
        if (hyphen ? c != '-' : !((c >= '0' && c <= '9') || (c >= 'a' && c <= 'f'))) return false;
        to[i] = c;
    }
    to[36] = 0;
    return from[36] == 0;
}

/* The text of a built-in tag's form in its one way of writing, to `to`; false if it is no such text. */
static bool standard(val form, bool is_inst, char *to) {
    char from[48] = "";
    if (!is_string(form) || string_bytes(form) >= sizeof from) return false;
    string_copy(form, from, sizeof from);
    return strlen(from) == string_bytes(form) && (is_inst ? instant(from, to) : uuid(from, to));
}

val read_tagged(const struct reader *r, val tag, val form) {
    bool is_inst = tag == symbol_c("inst");
    if (is_inst || tag == symbol_c("uuid")) {
        char to[48];
        if (!standard(form, is_inst, to))
            read_fail(r,
                      is_inst ? "#inst takes a time as \"2024-01-31T12:00:00Z\""
                              : "#uuid takes 32 hexadecimal digits as 8-4-4-4-12",
                      NULL);
        form = string_from_c(to);
    }
    return tagged(tag, form);
}
