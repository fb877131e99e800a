/* Sequences (seq.h). */
#include "seq.h"
#include "error.h"
#include "map.h"
#include "text.h"
#include "vector.h"

static val box3(val type, val a, val b) {
    val v = cell_new(KIND_BOX, 3);
    cell_seti(v, 0, type);
    cell_seti(v, 1, a);
    cell_seti(v, 2, b);
    return cell_seal(v);
}

bool is_seq(val v) {
    switch (cell_kind(v)) {
    case KIND_CONS:
    case KIND_LAZY:
        return true;
    case KIND_BOX: {
        val type = cell_geti(v, 0);
        return type == BOX_VSEQ || type == BOX_SSEQ || type == BOX_RANGE;
    }
    default:
        return v == EMPTY;
    }
}

bool is_sequential(val v) { return is_vector(v) || is_seq(v); }

bool is_seqable(val v) {
    return v == NIL || is_sequential(v) || is_map(v) || is_set(v) || is_string(v) || is_kind(v, KIND_TUPLE);
}

static val map_seq(val map, bool keys_only) {
    struct map_walk w;
    val k, v, out = NIL;
    map_walk_start(&w, map);
    while (map_walk_next(&w, &k, &v)) out = cons(keys_only ? k : vector_2(k, v), out);
    return list_reverse(out);
}

val list_reverse(val list) {
    val out = NIL;
    for (; is_kind(list, KIND_CONS); list = cdr(list)) out = cons(car(list), out);
    return out;
}

val seq(val x) {
    for (;;) {
        switch (cell_kind(x)) {
        case KIND_CONS:
            return x;
        case KIND_LAZY: {
            val inner = atom_get(cell_geti(x, 0));
            if (is_kind(inner, KIND_FN)) lisp_force(x);
            x = inner;
            continue;
        }
        case KIND_VECTOR:
            return vector_count(x) ? box3(BOX_VSEQ, x, fixnum(0)) : NIL;
        case KIND_MAP:
            return map_count(x) ? map_seq(x, false) : NIL;
        case KIND_SET:
            return map_count(set_map(x)) ? map_seq(set_map(x), true) : NIL;
        case KIND_STRING:
            return cell_len(x) ? box3(BOX_SSEQ, x, fixnum(0)) : NIL;
        case KIND_TUPLE: {
            val list = NIL;
            for (uint32_t i = cell_len(x); i--;) list = cons(cell_get(x, i), list);
            return list;
        }
        case KIND_BOX:
            if (is_seq(x)) return x;
            if (is_string(x)) return box3(BOX_SSEQ, x, fixnum(0));
            break;
        default:
            if (x == NIL || x == EMPTY) return NIL;
        }
        type_error("seq", "a sequence or collection", x);
    }
}

val seq_first(val s) {
    if (is_kind(s, KIND_CONS)) return car(s);
    val type = cell_geti(s, 0), a = cell_geti(s, 1);
    if (type == BOX_RANGE) return a;
    uint32_t i = (uint32_t)fixnum_value(cell_geti(s, 2));
    if (type == BOX_VSEQ) return vector_nth(a, i);
    return CHARACTER(string_next(a, &i));
}

static val range_rest(val s) {
    lisp_poll();
    val end = cell_geti(s, 2), step = cell_geti(s, 3);
    int32_t next = fixnum_value(cell_geti(s, 1)) + fixnum_value(step);
    if (end != NIL && (fixnum_value(step) > 0 ? next >= fixnum_value(end) : next <= fixnum_value(end))) return EMPTY;
    if (next > FIXNUM_MAX || next < FIXNUM_MIN) lisp_error("overflow", "range: beyond 30 bits");
    val r = cell_new(KIND_BOX, 4);
    cell_seti(r, 0, BOX_RANGE);
    cell_seti(r, 1, fixnum(next));
    cell_seti(r, 2, end);
    cell_seti(r, 3, step);
    return cell_seal(r);
}

val seq_rest(val s) {
    if (is_kind(s, KIND_CONS)) return cdr(s);
    val type = cell_geti(s, 0);
    if (type == BOX_RANGE) return range_rest(s);
    val whole = cell_geti(s, 1);
    uint32_t i = (uint32_t)fixnum_value(cell_geti(s, 2));
    if (type == BOX_VSEQ) return i + 1 < vector_count(whole) ? box3(type, whole, fixnum((int32_t)i + 1)) : EMPTY;
    string_next(whole, &i);
    return i < string_bytes(whole) ? box3(type, whole, fixnum((int32_t)i)) : EMPTY;
}

void seq_realise(val v) {
    while (is_kind(v, KIND_CONS) || is_kind(v, KIND_LAZY)) {
        if (is_kind(v, KIND_CONS)) {
            v = cdr(v);
            continue;
        }
        val inner = atom_get(cell_geti(v, 0));
        if (is_kind(inner, KIND_FN)) lisp_force_all(v);
        v = inner;
    }
}

uint32_t count_of(val v) {
    switch (cell_kind(v)) {
    case KIND_VECTOR:
        return vector_count(v);
    case KIND_MAP:
        return map_count(v);
    case KIND_SET:
        return map_count(set_map(v));
    case KIND_STRING:
        return string_count(v);
    case KIND_TUPLE:
        return cell_len(v);
    default:
        break;
    }
    if (is_string(v)) return string_count(v);
    if (is_box(v, BOX_VSEQ)) return vector_count(cell_geti(v, 1)) - (uint32_t)fixnum_value(cell_geti(v, 2));
    if (!is_seqable(v)) type_error("count", "a collection", v);
    seq_realise(v);
    uint32_t n = 0;
    for (val s = seq(v); s != NIL; s = seq_next(s)) n++;
    return n;
}

val seq_to_list(val v, uint32_t *n) {
    seq_realise(v);
    uint32_t count = 0;
    val s = seq(v), l = s;
    for (; is_kind(l, KIND_CONS); l = cdr(l)) count++;
    *n = count;
    if (l == NIL || l == EMPTY) return s;
    val out = NIL;
    for (count = 0; s != NIL; s = seq_next(s), count++) out = cons(seq_first(s), out);
    *n = count;
    return list_reverse(out);
}
