/* Primitives on strings, characters, symbols and keywords. */
#include "lisp/cells/error.h"
#include "lisp/cells/number.h"
#include "lisp/cells/seq.h"
#include "lisp/cells/symbol.h"
#include "lisp/cells/text.h"
#include "lisp/cells/vector.h"
#include "lisp/names/primitive.h"
#include "lisp/printer/print.h"

static val checked_string(const char *who, val v) {
    if (!is_string(v)) type_error(who, "a string", v);
    return v;
}

static val p_str1(val *a) {
    struct text t;
    if (is_string(a[0])) return a[0];
    text_init(&t);
    if (a[0] != NIL) print_value(&t, a[0], is_seqable(a[0]));
    return text_done(&t);
}
static val p_str_n(val *a) {
    struct text t;
    uint32_t round = 0;
    text_init(&t);
    seq_realise(a[0]);
    for (val s = seq(a[0]); s != NIL; s = seq_next(s)) {
        val v = seq_first(s);
        lisp_poll_round(round++);
        if (v != NIL) print_value(&t, v, !is_string(v) && is_seqable(v));
    }
    return text_done(&t);
}

/* The values of a list with spaces between. */
static val print_list(val list, bool readable) {
    struct text t;
    text_init(&t);
    seq_realise(list);
    bool first = true;
    for (val s = seq(list); s != NIL; s = seq_next(s), first = false) {
        if (!first) text_byte(&t, ' ');
        print_value(&t, seq_first(s), readable);
    }
    return text_done(&t);
}
static val p_pr_str(val *a) { return print_list(a[0], true); }
static val p_print_str(val *a) { return print_list(a[0], false); }

static val p_join(val *a) {
    struct text t;
    uint32_t round = 0;
    checked_string("join", a[0]);
    text_init(&t);
    seq_realise(a[1]);
    bool first = true;
    for (val s = seq(a[1]); s != NIL; s = seq_next(s), first = false) {
        val v = seq_first(s);
        lisp_poll_round(round++);
        if (!first) text_string(&t, a[0]);
        if (v != NIL) print_value(&t, v, !is_string(v) && is_seqable(v));
    }
    return text_done(&t);
}

/* Byte offset of the character at index i, which must be in the string or at its end. */
static uint32_t offset_of(const char *who, val s, val i) {
    int32_t n = integer_in(who, i, 0, FIXNUM_MAX);
    uint32_t at = string_offset(s, (uint32_t)n);
    if (at == ~0u) lisp_error("bounds", "%s: index %v is out of bounds", who, i);
    return at;
}

static val p_subs3(val *a) {
    checked_string("subs", a[0]);
    uint32_t from = offset_of("subs", a[0], a[1]), to = offset_of("subs", a[0], a[2]);
    if (to < from) lisp_error("bounds", "subs: index %v is out of bounds", a[2]);
    return string_slice(a[0], from, to);
}
static val p_subs2(val *a) {
    checked_string("subs", a[0]);
    return string_slice(a[0], offset_of("subs", a[0], a[1]), string_bytes(a[0]));
}

static val as_string(const char *who, val v) {
    char bytes[4];
    return is_char(v) ? string_from(bytes, utf8_encode(char_value(v), bytes)) : checked_string(who, v);
}

static val p_index_of(val *a) {
    checked_string("index-of", a[0]);
    uint32_t from = string_offset(a[0], (uint32_t)integer_in("index-of", a[2], 0, FIXNUM_MAX));
    uint32_t at = from == ~0u ? ~0u : string_find(a[0], as_string("index-of", a[1]), from);
    return at == ~0u ? NIL : fixnum((int32_t)string_index(a[0], at));
}

static val p_last_index_of(val *a) {
    val what = as_string("last-index-of", a[1]);
    uint32_t found = ~0u;
    for (uint32_t at = 0; (at = string_find(checked_string("last-index-of", a[0]), what, at)) != ~0u; at++) {
        lisp_poll_round(at);
        found = at;
    }
    return found == ~0u ? NIL : fixnum((int32_t)string_index(a[0], found));
}

static val p_starts_with(val *a) {
    val s = checked_string("starts-with?", a[0]), p = checked_string("starts-with?", a[1]);
    return boolean(string_stands_at(s, p, 0));
}

static val p_ends_with(val *a) {
    val s = checked_string("ends-with?", a[0]), p = checked_string("ends-with?", a[1]);
    uint32_t n = string_bytes(p), m = string_bytes(s);
    return boolean(n <= m && string_stands_at(s, p, m - n));
}

static val p_replace(val *a) {
    struct text t;
    val s = checked_string("replace", a[0]), what = as_string("replace", a[1]), by = as_string("replace", a[2]);
    uint32_t from = 0, at, n = string_bytes(what);
    text_init(&t);
    while (n && (at = string_find(s, what, from)) != ~0u) {
        for (; from < at; from++) text_byte(&t, (char)string_byte(s, from));
        text_string(&t, by);
        from += n;
        lisp_poll();
    }
    for (; from < string_bytes(s); from++) text_byte(&t, (char)string_byte(s, from));
    return text_done(&t);
}

/* Parts between occurrences of a string; empty ones at the end are left out. */
static val p_split(val *a) {
    val s = checked_string("split", a[0]), by = as_string("split", a[1]), list = NIL;
    uint32_t from = 0, at, n = string_bytes(by), count = 0;
    if (!n) {
        for (uint32_t i = 0; i < string_bytes(s); count++) {
            from = i;
            lisp_poll_round(count);
            string_next(s, &i);
            list = cons(string_slice(s, from, i), list);
        }
        return vector_from_list(list_reverse(list), count);
    }
    for (; (at = string_find(s, by, from)) != ~0u; from = at + n, count++) {
        list = cons(string_slice(s, from, at), list);
        lisp_poll_round(count);
    }
    list = cons(string_slice(s, from, string_bytes(s)), list);
    for (count++; from && count && string_bytes(car(list)) == 0; count--) {
        list = cdr(list);
        lisp_poll_round(count);
    }
    return vector_from_list(list_reverse(list), count);
}

/* where: bit 0 the left end, bit 1 the right. */
static val p_trim(val *a) {
    val s = checked_string("trim", a[0]);
    int where = fixnum_value(a[1]);
    uint32_t from = 0, to = string_bytes(s), round = 0;
    for (uint32_t next = from; (where & 1) && from < to && char_space(string_next(s, &next)); from = next)
        lisp_poll_round(round++);
    while ((where & 2) && to > from) {
        lisp_poll_round(round++);
        uint32_t last = string_before(s, to), next = last;
        if (!char_space(string_next(s, &next))) break;
        to = last;
    }
    return string_slice(s, from, to);
}

static val map_chars(const char *who, val s, uint32_t (*f)(uint32_t)) {
    struct text t;
    if (is_char(s)) return CHARACTER(f(char_value(s)));
    checked_string(who, s);
    text_init(&t);
    for (uint32_t i = 0; i < string_bytes(s);) text_char(&t, f(string_next(s, &i)));
    return text_done(&t);
}
static val p_upper(val *a) { return map_chars("upper-case", a[0], char_upper); }
static val p_lower(val *a) { return map_chars("lower-case", a[0], char_lower); }

static val p_is_string(val *a) { return boolean(is_string(a[0])); }
static val p_is_char(val *a) { return boolean(is_char(a[0])); }
static val p_is_keyword(val *a) { return boolean(is_keyword(a[0])); }
static val p_is_symbol(val *a) { return boolean(is_symbol(a[0])); }
static val p_is_boolean(val *a) { return boolean(a[0] == TRUE || a[0] == FALSE); }

static val p_char(val *a) {
    if (is_char(a[0])) return a[0];
    int32_t c = integer_in("char", a[0], 0, 0x10ffff);
    if (c >= 0xd800 && c < 0xe000) lisp_error("bounds", "char: %v is half a character of UTF-16", a[0]);
    return CHARACTER(c);
}
static uint32_t code_of(val v) {
    if (!is_char(v)) type_error("character test", "a character", v);
    return char_value(v);
}
static val p_is_space(val *a) { return boolean(char_space(code_of(a[0]))); }
static val p_is_digit(val *a) { return boolean(code_of(a[0]) - '0' < 10); }
static val p_is_letter(val *a) {
    uint32_t c = code_of(a[0]);
    return boolean((c | 32) - 'a' < 26 || (c >= 0xc0 && c != 0xd7 && c != 0xf7));
}

static val p_name(val *a) {
    if (is_string(a[0])) return a[0];
    if (!is_symbol(a[0]) && !is_keyword(a[0])) type_error("name", "a symbol, keyword or string", a[0]);
    return cell_geti(a[0], SYMBOL_NAME);
}
static val p_namespace(val *a) {
    if (!is_symbol(a[0]) && !is_keyword(a[0])) type_error("namespace", "a symbol or keyword", a[0]);
    return cell_geti(a[0], SYMBOL_NS);
}
static val p_symbol1(val *a) {
    if (is_symbol(a[0])) return a[0];
    if (is_keyword(a[0])) return symbol(cell_geti(a[0], SYMBOL_NS), cell_geti(a[0], SYMBOL_NAME));
    return symbol_split(checked_string("symbol", a[0]));
}
static val p_symbol2(val *a) {
    return symbol(a[0] == NIL ? NIL : checked_string("symbol", a[0]), checked_string("symbol", a[1]));
}
static val p_keyword1(val *a) {
    if (is_keyword(a[0])) return a[0];
    if (is_symbol(a[0])) return keyword(cell_geti(a[0], SYMBOL_NS), cell_geti(a[0], SYMBOL_NAME));
    return is_string(a[0]) ? keyword_split(a[0]) : NIL;
}
static val p_keyword2(val *a) {
    return keyword(a[0] == NIL ? NIL : checked_string("keyword", a[0]), checked_string("keyword", a[1]));
}
static val p_gensym0(val *a) { return (void)a, gensym("G__"); }
static val p_gensym1(val *a) { return gensym_named(p_name(a)); }
static val p_symbol_plain(val *a) { return is_symbol(a[0]) ? symbol_plain(a[0]) : a[0]; }

const struct primitive text_primitives[] = {
    {"str", 1, p_str1, USAGE("(str & xs) The texts of the values as one string, as for people; of nil there is none.")},
    {"str", VARIADIC(0), p_str_n, NULL},
    {"pr-str", VARIADIC(0), p_pr_str,
     USAGE("(pr-str & xs) The text that reads back as the values, with spaces between.")},
    {"print-str", VARIADIC(0), p_print_str,
     USAGE("(print-str & xs) The text of the values for people, with spaces between.")},
    {"%join", 2, p_join, USAGE("(%join separator coll)")},
    {"subs", 2, p_subs2,
     USAGE("(subs s from) (subs s from to) The characters of s at indices from `from` to before `to` (its end).")},
    {"subs", 3, p_subs3, NULL},
    {"%index-of", 3, p_index_of, USAGE("(%index-of s what from)")},
    {"starts-with?", 2, p_starts_with, USAGE("(starts-with? s start) Whether s begins with the other string.")},
    {"ends-with?", 2, p_ends_with, USAGE("(ends-with? s end) Whether s ends with the other string.")},
    {"%split", 2, p_split, USAGE("(%split s separator)")},
    {"%trim", 2, p_trim, USAGE("(%trim s where)")},
    {"upper-case", 1, p_upper,
     USAGE("(upper-case s) The string or character with its Latin, Greek and Cyrillic letters in upper case.")},
    {"lower-case", 1, p_lower,
     USAGE("(lower-case s) The string or character with its Latin, Greek and Cyrillic letters in lower case.")},
    {"string?", 1, p_is_string, USAGE("(string? x) Whether x is a string.")},
    {"char?", 1, p_is_char, USAGE("(char? x) Whether x is a character.")},
    {"keyword?", 1, p_is_keyword, USAGE("(keyword? x) Whether x is a keyword.")},
    {"symbol?", 1, p_is_symbol, USAGE("(symbol? x) Whether x is a symbol.")},
    {"boolean?", 1, p_is_boolean, USAGE("(boolean? x) Whether x is true or false.")},
    {"char", 1, p_char, USAGE("(char n) The character with the code n; a character itself.")},
    {"whitespace?", 1, p_is_space, USAGE("(whitespace? c) Whether the character is white space.")},
    {"digit?", 1, p_is_digit, USAGE("(digit? c) Whether the character is one of 0 to 9.")},
    {"letter?", 1, p_is_letter,
     USAGE("(letter? c) Whether the character is a letter: a to z, A to Z, or any from U+00C0 on but the signs of "
           "multiplication and division.")},
    {"name", 1, p_name, USAGE("(name x) The name of a symbol or keyword, without its namespace; a string itself.")},
    {"namespace", 1, p_namespace,
     USAGE("(namespace x) The namespace of a symbol or keyword as a string, nil if it has none.")},
    {"symbol", 1, p_symbol1,
     USAGE("(symbol name) (symbol namespace name) The symbol of that name; of one string, what stands before a / is "
           "the namespace.")},
    {"symbol", 2, p_symbol2, NULL},
    {"keyword", 1, p_keyword1,
     USAGE("(keyword name) (keyword namespace name) The keyword of that name; of one string, what stands before a / is "
           "the namespace. nil if a single argument is no string, symbol or keyword.")},
    {"keyword", 2, p_keyword2, NULL},
    {"gensym", 0, p_gensym0,
     USAGE("(gensym) (gensym prefix) A new symbol: the prefix (G__) with a number behind it that no other has.")},
    {"gensym", 1, p_gensym1, NULL},
    {NULL, 0, NULL, NULL},
};

LARGE_MACHINES const struct primitive text_primitives_large[] = {
    {"last-index-of", 2, p_last_index_of,
     USAGE("(last-index-of s what) The index in s of the last occurrence of the string or character, nil if there is "
           "none.")},
    {"replace-string", 3, p_replace,
     USAGE("(replace-string s what by) The text s with all occurrences of a string or character replaced.")},
    {"%symbol-plain", 1, p_symbol_plain, USAGE("(%symbol-plain s) the symbol without metadata")},
    {NULL, 0, NULL, NULL},
};
