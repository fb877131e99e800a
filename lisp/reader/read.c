/* The reader (read.h). Nesting is followed by C calls within what the C stack allows. */
#include "lisp/reader/read.h"
#include "lisp/cells/error.h"
#include "lisp/cells/map.h"
#include "lisp/cells/seq.h"
#include "lisp/cells/symbol.h"
#include "lisp/cells/text.h"
#include "lisp/cells/vector.h"
#include "lisp/names/meta.h"
#include "lisp/reader/read_token.h"
#include <string.h>

void reader_init(struct reader *r, val text) {
    r->text = text;
    r->at = 0;
    r->line = r->column = 1;
    r->cut = r->skipping = r->between = r->in_comment = false;
    r->arguments = ABSENT;
}

static val with_place(val list, uint32_t line, uint32_t column) {
    return meta_with(list, fixnum(place((int32_t)line, (int32_t)column)));
}

static val read_any(struct reader *r);

/* The form that must follow the one which begins at the reader's mark. */
static val read_required(struct reader *r) {
    uint32_t line = r->start_line, column = r->start_column;
    val v = read_any(r);
    if (v == ABSENT) read_incomplete(line, column, "a form is missing at the end of the text");
    return v;
}

/* (head form), for what stands before a form. */
static val read_prefixed(struct reader *r, val head) {
    uint32_t line = r->start_line, column = r->start_column;
    return with_place(cons(head, cons(read_required(r), EMPTY)), line, column);
}

/* ---- collections ---- */

static void skip_space(struct reader *r) {
    for (uint32_t n;;) {
        int c = read_peek(r, 0);
        lisp_poll_round(r->at);
        if (c == ';' || (c == '#' && read_peek(r, 1) == '!')) {
            for (; read_peek(r, 0) != END && read_peek(r, 0) != '\n'; read_take(r)) lisp_poll_round(r->at);
            r->in_comment = read_peek(r, 0) == END;
        } else if (c == '#' && read_peek(r, 1) == '_') {
            bool between = r->between;
            r->between = false;
            read_mark(r);
            read_take(r);
            read_take(r);
            read_required(r);
            r->between = between;
        } else if ((n = read_space(r))) {
            for (; n; n--) read_take(r);
        } else if (c == 0xef && read_peek(r, 1) == 0xbb && read_peek(r, 2) == 0xbf) {
            r->at += 3; /* a byte order mark */
        } else {
            return;
        }
    }
}

static val read_conditional(struct reader *r, val list, uint32_t *n, bool inside);

static bool at_conditional(const struct reader *r) { return read_peek(r, 0) == '#' && read_peek(r, 1) == '?'; }

/* What ends the elements of the form that began there: true if it is `close`. */
static bool at_end(struct reader *r, int close, uint32_t line, uint32_t column) {
    skip_space(r);
    int c = read_peek(r, 0);
    if (c == END) read_incomplete(line, column, "this form is not closed");
    if (c != close && (c == ')' || c == ']' || c == '}'))
        lisp_error("reader", "%d:%d: unexpected %s: what begins at %d:%d is not closed", (int)r->line, (int)r->column,
                   c == ')'   ? ")"
                   : c == ']' ? "]"
                              : "}",
                   (int)line, (int)column);
    if (c != close) return false;
    read_take(r);
    return true;
}

/* Elements up to `close`, as a list in reverse; *n: how many. */
static val read_elements(struct reader *r, int close, uint32_t *n) {
    uint32_t line = r->start_line, column = r->start_column;
    val list = NIL;
    for (*n = 0; !at_end(r, close, line, column);) {
        if (at_conditional(r)) {
            list = read_conditional(r, list, n, true);
        } else {
            list = cons(read_required(r), list);
            ++*n;
        }
    }
    return list;
}

static val forward(val reversed) {
    val list = EMPTY;
    for (uint32_t round = 0; reversed != NIL; reversed = cdr(reversed), round++) {
        list = cons(car(reversed), list);
        lisp_poll_round(round);
    }
    return list;
}

static val read_list(struct reader *r) {
    uint32_t n, line = r->start_line, column = r->start_column;
    val list = forward(read_elements(r, ')', &n));
    return list == EMPTY ? list : with_place(list, line, column);
}

static val read_vector(struct reader *r) {
    uint32_t n;
    val list = read_elements(r, ']', &n);
    return vector_from_list(forward(list), n);
}

/* The key of a map written behind #:ns; _ is the namespace of those that shall have none. */
static val key_within(val key, val ns) {
    if (!is_keyword(key) && !is_symbol(key)) return key;
    val own = cell_geti(key, SYMBOL_NS), name = cell_geti(key, SYMBOL_NAME);
    if (own != NIL && !string_is(own, "_")) return key;
    if (own != NIL) ns = NIL;
    return is_keyword(key) ? keyword(ns, name) : symbol(ns, name);
}

/* ns: the namespace of keys that have none, ABSENT if those shall have none. */
static val read_map(struct reader *r, val ns) {
    uint32_t n, line = r->start_line, column = r->start_column;
    val list = forward(read_elements(r, '}', &n)), m = map_empty();
    if (n % 2) read_fail_at("reader", line, column, "a map must have an even number of forms", NULL);
    for (; list != EMPTY; list = cdr(cdr(list))) {
        lisp_poll();
        val key = ns == ABSENT ? car(list) : key_within(car(list), ns);
        if (map_get(m, key, ABSENT) != ABSENT)
            lisp_error("reader", "%d:%d: duplicate key in a map: %v", (int)line, (int)column, key);
        m = map_assoc(m, key, car(cdr(list)));
    }
    return m;
}

static val read_set(struct reader *r) {
    uint32_t n, line = r->start_line, column = r->start_column;
    val list = forward(read_elements(r, '}', &n)), s = set_empty();
    for (; list != EMPTY; list = cdr(list)) {
        lisp_poll();
        val more = set_conj(s, car(list));
        if (more == s) lisp_error("reader", "%d:%d: duplicate element in a set: %v", (int)line, (int)column, car(list));
        s = more;
    }
    return s;
}

/* ---- forms that begin with # ---- */

static val read_lambda(struct reader *r) {
    if (r->arguments != ABSENT) read_fail(r, "#() within #()", NULL);
    uint32_t line = r->start_line, column = r->start_column;
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
    return with_place(cons(symbol_c("fn*"), cons(parameters, cons(body, EMPTY))), line, column);
}

/* #?(:feature form ...) and #?@(:feature collection ...): puts in front of the list the first form whose feature is
 * :lith or :default, or the elements of that form, and counts them. The other forms may hold what Lith has not. */
static val read_conditional(struct reader *r, val list, uint32_t *n, bool inside) {
    bool found = false, was_skipping = r->skipping;
    stack_check();
    read_mark(r);
    uint32_t line = r->line, column = r->column;
    read_take(r);
    read_take(r);
    bool splice = read_peek(r, 0) == '@';
    if (splice) read_take(r);
    if (splice && !inside) read_fail(r, "#?@ must be within a collection", NULL);
    skip_space(r);
    if (read_peek(r, 0) == END) read_incomplete(line, column, "this form is not closed");
    if (read_take(r) != '(') read_fail_at("reader", line, column, "#? must be followed by a list", NULL);
    while (!at_end(r, ')', line, column)) {
        val feature = read_required(r);
        if (!is_keyword(feature)) read_fail_at("reader", line, column, "#? needs keywords before its forms", NULL);
        bool take = !found && (feature == keyword_c("lith") || feature == keyword_c("default"));
        if (at_end(r, ')', line, column))
            read_fail_at("reader", line, column, "#? must have an even number of forms", NULL);
        r->skipping = was_skipping || !take;
        val form = read_required(r);
        r->skipping = was_skipping;
        if (!take) continue;
        found = true;
        if (!splice) {
            list = cons(form, list);
            ++*n;
        } else if (is_vector(form) || form == EMPTY || is_kind(form, KIND_CONS)) {
            for (val s = seq(form); s != NIL; s = seq_next(s), ++*n) {
                list = cons(seq_first(s), list);
                lisp_poll_round(*n);
            }
        } else {
            read_fail_at("reader", line, column, "#?@ takes a list or vector", NULL);
        }
    }
    return list;
}

static val read_meta(struct reader *r) {
    uint32_t line = r->start_line, column = r->start_column;
    val m = read_required(r), form = read_required(r);
    if (is_keyword(m))
        m = map_assoc(map_empty(), m, TRUE);
    else if (is_symbol(m) || is_string(m))
        m = map_assoc(map_empty(), keyword_c("tag"), m);
    else if (!is_map(m))
        read_fail_at("reader", line, column, "metadata must be a map, keyword, symbol or string", NULL);
    if (!is_symbol(form) && !is_vector(form) && !is_map(form) && !is_set(form) && form != EMPTY &&
        !is_kind(form, KIND_CONS))
        read_fail_at("reader", line, column, "only symbols and collections have metadata", NULL);
    val old = meta_of(form), k, v;
    if (old != NIL) {
        struct map_walk w;
        map_walk_start(&w, m);
        for (; map_walk_next(&w, &k, &v);) old = map_assoc(old, k, v);
        m = old;
    }
    return meta_with(form, m);
}

static val read_namespaced_map(struct reader *r) {
    uint32_t line = r->start_line, column = r->start_column;
    val ns = read_namespace(r);
    skip_space(r);
    if (read_peek(r, 0) == END) read_incomplete(line, column, "a map is missing at the end of the text");
    if (read_take(r) != '{') read_fail_at("reader", line, column, "#: must be followed by a namespace and a map", NULL);
    r->start_line = line;
    r->start_column = column;
    return read_map(r, ns);
}

static val read_hash(struct reader *r) {
    int c = read_peek(r, 0);
    if (c == END) read_incomplete(r->start_line, r->start_column, "a form is missing at the end of the text");
    if (!c || !strchr("{('\"#^:=", c)) {
        uint32_t line = r->start_line, column = r->start_column;
        val tag = read_tag(r), form = read_required(r);
        r->start_line = line;
        r->start_column = column;
        return read_tagged(r, tag, form);
    }
    read_take(r);
    switch (c) {
    case '{':
        return read_set(r);
    case '(':
        return read_lambda(r);
    case '\'':
        return read_prefixed(r, symbol_c("var"));
    case '"':
        return read_regex(r);
    case '#':
        return read_symbolic(r);
    case '^':
        return read_meta(r);
    case ':':
        return read_namespaced_map(r);
    default: {
        val v = read_unsupported(r, "#= is not supported: reading evaluates nothing", NULL);
        read_required(r);
        return v;
    }
    }
}

static val read_any(struct reader *r) {
    stack_check();
    for (;;) {
        skip_space(r);
        read_mark(r);
        int c = read_peek(r, 0);
        if (c == END) return ABSENT;
        if (at_conditional(r)) {
            uint32_t n = 0;
            val list = read_conditional(r, NIL, &n, false);
            if (n) return car(list);
            continue;
        }
        if (!strchr("()[]{}\"\\'`~@^#", c)) return read_token(r);
        read_take(r);
        switch (c) {
        case '(':
            return read_list(r);
        case '[':
            return read_vector(r);
        case '{':
            return read_map(r, ABSENT);
        case '"':
            return read_string(r);
        case '\\':
            return read_char(r);
        case '\'':
            return read_prefixed(r, symbol_c("quote"));
        case '`':
            return read_prefixed(r, symbol_c("syntax-quote"));
        case '@':
            return read_prefixed(r, symbol(string_from_c("lith.core"), string_from_c("deref")));
        case '^':
            return read_meta(r);
        case '#':
            return read_hash(r);
        case '~':
            if (read_peek(r, 0) != '@') return read_prefixed(r, symbol_c("unquote"));
            read_take(r);
            return read_prefixed(r, symbol_c("unquote-splicing"));
        case 0:
            read_fail(r, "unexpected character", NULL);
        default:
            read_fail(r, "unexpected closing bracket", NULL);
        }
    }
}

val read_form(struct reader *r) {
    r->between = true;
    skip_space(r);
    r->between = false;
    if (r->at == string_bytes(r->text)) return ABSENT;
    r->first_line = r->line;
    r->first_column = r->column;
    return read_any(r);
}
