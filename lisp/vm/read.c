/* The reader (read.h). Nesting is followed by C calls within what the C stack allows. */
#include "read.h"
#include "error.h"
#include "map.h"
#include "meta.h"
#include "namespace.h"
#include "number.h"
#include "print.h"
#include "regex.h"
#include "seq.h"
#include "symbol.h"
#include "text.h"
#include "vector.h"
#include <string.h>

#define END (-1)
#define TOKEN_MAX 1024u

void reader_init(struct reader *r, val text) {
    r->text = text;
    r->at = 0;
    r->line = r->column = 1;
    r->cut = false;
    r->arguments = ABSENT;
}

_Noreturn static void fail_at(const char *type, uint32_t line, uint32_t column, const char *what) {
    lisp_error(type, "%d:%d: %s", (int)line, (int)column, what);
}

_Noreturn static void fail(const struct reader *r, const char *what) { fail_at("reader", r->line, r->column, what); }
_Noreturn static void incomplete(uint32_t line, uint32_t column, const char *what) {
    fail_at("incomplete", line, column, what);
}

static int peek_byte(const struct reader *r, uint32_t ahead) {
    uint32_t at = r->at + ahead;
    if (at < string_bytes(r->text)) return string_byte(r->text, at);
    if (r->cut) incomplete(r->line, r->column, "the text is cut off here");
    return END;
}

static int take(struct reader *r) {
    int c = peek_byte(r, 0);
    if (c == END) return END;
    r->at++;
    if (c == '\n') {
        r->line++;
        r->column = 1;
    } else if ((c & 0xc0) != 0x80) {
        r->column++;
    }
    return c;
}

static bool is_space(int c) { return c == ' ' || c == '\n' || c == '\t' || c == '\r' || c == ',' || c == '\f'; }

static bool ends_token(int c) { return c == END || is_space(c) || strchr("()[]{}\";@^`~\\", c) != NULL; }

/* A place for the first cons of a list: more lines or columns than fit are cut. */
static int32_t place(uint32_t line, uint32_t column) {
    if (line > 0x7ffff) line = 0x7ffff;
    if (column > PLACE_COLUMN_MAX) column = PLACE_COLUMN_MAX;
    return (int32_t)(line << 10 | column);
}

static val list_2(const struct reader *r, const char *name, val form) {
    val l = cons(symbol_c(name), cons(form, EMPTY));
    return meta_with(l, fixnum(place(r->line, r->column)));
}

static val read_any(struct reader *r);

static val read_required(struct reader *r) {
    uint32_t line = r->line, column = r->column;
    val v = read_any(r);
    if (v == ABSENT) incomplete(line, column, "a form is missing at the end of the text");
    return v;
}

/* ---- tokens ---- */

static val read_symbolic(struct reader *r, const char *token) {
    if (!strcmp(token, "Inf")) return make_double(__builtin_inf());
    if (!strcmp(token, "-Inf")) return make_double(-__builtin_inf());
    if (!strcmp(token, "NaN")) return make_double(__builtin_nan(""));
    fail(r, "## must be followed by Inf, -Inf or NaN");
}

static int digit_value(char c) {
    if (c >= '0' && c <= '9') return c - '0';
    if (c >= 'a' && c <= 'z') return c - 'a' + 10;
    if (c >= 'A' && c <= 'Z') return c - 'A' + 10;
    return 99;
}

static val read_digits(const struct reader *r, const char *p, const char *end, int radix, bool negative) {
    uint64_t n = 0, limit = negative ? 1ull << 63 : INT64_MAX;
    if (p == end) fail(r, "a number without digits");
    for (; p < end; p++) {
        int d = digit_value(*p);
        if (d >= radix) fail(r, "invalid number");
        if (n > (limit - (uint64_t)d) / (uint64_t)radix) fail(r, "an integer beyond 64 bits");
        n = n * (uint64_t)radix + (uint64_t)d;
    }
    return integer(negative ? (int64_t)(0 - n) : (int64_t)n);
}

static val read_decimal(const struct reader *r, const char *p, const char *end, bool negative) {
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
        if (p == end) fail(r, "a number without exponent");
        for (; p < end && digit_value(*p) < 10; p++) e = e < 100000 ? e * 10 + digit_value(*p) : e;
        exponent += down ? -e : e;
    }
    if (p < end && *p == 'M') p++;
    if (!any || p != end) fail(r, "invalid number");
    double d = double_from_decimal(digits, n, exponent);
    return make_double(negative ? -d : d);
}

static val read_number(const struct reader *r, const char *token, uint32_t n) {
    const char *p = token, *end = token + n;
    bool negative = *p == '-';
    if (*p == '-' || *p == '+') p++;
    if (p[0] == '0' && (p[1] == 'x' || p[1] == 'X')) return read_digits(r, p + 2, end, 16, negative);
    for (const char *q = p; q < end; q++) {
        if (*q == '.' || *q == 'e' || *q == 'E' || *q == 'M') return read_decimal(r, p, end, negative);
        if (*q == 'r' || *q == 'R') {
            int radix = q == p + 1 ? digit_value(p[0]) : q == p + 2 ? digit_value(p[0]) * 10 + digit_value(p[1]) : 0;
            if (radix < 2 || radix > 36) fail(r, "a radix must be from 2 to 36");
            return read_digits(r, q + 1, end, radix, negative);
        }
        if (*q == '/') fail(r, "ratios are not supported");
    }
    if (end[-1] == 'N') end--;
    if (p[0] == '0' && end > p + 1) return read_digits(r, p + 1, end, 8, negative);
    return read_digits(r, p, end, 10, negative);
}

/* Copies the token at the reader's place, which moves behind it. */
static uint32_t take_token(struct reader *r, char *token) {
    uint32_t n = 0;
    while (!ends_token(peek_byte(r, 0))) {
        if (n == TOKEN_MAX - 1) fail(r, "a symbol or number is too long");
        token[n++] = (char)take(r);
    }
    token[n] = 0;
    return n;
}

static val argument_symbol(struct reader *r, const char *token) {
    int32_t n = 0;
    if (token[1] == '&' && !token[2]) {
        n = 0;
    } else if (!token[1]) {
        n = 1;
    } else {
        for (const char *p = token + 1; *p; p++) {
            if (digit_value(*p) > 9 || n > 9) fail(r, "an argument of #() must be %, %1 to %20 or %&");
            n = n * 10 + digit_value(*p);
        }
        if (n < 1 || n > 20) fail(r, "an argument of #() must be %, %1 to %20 or %&");
    }
    val s = map_get(r->arguments, fixnum(n), ABSENT);
    if (s == ABSENT) {
        s = gensym(n ? "p__" : "rest__");
        r->arguments = map_assoc(r->arguments, fixnum(n), s);
    }
    return s;
}

static val read_keyword(struct reader *r, const char *token, uint32_t n) {
    if (token[1] != ':') {
        if (n < 2 || token[n - 1] == ':') fail(r, "invalid keyword");
        return keyword_split(string_from(token + 1, n - 1));
    }
    if (n < 3) fail(r, "invalid keyword");
    const char *slash = strchr(token, '/');
    if (!slash)
        return keyword(cell_geti(cell_geti(namespace_current(), 1), SYMBOL_NAME), string_from(token + 2, n - 2));
    val alias = symbol(NIL, string_from(token + 2, (uint32_t)(slash - token) - 2));
    val ns = namespace_by_alias(namespace_current(), alias);
    if (ns == NIL) fail(r, "the alias of this keyword is not known");
    return keyword(cell_geti(cell_geti(ns, 1), SYMBOL_NAME), string_from_c(slash + 1));
}

static val read_token(struct reader *r) {
    char token[TOKEN_MAX];
    uint32_t n = take_token(r, token);
    bool sign = token[0] == '+' || token[0] == '-';
    if (digit_value(token[sign]) < 10) return read_number(r, token, n);
    if (token[0] == ':') return read_keyword(r, token, n);
    if (!strcmp(token, "nil")) return NIL;
    if (!strcmp(token, "true")) return TRUE;
    if (!strcmp(token, "false")) return FALSE;
    if (token[0] == '%' && r->arguments != ABSENT) return argument_symbol(r, token);
    if (n == 0) fail(r, "unexpected character");
    return symbol_split(string_from(token, n));
}

/* ---- characters and strings ---- */

static uint32_t read_code(struct reader *r, uint32_t count_min, uint32_t count_max, int radix) {
    uint32_t c = 0, n = 0;
    for (; n < count_max && peek_byte(r, 0) != END && digit_value((char)peek_byte(r, 0)) < radix; n++)
        c = c * (uint32_t)radix + (uint32_t)digit_value((char)take(r));
    if (n < count_min || c > 0x10ffff) fail(r, "invalid character code");
    return c;
}

static val read_char(struct reader *r) {
    if (peek_byte(r, 0) == END) incomplete(r->line, r->column, "a character is missing");
    uint32_t start = r->at, after = start;
    uint32_t c = string_next(r->text, &after);
    bool letter = c > 127 || digit_value((char)c) < 36;
    while (r->at < after) take(r);
    if (!letter || ends_token(peek_byte(r, 0))) return CHARACTER(c);
    if (c == 'u') {
        c = read_code(r, 4, 6, 16);
    } else if (c == 'o') {
        c = read_code(r, 1, 3, 8);
    } else {
        while (!ends_token(peek_byte(r, 0))) take(r);
        val name = string_slice(r->text, start, r->at);
        static const char known[] = "\n \t\r\b\f";
        for (const char *p = known; *p; p++)
            if (string_is(name, char_name((uint32_t)*p))) return CHARACTER((uint32_t)*p);
        fail(r, "unknown character name");
    }
    if (!ends_token(peek_byte(r, 0))) fail(r, "invalid character");
    return CHARACTER(c);
}

static val read_string(struct reader *r) {
    struct text t;
    uint32_t line = r->line, column = r->column - 1;
    text_init(&t);
    for (;;) {
        int c = take(r);
        if (c == END) incomplete(line, column, "this string is not closed");
        if (c == '"') return text_done(&t);
        if (c != '\\') {
            text_byte(&t, (char)c);
            continue;
        }
        c = take(r);
        const char *from = "ntrbf\"\\", *to = "\n\t\r\b\f\"\\";
        const char *p = c == END ? NULL : strchr(from, c);
        if (c == END) incomplete(line, column, "this string is not closed");
        if (p && *p) {
            text_byte(&t, to[p - from]);
        } else if (c == 'u') {
            text_char(&t, read_code(r, 4, 4, 16));
        } else if (c >= '0' && c <= '7') {
            r->at--;
            text_char(&t, read_code(r, 1, 3, 8));
        } else {
            fail(r, "unknown escape in a string");
        }
    }
}

static void bad_regex(void *reader, const char *what, uint32_t at) {
    const struct reader *r = reader;
    lisp_error("reader", "%d:%d: this regular expression is wrong at byte %d: %s", (int)r->line, (int)r->column,
               (int)at, what);
}

/* Behind #": a backslash stays, as does what follows it. */
static val read_regex(struct reader *r) {
    struct text t;
    struct reader start = *r;
    text_init(&t);
    for (int c; (c = take(r)) != '"';) {
        if (c == '\\') {
            text_byte(&t, (char)c);
            c = take(r);
        }
        if (c == END) incomplete(start.line, start.column - 2, "this regular expression is not closed");
        text_byte(&t, (char)c);
    }
    start.column -= 2;
    return regex_new(text_done(&t), bad_regex, &start);
}

/* ---- collections ---- */

static void skip_space(struct reader *r) {
    for (;;) {
        int c = peek_byte(r, 0);
        if (c == ';' || (c == '#' && peek_byte(r, 1) == '!')) {
            while (peek_byte(r, 0) != END && peek_byte(r, 0) != '\n') take(r);
        } else if (c == '#' && peek_byte(r, 1) == '_') {
            take(r);
            take(r);
            read_required(r);
        } else if (is_space(c)) {
            take(r);
        } else if (c == 0xef && peek_byte(r, 1) == 0xbb && peek_byte(r, 2) == 0xbf) {
            r->at += 3; /* a byte order mark */
        } else {
            return;
        }
    }
}

static val read_conditional(struct reader *r, bool *found);

/* Elements up to `close`, as a list in reverse; *n: how many. */
static val read_elements(struct reader *r, int close, uint32_t *n) {
    uint32_t line = r->line, column = r->column - 1;
    val list = NIL;
    for (*n = 0;;) {
        skip_space(r);
        int c = peek_byte(r, 0);
        if (c == END) incomplete(line, column, "this form is not closed");
        if (c == close) {
            take(r);
            return list;
        }
        if (c == '#' && peek_byte(r, 1) == '?') {
            bool found;
            val form = read_conditional(r, &found);
            if (!found) continue;
            list = cons(form, list);
        } else {
            list = cons(read_required(r), list);
        }
        ++*n;
    }
}

static val forward(val reversed) {
    val list = EMPTY;
    for (; reversed != NIL; reversed = cdr(reversed)) list = cons(car(reversed), list);
    return list;
}

static val read_list(struct reader *r) {
    uint32_t n;
    int32_t at = place(r->line, r->column - 1);
    val list = forward(read_elements(r, ')', &n));
    return list == EMPTY ? list : meta_with(list, fixnum(at));
}

static val read_vector(struct reader *r) {
    uint32_t n;
    val list = read_elements(r, ']', &n);
    return vector_from_list(forward(list), n);
}

static val read_map(struct reader *r) {
    uint32_t n, line = r->line, column = r->column;
    val list = forward(read_elements(r, '}', &n)), m = map_empty();
    if (n % 2) fail_at("reader", line, column, "a map must have an even number of forms");
    for (; list != EMPTY; list = cdr(cdr(list))) {
        if (map_get(m, car(list), ABSENT) != ABSENT) fail_at("reader", line, column, "duplicate key in a map");
        m = map_assoc(m, car(list), car(cdr(list)));
    }
    return m;
}

static val read_set(struct reader *r) {
    uint32_t n, line = r->line, column = r->column;
    val list = forward(read_elements(r, '}', &n)), s = set_empty();
    for (; list != EMPTY; list = cdr(list)) {
        val more = set_conj(s, car(list));
        if (more == s) fail_at("reader", line, column, "duplicate element in a set");
        s = more;
    }
    return s;
}

/* ---- forms that begin with # ---- */

static val read_lambda(struct reader *r) {
    if (r->arguments != ABSENT) fail(r, "#() within #()");
    int32_t at = place(r->line, r->column - 1);
    r->arguments = map_empty();
    val body = read_list(r), list = NIL;
    int32_t last = 20, count = 0;
    while (last && map_get(r->arguments, fixnum(last), ABSENT) == ABSENT) last--;
    val rest = map_get(r->arguments, fixnum(0), ABSENT);
    if (rest != ABSENT) {
        list = cons(symbol_c("&"), cons(rest, list));
        count = 2;
    }
    for (; last; last--, count++) {
        val s = map_get(r->arguments, fixnum(last), ABSENT);
        list = cons(s == ABSENT ? gensym("p__") : s, list);
    }
    r->arguments = ABSENT;
    val parameters = vector_from_list(list, (uint32_t)count);
    return meta_with(cons(symbol_c("fn"), cons(parameters, cons(body, EMPTY))), fixnum(at));
}

/* #?(:feature form ...): the first form whose feature is :lith or :default. */
static val read_conditional(struct reader *r, bool *found) {
    uint32_t n;
    take(r);
    take(r);
    if (take(r) != '(') fail(r, "#? must be followed by a list");
    val list = forward(read_elements(r, ')', &n));
    if (n % 2) fail(r, "#? must have an even number of forms");
    for (; list != EMPTY; list = cdr(cdr(list))) {
        val feature = car(list);
        if (feature == keyword_c("lith") || feature == keyword_c("default")) {
            *found = true;
            return car(cdr(list));
        }
    }
    *found = false;
    return NIL;
}

static val read_hash(struct reader *r) {
    char token[TOKEN_MAX];
    switch (peek_byte(r, 0)) {
    case '{':
        take(r);
        return read_set(r);
    case '(':
        take(r);
        return read_lambda(r);
    case '\'':
        take(r);
        return list_2(r, "var", read_required(r));
    case '#':
        take(r);
        take_token(r, token);
        return read_symbolic(r, token);
    case '"':
        take(r);
        return read_regex(r);
    case END:
        incomplete(r->line, r->column, "a form is missing after #");
    default: {
        uint32_t n = take_token(r, token);
        if (!n) fail(r, "unknown form after #");
        val tag = symbol_split(string_from(token, n)), form = read_required(r);
        val v = cell_new(KIND_BOX, 3);
        cell_seti(v, 0, BOX_TAGGED);
        cell_seti(v, 1, tag);
        cell_seti(v, 2, form);
        return cell_seal(v);
    }
    }
}

static val read_meta(struct reader *r) {
    val m = read_required(r), form = read_required(r);
    if (is_keyword(m))
        m = map_assoc(map_empty(), m, TRUE);
    else if (is_symbol(m) || is_string(m))
        m = map_assoc(map_empty(), keyword_c("tag"), m);
    else if (!is_map(m))
        fail(r, "metadata must be a map, keyword, symbol or string");
    val old = meta_of(form), k, v;
    if (old != NIL) {
        struct map_walk w;
        map_walk_start(&w, m);
        for (; map_walk_next(&w, &k, &v);) old = map_assoc(old, k, v);
        m = old;
    }
    return meta_with(form, m);
}

static val read_any(struct reader *r) {
    stack_check();
    for (;;) {
        skip_space(r);
        int c = peek_byte(r, 0);
        if (c == END) return ABSENT;
        if (c == '#' && peek_byte(r, 1) == '?') {
            bool found;
            val form = read_conditional(r, &found);
            if (found) return form;
            continue;
        }
        if (!strchr("()[]{}\"\\'`~@^#", c)) return read_token(r);
        take(r);
        switch (c) {
        case '(':
            return read_list(r);
        case '[':
            return read_vector(r);
        case '{':
            return read_map(r);
        case '"':
            return read_string(r);
        case '\\':
            return read_char(r);
        case '\'':
            return list_2(r, "quote", read_required(r));
        case '`':
            return list_2(r, "syntax-quote", read_required(r));
        case '@':
            return list_2(r, "deref", read_required(r));
        case '^':
            return read_meta(r);
        case '#':
            return read_hash(r);
        case '~':
            if (peek_byte(r, 0) != '@') return list_2(r, "unquote", read_required(r));
            take(r);
            return list_2(r, "unquote-splicing", read_required(r));
        case 0:
            r->column--;
            fail(r, "unexpected character");
        default:
            r->column--;
            fail(r, "a closing bracket without an opening one, or of another kind");
        }
    }
}

val read_form(struct reader *r) {
    skip_space(r);
    r->first_line = r->line;
    r->first_column = r->column;
    return read_any(r);
}
