/* The printer (print.h). Nesting is followed by C calls within what the C stack allows. */
#include "lisp/printer/print.h"
#include "lisp/cells/error.h"
#include "lisp/cells/map.h"
#include "lisp/cells/number.h"
#include "lisp/cells/real.h"
#include "lisp/cells/seq.h"
#include "lisp/cells/symbol.h"
#include "lisp/cells/vector.h"
#include "lisp/names/primitive.h"

const char *char_name(uint32_t c) {
    switch (c) {
    case '\n':
        return "newline";
    case ' ':
        return "space";
    case '\t':
        return "tab";
    case '\r':
        return "return";
    case '\b':
        return "backspace";
    case '\f':
        return "formfeed";
    default:
        return NULL;
    }
}

void print_integer(struct text *t, int64_t n) {
    char digits[24];
    int i = 0;
    uint64_t left = n < 0 ? 0 - (uint64_t)n : (uint64_t)n, digit;
    if (n < 0) text_byte(t, '-');
    while (left >> 32) {
        left = number_divide(left, 10, &digit);
        digits[i++] = (char)('0' + digit);
    }
    uint32_t low = (uint32_t)left;
    do digits[i++] = (char)('0' + low % 10);
    while (low /= 10);
    while (i) text_byte(t, digits[--i]);
}

static void print_hex4(struct text *t, uint32_t c) {
    for (int shift = 12; shift >= 0; shift -= 4) text_byte(t, "0123456789abcdef"[c >> shift & 15]);
}

static void print_quoted(struct text *t, val s) {
    uint32_t n = string_bytes(s);
    text_byte(t, '"');
    for (uint32_t i = 0; i < n; i++) {
        char c = (char)string_byte(s, i);
        if (c == '"' || c == '\\') {
            text_byte(t, '\\');
            text_byte(t, c);
        } else if (c == '\n') {
            text_add(t, "\\n");
        } else if (c == '\t') {
            text_add(t, "\\t");
        } else if (c == '\r') {
            text_add(t, "\\r");
        } else if ((uint8_t)c < 32 || c == 127) {
            text_add(t, "\\u");
            print_hex4(t, (uint8_t)c);
        } else {
            text_byte(t, c);
        }
    }
    text_byte(t, '"');
}

static void print_char(struct text *t, uint32_t c) {
    const char *name = char_name(c);
    text_byte(t, '\\');
    if (name) {
        text_add(t, name);
    } else if (c < 32 || c == 127) {
        text_byte(t, 'u');
        print_hex4(t, c);
    } else {
        text_char(t, c);
    }
}

static void print_name(struct text *t, val s) {
    if (cell_geti(s, SYMBOL_NS) != NIL) {
        text_string(t, cell_geti(s, SYMBOL_NS));
        text_byte(t, '/');
    }
    text_string(t, cell_geti(s, SYMBOL_NAME));
}

static void print_elements(struct text *t, val v, bool readable, const char *open, const char *close) {
    text_add(t, open);
    seq_realise(v);
    bool first = true;
    for (val s = seq(v); s != NIL; s = seq_next(s), first = false) {
        if (!first) text_byte(t, ' ');
        print_value(t, seq_first(s), readable);
    }
    text_add(t, close);
}

static void print_map(struct text *t, val m, bool readable) {
    struct map_walk w;
    val k, v;
    bool first = true;
    text_byte(t, '{');
    map_walk_start(&w, m);
    for (; map_walk_next(&w, &k, &v); first = false) {
        if (!first) text_add(t, ", ");
        print_value(t, k, readable);
        text_byte(t, ' ');
        print_value(t, v, readable);
    }
    text_byte(t, '}');
}

static void print_primitive(struct text *t, val v) {
    text_add(t, "#<fn ");
    text_add(t, primitive_table[primitive_index(v)]->name);
    text_byte(t, '>');
}

static void print_function(struct text *t, val f) {
    val name = fn_name(f);
    text_add(t, "#<fn");
    if (name != NIL) {
        text_byte(t, ' ');
        print_value(t, name, false);
    }
    text_byte(t, '>');
}

static void print_error(struct text *t, val e, bool readable) {
    text_add(t, "#error {:message ");
    print_value(t, cell_geti(e, ERROR_MESSAGE), readable);
    if (cell_geti(e, ERROR_DATA) != NIL) {
        text_add(t, ", :data ");
        print_value(t, cell_geti(e, ERROR_DATA), readable);
    }
    if (cell_geti(e, ERROR_CAUSE) != NIL) {
        text_add(t, ", :cause ");
        print_value(t, cell_geti(e, ERROR_CAUSE), readable);
    }
    text_byte(t, '}');
}

/* As it would stand in a program: a quote has a backslash. */
static void print_regex(struct text *t, val source) {
    text_add(t, "#\"");
    for (uint32_t i = 0; i < string_bytes(source); i++) {
        char c = (char)string_byte(source, i);
        if (c == '"') text_byte(t, '\\');
        text_byte(t, c);
        if (c == '\\' && ++i < string_bytes(source)) text_byte(t, (char)string_byte(source, i));
    }
    text_byte(t, '"');
}

static void print_box(struct text *t, val v, bool readable) {
    val type = cell_geti(v, BOX_TYPE);
    if (type == BOX_ERROR) {
        print_error(t, v, readable);
    } else if (type == BOX_REDUCED) {
        text_add(t, "#<reduced ");
        print_value(t, cell_geti(v, REDUCED_VALUE), readable);
        text_byte(t, '>');
    } else if (type == BOX_DELAY) {
        text_add(t, "#<delay>");
    } else if (type == BOX_NAMESPACE) {
        text_add(t, "#<namespace ");
        print_name(t, cell_geti(v, NAMESPACE_NAME));
        text_byte(t, '>');
    } else if (type == BOX_TAGGED) {
        text_byte(t, '#');
        print_value(t, cell_geti(v, TAGGED_TAG), readable);
        text_byte(t, ' ');
        print_value(t, cell_geti(v, TAGGED_FORM), readable);
    } else if (type == BOX_REGEX) {
        if (readable)
            print_regex(t, regex_source(v));
        else
            text_string(t, regex_source(v));
    } else {
        print_elements(t, v, readable, "(", ")");
    }
}

static void print_immediate(struct text *t, val v, bool readable) {
    if (is_char(v)) {
        if (readable)
            print_char(t, char_value(v));
        else
            text_char(t, char_value(v));
    } else if (is_primitive(v)) {
        print_primitive(t, v);
    } else {
        text_add(t, v == NIL ? "nil" : v == TRUE ? "true" : v == FALSE ? "false" : v == EMPTY ? "()" : "#<unbound>");
    }
}

void print_value(struct text *t, val v, bool readable) {
    stack_check();
    if (is_string(v)) {
        if (readable)
            print_quoted(t, v);
        else
            text_string(t, v);
        return;
    }
    switch (cell_kind(v)) {
    case KIND_FIXNUM:
    case KIND_INT64:
        print_integer(t, integer_value(v));
        return;
    case KIND_IMMEDIATE:
        print_immediate(t, v, readable);
        return;
    case KIND_DOUBLE: {
        char digits[40];
        real_print(v, digits);
        text_add(t, digits);
        return;
    }
    case KIND_KEYWORD:
        text_byte(t, ':');
        print_name(t, v);
        return;
    case KIND_SYMBOL:
        print_name(t, v);
        return;
    case KIND_CONS:
    case KIND_LAZY:
        print_elements(t, v, readable, "(", ")");
        return;
    case KIND_VECTOR:
        print_elements(t, v, readable, "[", "]");
        return;
    case KIND_SET:
        print_elements(t, v, readable, "#{", "}");
        return;
    case KIND_MAP:
        print_map(t, v, readable);
        return;
    case KIND_ATOM:
        text_add(t, "#<atom ");
        print_value(t, atom_get(v), readable);
        text_byte(t, '>');
        return;
    case KIND_FN:
        print_function(t, v);
        return;
    case KIND_VAR:
        text_add(t, "#'");
        print_name(t, cell_geti(cell_geti(v, VAR_NS), 1));
        text_byte(t, '/');
        print_name(t, cell_geti(v, VAR_NAME));
        return;
    case KIND_BOX:
        print_box(t, v, readable);
        return;
    case KIND_CONT:
        text_add(t, "#<continuation>");
        return;
    case KIND_PROCESS:
        text_add(t, "#<process ");
        print_integer(t, fixnum_value(cell_geti(v, PROCESS_NUMBER)));
        text_byte(t, '>');
        return;
    case KIND_BYTES:
        text_add(t, "#<bytes ");
        print_integer(t, cell_len(v));
        text_byte(t, '>');
        return;
    default:
        text_add(t, "#<cell of kind ");
        print_integer(t, cell_kind(v));
        text_byte(t, '>');
    }
}
