/* Primitives on regular expressions. */
#include "lisp/cells/error.h"
#include "lisp/cells/number.h"
#include "lisp/cells/text.h"
#include "lisp/cells/vector.h"
#include "lisp/names/primitive.h"
#include "lisp/regex/regex.h"

static void bad_pattern(void *source, const char *what, uint32_t at) {
    lisp_error("regex", "the regular expression %v is wrong at byte %d: %s", *(val *)source, (int)at, what);
}

static val p_pattern(val *a) {
    if (is_regex(a[0])) return a[0];
    if (!is_string(a[0])) type_error("re-pattern", "a string", a[0]);
    return regex_new(a[0], bad_pattern, a);
}
static val p_is_regex(val *a) { return boolean(is_regex(a[0])); }

static val slice(val text, const struct regex_span *s) {
    return s->to == ~0u ? NIL : string_slice(text, s->from, s->to);
}

/* All of the match, or, if there are groups, a vector of it and them. */
static val match_value(val text, const struct regex_span *spans, uint32_t groups) {
    if (!groups) return slice(text, spans);
    val list = NIL;
    for (uint32_t g = groups + 1; g--;) list = cons(slice(text, spans + g), list);
    return vector_from_list(list, groups + 1);
}

static val p_match(val *a) {
    struct regex_span spans[REGEX_GROUPS_MAX + 1];
    if (!is_regex(a[0])) type_error("a match", "a regular expression", a[0]);
    if (!is_string(a[1])) type_error("a match", "a string", a[1]);
    uint32_t bytes = string_bytes(a[1]);
    if (a[2] == fixnum((int32_t)bytes + 1)) return NIL; /* behind an empty match at the end */
    uint32_t from = string_place("a match", a[1], a[2]);
    if (!regex_match(a[0], a[1], from, truthy(a[3]), spans)) return NIL;
    uint32_t next = spans->to;
    if (next == spans->from) {
        if (next < bytes)
            string_next(a[1], &next);
        else
            next++;
    }
    val value = match_value(a[1], spans, regex_groups(a[0])), list = cons(fixnum((int32_t)next), NIL);
    list = cons(fixnum((int32_t)spans->from), cons(fixnum((int32_t)spans->to), list));
    return vector_from_list(cons(value, list), 4);
}

static val p_slice(val *a) {
    if (!is_string(a[0])) type_error("%slice", "a string", a[0]);
    uint32_t from = string_place("%slice", a[0], a[1]),
             to = a[2] == NIL ? string_bytes(a[0]) : string_place("%slice", a[0], a[2]);
    if (to < from) lisp_error("bounds", "%s: byte %v is before the start", "%slice", a[2]);
    return string_slice(a[0], from, to);
}

LARGE_MACHINES const struct primitive regex_primitives_large[] = {
    {"re-pattern", 1, p_pattern,
     USAGE("(re-pattern s) The regular expression with that text; an error of type :regex if there is a mistake in it. "
           "A regular expression itself.")},
    {"%regex?", 1, p_is_regex, USAGE("(%regex? x)")},
    {"%match", 4, p_match, USAGE("(%match regex s from whole) nil or [value start end next], bytes of s")},
    {"%slice", 3, p_slice, USAGE("(%slice s from to) from byte to byte; nil: the end")},
    {NULL, 0, NULL, NULL},
};
