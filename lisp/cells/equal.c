/* Equality, hashes and order (equal.h). Nesting is followed by C calls, as deep as the C stack allows; beyond that an
 * error is thrown (stack_check). */
#include "lisp/cells/equal.h"
#include "lisp/cells/error.h"
#include "lisp/cells/map.h"
#include "lisp/cells/number.h"
#include "lisp/cells/real.h"
#include "lisp/cells/seq.h"
#include "lisp/cells/symbol.h"
#include "lisp/cells/text.h"
#include "lisp/cells/vector.h"

static bool sequences_equal(val a, val b) {
    if (is_vector(a) && is_vector(b) && vector_count(a) != vector_count(b)) return false;
    seq_realise(a);
    seq_realise(b);
    a = seq(a);
    b = seq(b);
    for (uint32_t round = 0; a != NIL && b != NIL; a = seq_next(a), b = seq_next(b), round++) {
        if (!equal(seq_first(a), seq_first(b))) return false;
        lisp_poll_round(round);
    }
    return a == b;
}

/* A set's map has each element as key and value: those are compared once, not twice at each level of nesting. */
static bool maps_equal(val a, val b, bool keys_only) {
    struct map_walk w;
    val k, v;
    if (map_count(a) != map_count(b)) return false;
    map_walk_start(&w, a);
    for (uint32_t round = 0; map_walk_next(&w, &k, &v); round++) {
        val other = map_get(b, k, ABSENT);
        if (other == ABSENT || (!keys_only && !equal(v, other))) return false;
        lisp_poll_round(round);
    }
    return true;
}

static bool raw_equal(val a, val b) {
    uint32_t n = cell_len(a);
    if (n != cell_len(b)) return false;
    for (uint32_t i = 0; i < (n + 3) / 4; i++)
        if (cell_word(a, i) != cell_word(b, i)) return false;
    return true;
}

static bool boxes_equal(val a, val b) {
    val type = cell_geti(a, BOX_TYPE);
    if (cell_geti(b, BOX_TYPE) != type) return false;
    if (type == BOX_STRING) return string_equal(a, b);
    if (type == BOX_TAGGED)
        return equal(cell_geti(a, TAGGED_TAG), cell_geti(b, TAGGED_TAG)) &&
               equal(cell_geti(a, TAGGED_FORM), cell_geti(b, TAGGED_FORM));
    return type == BOX_REGEX && string_equal(regex_source(a), regex_source(b));
}

bool equal(val a, val b) {
    if (a == b) return !is_double(a) || real_equal(a, a);
    uint32_t kind = cell_kind(a);
    if (kind >= KIND_FIXNUM && kind != KIND_IMMEDIATE) return false;
    stack_check();
    if (is_sequential(a)) return is_sequential(b) && sequences_equal(a, b);
    if (cell_kind(b) != kind) return false;
    switch (kind) {
    case KIND_STRING:
        return string_equal(a, b);
    case KIND_BYTES:
    case KIND_INT64:
        return raw_equal(a, b);
    case KIND_DOUBLE:
        return real_equal(a, b);
    case KIND_SYMBOL:
        return symbol_equal(a, b);
    case KIND_MAP:
        return maps_equal(a, b, false);
    case KIND_SET:
        return maps_equal(set_map(a), set_map(b), true);
    case KIND_BOX:
        return boxes_equal(a, b);
    default:
        return false;
    }
}

static uint32_t mix(uint32_t h) {
    h ^= h >> 16;
    h *= 0x85ebca6bu;
    h ^= h >> 13;
    h *= 0xc2b2ae35u;
    return h ^ h >> 16;
}

static uint32_t sequence_hash(val v) {
    uint32_t h = 1, round = 0;
    seq_realise(v);
    for (val s = seq(v); s != NIL; s = seq_next(s)) {
        h = 31 * h + hash_of(seq_first(s));
        lisp_poll_round(round++);
    }
    return mix(h);
}

static uint32_t map_hash(val m, bool keys_only) {
    struct map_walk w;
    val k, v;
    uint32_t h = map_count(m);
    map_walk_start(&w, m);
    for (uint32_t round = 0; map_walk_next(&w, &k, &v); round++) {
        h += keys_only ? hash_of(k) : mix(hash_of(k) * 31 + hash_of(v));
        lisp_poll_round(round);
    }
    return mix(h);
}

uint32_t hash_of(val v) {
    switch (cell_kind(v)) {
    case KIND_SYMBOL:
    case KIND_KEYWORD:
        return mix((uint32_t)fixnum_value(cell_geti(v, SYMBOL_HASH)));
    case KIND_STRING:
        return string_hash(v);
    case KIND_INT64:
    case KIND_BYTES: {
        uint32_t h = 7, words = (cell_len(v) + 3) / 4;
        for (uint32_t i = 0; i < words; i++) h = mix(h ^ cell_word(v, i));
        return h;
    }
    case KIND_DOUBLE: /* both zeros are equal */
        return cell_word(v, 0) | cell_word(v, 1) << 1 ? mix(cell_word(v, 0) ^ mix(cell_word(v, 1))) : 0;
    case KIND_MAP:
        stack_check();
        return map_hash(v, false);
    case KIND_SET:
        stack_check();
        return map_hash(set_map(v), true);
    case KIND_CONS:
    case KIND_LAZY:
    case KIND_VECTOR:
        stack_check();
        return sequence_hash(v);
    case KIND_BOX:
        if (is_string(v)) return string_hash(v);
        stack_check();
        if (is_seq(v)) return sequence_hash(v);
        if (is_box(v, BOX_TAGGED)) return hash_of(cell_geti(v, TAGGED_FORM));
        if (is_regex(v)) return string_hash(regex_source(v)) + 1;
        return 3;
    case KIND_VAR:
        return hash_of(cell_geti(v, VAR_NAME)) + 1;
    case KIND_PROCESS:
        return mix((uint32_t)fixnum_value(cell_geti(v, PROCESS_NUMBER)));
    default:
        /* The empty list is equal to an empty vector. What has identity only (functions, atoms) cannot be told apart
         * by anything stable. */
        if (v == EMPTY) return mix(1);
        return is_ref(v) ? cell_kind(v) : mix(word_of(v));
    }
}

static int rank(val v) {
    if (v == NIL) return 0;
    if (v == TRUE || v == FALSE) return 1;
    if (is_char(v)) return 2;
    if (is_number(v)) return 3;
    if (is_string(v)) return 4;
    if (is_keyword(v)) return 5;
    if (is_symbol(v)) return 6;
    return is_vector(v) ? 7 : 8;
}

static int compare_text(val a, val b) {
    if (a == NIL || b == NIL) return (a != NIL) - (b != NIL);
    return string_compare(a, b);
}

int compare(val a, val b) {
    int kind = rank(a);
    if (a == b) return 0;
    if (a == NIL) return -1;
    if (b == NIL) return 1;
    if (kind != rank(b) || kind == 8) lisp_error("type", "compare: cannot compare %v with %v", a, b);
    switch (kind) {
    case 1:
        return a == TRUE ? 1 : -1;
    case 2:
        return char_value(a) < char_value(b) ? -1 : 1;
    case 3:
        return number_compare(a, b);
    case 4:
        return string_compare(a, b);
    case 7: {
        uint32_t n = vector_count(a), m = vector_count(b);
        if (n != m) return n < m ? -1 : 1;
        stack_check();
        for (uint32_t i = 0; i < n; i++) {
            int c = compare(vector_nth(a, i), vector_nth(b, i));
            if (c) return c;
            lisp_poll_round(i);
        }
        return 0;
    }
    default: {
        int c = compare_text(cell_geti(a, SYMBOL_NS), cell_geti(b, SYMBOL_NS));
        return c ? c : compare_text(cell_geti(a, SYMBOL_NAME), cell_geti(b, SYMBOL_NAME));
    }
    }
}
