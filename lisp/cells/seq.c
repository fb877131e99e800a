/* Sequences (seq.h). */
#include "lisp/cells/seq.h"
#include "lisp/cells/atom.h"
#include "lisp/cells/error.h"
#include "lisp/cells/map.h"
#include "lisp/cells/text.h"
#include "lisp/cells/vector.h"
#include "lisp/cells/vm_state.h"

static val view(val type, val whole, uint32_t index) {
    val v = cell_new(KIND_BOX, 3);
    cell_seti(v, BOX_TYPE, type);
    cell_seti(v, VIEW_WHOLE, whole);
    cell_seti(v, VIEW_INDEX, fixnum((int32_t)index));
    return cell_seal(v);
}

static uint32_t view_index(val view) { return (uint32_t)fixnum_value(cell_geti(view, VIEW_INDEX)); }

bool is_seq(val v) {
    switch (cell_kind(v)) {
    case KIND_CONS:
    case KIND_LAZY:
        return true;
    case KIND_BOX: {
        val type = cell_geti(v, BOX_TYPE);
        return type == BOX_VSEQ || type == BOX_SSEQ || type == BOX_RANGE;
    }
    default:
        return v == EMPTY;
    }
}

bool lazy_realised(val lazy) { return !is_unrealised(atom_get(cell_geti(lazy, LAZY_ATOM))); }

val lazy_claim(val lazy, val process) {
    val atom = cell_geti(lazy, LAZY_ATOM), f = atom_get(atom);
    return is_kind(f, KIND_FN) && atom_write_if(atom, f, process) == f ? f : NIL;
}

void lazy_release(val lazy, val f) {
    val atom = cell_geti(lazy, LAZY_ATOM), owner = atom_get(atom);
    if (is_kind(owner, KIND_PROCESS)) atom_write_if(atom, owner, f);
}

/* What the last of a chain of realised lazy sequences holds, or the first that is not realised. */
static val chain_end(val v) {
    for (uint32_t round = 0; is_kind(v, KIND_LAZY); round++) {
        val inner = atom_get(cell_geti(v, LAZY_ATOM));
        if (is_unrealised(inner)) break;
        v = inner;
        lisp_poll_round(round);
    }
    return v;
}

void lazy_set(val lazy, val value) {
    val atom = cell_geti(lazy, LAZY_ATOM), old = atom_get(atom), end = chain_end(value);
    if (is_kind(end, KIND_LAZY) && cell_geti(end, LAZY_ATOM) == atom) end = NIL;
    if (is_unrealised(old)) atom_write_if(atom, old, end);
}

/* The usual case of lazy_follow without a call. */
#ifdef VM_COMPACT
#define follow lazy_follow
#else
static val follow(val lazy) {
    val inner = atom_get(cell_geti(lazy, LAZY_ATOM));
    return is_kind(inner, KIND_CONS) ? inner : lazy_follow(lazy);
}
#endif

val lazy_follow(val lazy) {
    val atom = cell_geti(lazy, LAZY_ATOM), next = atom_get(atom), end;
    if (is_unrealised(next)) return lazy;
    end = chain_end(next);
    if (end != next) atom_write_if(atom, next, end);
    return is_kind(end, KIND_LAZY) && atom_get(cell_geti(end, LAZY_ATOM)) == vm.process ? NIL : end;
}

bool is_sequential(val v) { return is_vector(v) || is_seq(v); }

bool is_seqable(val v) {
    return v == NIL || is_sequential(v) || is_map(v) || is_set(v) || is_string(v) || is_kind(v, KIND_TUPLE);
}

static val map_seq(val map, bool keys_only) {
    struct map_walk w;
    val k, v, out = NIL;
    map_walk_start(&w, map);
    for (uint32_t round = 0; map_walk_next(&w, &k, &v); round++) {
        out = cons(keys_only ? k : vector_2(k, v), out);
        lisp_poll_round(round);
    }
    return list_reverse(out);
}

val list_reverse(val list) {
    val out = NIL;
    for (uint32_t round = 0; is_kind(list, KIND_CONS); list = cdr(list), round++) {
        out = cons(car(list), out);
        lisp_poll_round(round);
    }
    return out;
}

val seq(val x) {
    for (;;) {
        switch (cell_kind(x)) {
        case KIND_CONS:
            return x;
        case KIND_LAZY:
            x = follow(x);
            if (is_kind(x, KIND_LAZY)) lisp_force(x);
            continue;
        case KIND_VECTOR:
            return vector_count(x) ? view(BOX_VSEQ, x, 0) : NIL;
        case KIND_MAP:
            return map_count(x) ? map_seq(x, false) : NIL;
        case KIND_SET:
            return map_count(set_map(x)) ? map_seq(set_map(x), true) : NIL;
        case KIND_STRING:
            return cell_len(x) ? view(BOX_SSEQ, x, 0) : NIL;
        case KIND_TUPLE: {
            val list = NIL;
            for (uint32_t i = cell_len(x); i--;) list = cons(cell_get(x, i), list);
            return list;
        }
        case KIND_BOX:
            if (is_seq(x)) return x;
            if (is_string(x)) return view(BOX_SSEQ, x, 0);
            break;
        default:
            if (x == NIL || x == EMPTY) return NIL;
        }
        type_error("seq", "a sequence or collection", x);
    }
}

val seq_first(val s) {
    if (is_kind(s, KIND_CONS)) return car(s);
    val type = cell_geti(s, BOX_TYPE);
    if (type == BOX_RANGE) return cell_geti(s, RANGE_START);
    val whole = cell_geti(s, VIEW_WHOLE);
    uint32_t i = view_index(s);
    if (type == BOX_VSEQ) return vector_nth(whole, i);
    return CHARACTER(string_next(whole, &i));
}

/* Walking a view makes conses of the next elements, this many at a time: a third of the work of a view at each step. */
#define CHUNK 8

val range_box(int32_t start, val end, val step) {
    val r = cell_new(KIND_BOX, 4);
    cell_seti(r, BOX_TYPE, BOX_RANGE);
    cell_seti(r, RANGE_START, fixnum(start));
    cell_seti(r, RANGE_END, end);
    cell_seti(r, RANGE_STEP, step);
    return cell_seal(r);
}

/* How many elements a range has; FIXNUM_MAX without an end. */
static uint32_t range_count(val s) {
    int32_t start = fixnum_value(cell_geti(s, RANGE_START)), step = fixnum_value(cell_geti(s, RANGE_STEP));
    if (cell_geti(s, RANGE_END) == NIL) return FIXNUM_MAX;
    int32_t span = fixnum_value(cell_geti(s, RANGE_END)) - start;
    return (uint32_t)(step > 0 ? (span - 1) / step : (span + 1) / step) + 1;
}

static bool fits(int64_t n) { return n <= FIXNUM_MAX && n >= FIXNUM_MIN; }

static val range_rest(val s) {
    int64_t start = fixnum_value(cell_geti(s, RANGE_START)), step = fixnum_value(cell_geti(s, RANGE_STEP));
    uint32_t left = range_count(s) - 1, n = left < CHUNK ? left : CHUNK;
    val list = EMPTY;
    lisp_poll();
    while (n && !fits(start + n * step)) n--;
    if (!n && left) lisp_error("overflow", "range: beyond 30 bits");
    if (n < left) {
        /* The view of what comes next begins with the last number there is, if there are no more. */
        int64_t next = start + (n + 1) * step;
        if (!fits(next)) next = start + n-- * step;
        list = range_box((int32_t)next, cell_geti(s, RANGE_END), cell_geti(s, RANGE_STEP));
    }
    for (int64_t at = start + n * step; n; n--, at -= step) list = cons(fixnum((int32_t)at), list);
    return list;
}

static val vector_rest(val s) {
    val whole = cell_geti(s, VIEW_WHOLE);
    uint32_t from = view_index(s) + 1, end = vector_count(whole), i = end;
    val list = EMPTY;
    if (end - from > CHUNK) {
        i = from + CHUNK;
        list = view(BOX_VSEQ, whole, i);
    }
    while (i > from) list = cons(vector_nth(whole, --i), list);
    return list;
}

static val string_rest(val s) {
    val whole = cell_geti(s, VIEW_WHOLE), c[CHUNK];
    uint32_t i = view_index(s), n = 0;
    string_next(whole, &i);
    while (n < CHUNK && i < string_bytes(whole)) c[n++] = CHARACTER(string_next(whole, &i));
    val list = i < string_bytes(whole) ? view(BOX_SSEQ, whole, i) : EMPTY;
    while (n) list = cons(c[--n], list);
    return list;
}

val seq_rest(val s) {
    if (is_kind(s, KIND_CONS)) return cdr(s);
    val type = cell_geti(s, BOX_TYPE);
    return type == BOX_RANGE ? range_rest(s) : type == BOX_VSEQ ? vector_rest(s) : string_rest(s);
}

void seq_realise(val v) {
    for (uint32_t round = 0;; round++) {
        if (is_kind(v, KIND_CONS)) v = cdr(v);
        if (is_kind(v, KIND_LAZY)) {
            v = follow(v);
            if (is_kind(v, KIND_LAZY)) lisp_force_all(v);
        } else if (!is_kind(v, KIND_CONS)) {
            return;
        }
        lisp_poll_round(round);
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
    if (!is_seqable(v)) type_error("count", "a collection", v);
    seq_realise(v);
    uint32_t n = 0;
    for (val s = seq(v); s != NIL; s = seq_next(s), n++) {
        if (is_box(s, BOX_VSEQ)) return n + vector_count(cell_geti(s, VIEW_WHOLE)) - view_index(s);
        if (is_box(s, BOX_RANGE) && cell_geti(s, RANGE_END) != NIL) return n + range_count(s);
        lisp_poll_round(n);
    }
    return n;
}

val seq_to_list(val v, uint32_t *n) {
    seq_realise(v);
    uint32_t count = 0;
    val s = seq(v), l = s;
    for (; is_kind(l, KIND_CONS); l = cdr(l)) lisp_poll_round(count++);
    *n = count;
    if (l == NIL || l == EMPTY) return s;
    val out = NIL;
    for (count = 0; s != NIL; s = seq_next(s), count++) {
        out = cons(seq_first(s), out);
        lisp_poll_round(count);
    }
    *n = count;
    return list_reverse(out);
}
