/* The reader's text, and forms that are tokens: symbols, keywords, characters, strings (read_token.h). */
#include "lisp/reader/read_token.h"
#include "lisp/cells/error.h"
#include "lisp/cells/map.h"
#include "lisp/cells/number.h"
#include "lisp/cells/symbol.h"
#include "lisp/cells/text.h"
#include "lisp/names/namespace.h"
#include "lisp/printer/print.h"
#include "lisp/regex/regex.h"
#include <string.h>

/* ---- errors ---- */

void read_fail_at(const char *type, uint32_t line, uint32_t column, const char *what, const char *token) {
    lisp_error(type, "%d:%d: %s%s%s", (int)line, (int)column, what, token ? ": " : "", token ? token : "");
}

void read_fail(const struct reader *r, const char *what, const char *token) {
    read_fail_at("reader", r->start_line, r->start_column, what, token);
}

void read_incomplete(uint32_t line, uint32_t column, const char *what) {
    read_fail_at("incomplete", line, column, what, NULL);
}

val read_unsupported(const struct reader *r, const char *what, const char *token) {
    if (!r->skipping) read_fail(r, what, token);
    return gensym("skipped__"); /* no two are the same key */
}

/* ---- the text ---- */

int read_peek(const struct reader *r, uint32_t ahead) {
    uint32_t at = r->at + ahead;
    if (at < string_bytes(r->text)) return string_byte(r->text, at);
    if (r->cut && !r->between) read_incomplete(r->line, r->column, "the text is cut off here");
    return END;
}

int read_take(struct reader *r) {
    int c = read_peek(r, 0);
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

void read_mark(struct reader *r) {
    r->start_line = r->line;
    r->start_column = r->column;
}

/* As read_space, c being the byte there. */
static uint32_t space(const struct reader *r, int c) {
    if (c < 0xc0) return c == ' ' || c == ',' || (c < ' ' && c != END && char_space((uint32_t)c));
    uint32_t at = r->at;
    return char_space(string_next(r->text, &at)) ? at - r->at : 0;
}

uint32_t read_space(const struct reader *r) { return space(r, read_peek(r, 0)); }

bool read_at_token_end(const struct reader *r) {
    int c = read_peek(r, 0);
    if (c >= 'a' && c <= 'z') return false; /* as most are */
    return c == END || space(r, c) || (c < 0x80 && strchr("()[]{}\";@^`~\\", c));
}

uint32_t read_take_token(struct reader *r, char *token) {
    uint32_t n = 0;
    while (!read_at_token_end(r)) {
        if (n == TOKEN_MAX - 1) read_fail(r, "a symbol or number is too long", NULL);
        token[n++] = (char)read_take(r);
    }
    token[n] = 0;
    return n;
}

/* ---- symbols and keywords ---- */

static bool is_digit(char c) { return c >= '0' && c <= '9'; }

/* Whether the name of a symbol, or of a keyword without its colons, is one: `/` alone, or a name, or namespace/name.
 * Neither is empty or ends with a colon, and a name behind a slash does not begin with a digit. */
static bool is_name(const char *s, uint32_t n) {
    if (!n || strstr(s, "::") || s[n - 1] == ':') return false;
    if (n == 1) return true;
    const char *slash = strrchr(s, '/');
    if (!slash) return true;
    if (slash[1] == 0) slash--; /* namespace// has the name / */
    return slash > s && *slash == '/' && slash[-1] != ':' && s[0] != '/' && !is_digit(slash[1]);
}

static val argument_symbol(struct reader *r, const char *token) {
    int32_t n = 0;
    if (token[1] == '&' && !token[2]) {
        n = 0;
    } else if (!token[1]) {
        n = 1;
    } else {
        for (const char *p = token + 1; n >= 0 && *p; p++) n = is_digit(*p) && n <= 9 ? n * 10 + *p - '0' : -1;
        if (n < 1 || n > 20) read_fail(r, "an argument of #() must be %, %1 to %20 or %&", token);
    }
    val s = map_get(r->arguments, fixnum(n), ABSENT);
    if (s == ABSENT) {
        s = gensym(n ? "p__" : "rest__");
        r->arguments = map_assoc(r->arguments, fixnum(n), s);
    }
    return s;
}

static val namespace_name(val ns) { return cell_geti(cell_geti(ns, NAMESPACE_NAME), SYMBOL_NAME); }

static val read_keyword(const struct reader *r, const char *token, uint32_t n) {
    uint32_t colons = token[1] == ':' ? 2 : 1;
    const char *name = token + colons;
    if (*name == ':' || !is_name(name, n - colons)) read_fail(r, "invalid keyword", token);
    if (colons == 1) return keyword_split(string_from(name, n - 1));
    const char *slash = strchr(name, '/');
    if (!slash) return keyword(namespace_name(namespace_current()), string_from_c(name));
    val alias = symbol(NIL, string_from(name, (uint32_t)(slash - name)));
    val ns = namespace_by_alias(namespace_current(), alias);
    if (ns == NIL) return read_unsupported(r, "the alias of this keyword is not known", token);
    return keyword(namespace_name(ns), string_from_c(slash + 1));
}

val read_token(struct reader *r) {
    char token[TOKEN_MAX];
    uint32_t n = read_take_token(r, token);
    bool sign = token[0] == '+' || token[0] == '-';
    if (is_digit(token[sign])) return read_number(r, token, n);
    if (token[0] == ':') return read_keyword(r, token, n);
    if (!strcmp(token, "nil")) return NIL;
    if (!strcmp(token, "true")) return TRUE;
    if (!strcmp(token, "false")) return FALSE;
    if (token[0] == '%' && r->arguments != ABSENT) return argument_symbol(r, token);
    if (!is_name(token, n)) read_fail(r, "invalid symbol", token);
    return symbol_split(string_from(token, n));
}

val read_symbolic(struct reader *r) {
    char token[TOKEN_MAX];
    read_take_token(r, token);
    if (!strcmp(token, "Inf")) return make_double(__builtin_inf());
    if (!strcmp(token, "-Inf")) return make_double(-__builtin_inf());
    if (!strcmp(token, "NaN")) return make_double(__builtin_nan(""));
    read_fail(r, "## must be followed by Inf, -Inf or NaN", NULL);
}

val read_tag(struct reader *r) {
    char token[TOKEN_MAX];
    uint32_t n = read_take_token(r, token);
    if (token[0] == '<') read_fail(r, "what is printed as #<...> cannot be read", NULL);
    bool letter = (token[0] | 32) >= 'a' && (token[0] | 32) <= 'z';
    if (!(letter || token[0] & 0x80) || !is_name(token, n)) read_fail(r, "unknown form behind #", n ? token : NULL);
    return symbol_split(string_from(token, n));
}

val read_namespace(struct reader *r) {
    char token[TOKEN_MAX];
    uint32_t n = read_take_token(r, token);
    if (token[0] == ':') {
        if (n == 1) return namespace_name(namespace_current());
        val ns = namespace_by_alias(namespace_current(), symbol(NIL, string_from(token + 1, n - 1)));
        if (ns != NIL) return namespace_name(ns);
        return cell_geti(read_unsupported(r, "the alias of this map is not known", token + 1), SYMBOL_NAME);
    }
    if (!is_name(token, n) || strchr(token, '/')) read_fail(r, "#: must be followed by a namespace", NULL);
    return string_from(token, n);
}

/* ---- characters and strings ---- */

static int hexadecimal(int c) {
    if (c >= '0' && c <= '9') return c - '0';
    c |= 32;
    return c >= 'a' && c <= 'f' ? c - 'a' + 10 : 99;
}

static bool is_surrogate(uint32_t c, uint32_t first) { return c >= first && c < first + 0x400; }

/* The number that so many digits at most make, none being 0; *n: how many there were. */
static uint32_t read_digits(struct reader *r, uint32_t most, int radix, uint32_t *n) {
    uint32_t c = 0;
    for (*n = 0; *n < most && read_peek(r, 0) != END && hexadecimal(read_peek(r, 0)) < radix; ++*n)
        c = c * (uint32_t)radix + (uint32_t)hexadecimal(read_take(r));
    return c;
}

static uint32_t read_code(struct reader *r, uint32_t count_min, uint32_t count_max, int radix) {
    uint32_t n, c = read_digits(r, count_max, radix, &n);
    if (radix == 8 && c > 0377) read_fail(r, "an octal character code is at most 377", NULL);
    if (n < count_min || c > 0x10ffff || is_surrogate(c, 0xdc00)) read_fail(r, "invalid character code", NULL);
    return c;
}

val read_char(struct reader *r) {
    if (read_peek(r, 0) == END) read_incomplete(r->start_line, r->start_column, "a character is missing");
    uint32_t start = r->at, after = start;
    uint32_t c = string_next(r->text, &after);
    while (r->at < after) read_take(r);
    if (read_at_token_end(r)) return CHARACTER(c);
    if (c == 'u' || c == 'o') {
        c = c == 'u' ? read_code(r, 4, 6, 16) : read_code(r, 1, 3, 8);
        if (!read_at_token_end(r) || is_surrogate(c, 0xd800)) read_fail(r, "invalid character code", NULL);
        return CHARACTER(c);
    }
    for (; !read_at_token_end(r); read_take(r)) lisp_poll_round(r->at);
    val name = string_slice(r->text, start, r->at);
    static const char known[] = "\n \t\r\b\f";
    for (const char *p = known; *p; p++)
        if (string_is(name, char_name((uint32_t)*p))) return CHARACTER((uint32_t)*p);
    read_fail(r, "unknown character name", NULL);
}

/* Behind \u in a string: a character beyond 16 bits is written as two codes, as in Java and JSON. */
static uint32_t read_utf16(struct reader *r) {
    uint32_t c = read_code(r, 4, 4, 16), low = 0, n;
    if (!is_surrogate(c, 0xd800)) return c;
    if (read_take(r) == '\\' && read_take(r) == 'u') low = read_digits(r, 4, 16, &n);
    if (!is_surrogate(low, 0xdc00)) read_fail(r, "invalid character code", NULL);
    return 0x10000 + ((c - 0xd800) << 10) + (low - 0xdc00);
}

val read_string(struct reader *r) {
    struct text t;
    uint32_t line = r->start_line, column = r->start_column;
    text_init(&t);
    for (;;) {
        read_mark(r);
        int c = read_take(r);
        if (c == '"') return text_done(&t);
        if (c == '\\') {
            static const char from[] = "ntrbf\"\\", to[] = "\n\t\r\b\f\"\\";
            c = read_take(r);
            const char *p = c > 0 ? strchr(from, c) : NULL;
            if (p) {
                text_byte(&t, to[p - from]);
            } else if (c == 'u') {
                text_char(&t, read_utf16(r));
            } else if (c >= '0' && c <= '7') {
                r->at--;
                r->column--;
                text_char(&t, read_code(r, 1, 3, 8));
            } else if (c != END) {
                read_fail(r, "unknown escape in a string", NULL);
            }
        } else if (c != END) {
            text_byte(&t, (char)c);
        }
        if (c == END) read_incomplete(line, column, "this string is not closed");
    }
}

static void bad_regex(void *reader, const char *what, uint32_t at) {
    const struct reader *r = reader;
    lisp_error("reader", "%d:%d: this regular expression is wrong at byte %d: %s", (int)r->start_line,
               (int)r->start_column, (int)at, what);
}

/* A backslash stays, as does what follows it. */
val read_regex(struct reader *r) {
    struct text t;
    text_init(&t);
    for (int c; (c = read_take(r)) != '"';) {
        if (c == '\\') {
            text_byte(&t, (char)c);
            c = read_take(r);
        }
        if (c == END) read_incomplete(r->start_line, r->start_column, "this regular expression is not closed");
        text_byte(&t, (char)c);
    }
    val source = text_done(&t);
    return r->skipping ? source : regex_new(source, bad_regex, r);
}
