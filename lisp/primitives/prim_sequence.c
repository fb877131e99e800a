/* Primitives on sequences. */
#include "lisp/cells/error.h"
#include "lisp/cells/host.h"
#include "lisp/cells/number.h"
#include "lisp/cells/seq.h"
#include "lisp/cells/sort.h"
#include "lisp/cells/text.h"
#include "lisp/cells/vector.h"
#include "lisp/names/primitive.h"

static val p_seq(val *a) { return seq(a[0]); }

static val p_first(val *a) {
    if (is_kind(a[0], KIND_CONS)) return car(a[0]);
    val s = seq(a[0]);
    return s == NIL ? NIL : seq_first(s);
}

static val p_rest(val *a) {
    val s = seq(a[0]);
    if (s == NIL) return EMPTY;
    s = seq_rest(s);
    return s == NIL ? EMPTY : s;
}

static val p_next(val *a) {
    val s = seq(a[0]);
    return s == NIL ? NIL : seq_next(s);
}

static val p_cons(val *a) {
    if (a[1] == NIL) return cons(a[0], EMPTY);
    if (is_seq(a[1])) return cons(a[0], a[1]);
    val s = seq(a[1]);
    return cons(a[0], s == NIL ? EMPTY : s);
}

static val p_second(val *a) {
    val s = seq(a[0]);
    if (s != NIL) s = seq_next(s);
    return s == NIL ? NIL : seq_first(s);
}

static val p_count(val *a) { return fixnum((int32_t)count_of(a[0])); }

/* After an `apply` the arguments may be any sequence. */
static val p_list(val *a) {
    uint32_t n;
    val list = seq_to_list(a[0], &n);
    return list == NIL ? EMPTY : list;
}

static val p_reverse(val *a) {
    val out = EMPTY, s = a[0];
    seq_realise(s);
    uint32_t round = 0;
    for (; is_kind(s, KIND_CONS); s = cdr(s), round++) {
        out = cons(car(s), out);
        lisp_poll_round(round);
    }
    for (s = seq(s); s != NIL; s = seq_next(s), round++) {
        out = cons(seq_first(s), out);
        lisp_poll_round(round);
    }
    return out;
}

static val p_vec(val *a) {
    uint32_t n;
    if (is_vector(a[0])) return a[0];
    val list = seq_to_list(a[0], &n);
    return vector_from_list(list, n);
}

static val p_subvec3(val *a) {
    if (!is_vector(a[0])) type_error("subvec", "a vector", a[0]);
    int32_t n = (int32_t)vector_count(a[0]), to = integer_in("subvec", a[2], 0, n),
            from = integer_in("subvec", a[1], 0, to);
    return vector_slice(a[0], (uint32_t)from, (uint32_t)to);
}

static val p_subvec2(val *a) {
    if (!is_vector(a[0])) type_error("subvec", "a vector", a[0]);
    val b[3] = {a[0], a[1], fixnum((int32_t)vector_count(a[0]))};
    return p_subvec3(b);
}

/* {atom} cells whose atom holds a function until it has been called. */
static val p_lazy(val *a) { return cell_mk2(KIND_LAZY, atom_new(a[0]), NIL); }

/* Only the first of several that realise the same sequence is heeded. */
static val p_lazy_set(val *a) {
    if (a[1] != NIL && !is_seqable(a[1])) type_error("lazy-seq", "a sequence or nil", a[1]);
    lazy_set(a[0], a[1]);
    return NIL;
}

static val p_lazy_release(val *a) { return lazy_release(a[0], a[1]), NIL; }

static val p_delay(val *a) { return cell_mk2(KIND_BOX, BOX_DELAY, a[0]); }
static val p_is_delay(val *a) { return boolean(is_box(a[0], BOX_DELAY)); }

static val p_is_realized(val *a) {
    val s = is_box(a[0], BOX_DELAY) ? cell_geti(a[0], DELAY_LAZY) : a[0], value;
    bool failed;
    if (is_kind(s, KIND_PROCESS)) return boolean(vm_host->ended(s, &value, &failed));
    return boolean(!is_kind(s, KIND_LAZY) || lazy_realised(s));
}

static val p_range3(val *a) {
    for (int i = 0; i < 3; i++)
        if (!is_fixnum(a[i]) && (i != 1 || a[i] != NIL)) return NIL;
    int32_t start = fixnum_value(a[0]), step = fixnum_value(a[2]);
    if (a[1] != NIL && (step > 0 ? start >= fixnum_value(a[1]) : start <= fixnum_value(a[1]))) return EMPTY;
    return range_box(start, a[1], a[2]);
}

static val p_is_seq(val *a) { return boolean(is_seq(a[0])); }
static val p_is_seqable(val *a) { return boolean(is_seqable(a[0])); }
static val p_is_sequential(val *a) { return boolean(is_sequential(a[0])); }
static val p_is_list(val *a) { return boolean(is_kind(a[0], KIND_CONS) || a[0] == EMPTY); }
static val p_is_vector(val *a) { return boolean(is_vector(a[0])); }
static val p_is_empty(val *a) {
    switch (cell_kind(a[0])) {
    case KIND_VECTOR:
    case KIND_MAP:
    case KIND_SET:
        return boolean(count_of(a[0]) == 0);
    default:
        return boolean(seq(a[0]) == NIL);
    }
}

static val p_sort1(val *a) {
    uint32_t n;
    return sort_list(seq_to_list(a[0], &n), false);
}

/* The elements of a[1] in the order of those of a[0], of which there are as many. */
static val p_sort2(val *a) {
    uint32_t n, round = 0;
    val keys = seq_to_list(a[0], &n), values = seq_to_list(a[1], &n), pairs = NIL, out = EMPTY;
    for (; is_kind(keys, KIND_CONS) && is_kind(values, KIND_CONS); keys = cdr(keys), values = cdr(values), round++) {
        pairs = cons(cons(car(keys), car(values)), pairs);
        lisp_poll_round(round);
    }
    pairs = list_reverse(sort_list(list_reverse(pairs), true));
    for (; is_kind(pairs, KIND_CONS); pairs = cdr(pairs), round++) {
        out = cons(cdr(car(pairs)), out);
        lisp_poll_round(round);
    }
    return out;
}

static val p_reduced(val *a) { return cell_mk2(KIND_BOX, BOX_REDUCED, a[0]); }
static val p_is_reduced(val *a) { return boolean(is_box(a[0], BOX_REDUCED)); }
static val p_unreduced(val *a) { return is_box(a[0], BOX_REDUCED) ? cell_geti(a[0], REDUCED_VALUE) : a[0]; }

const struct primitive sequence_primitives[] = {
    {"seq", 1, p_seq, USAGE("(seq coll) A sequence of the elements of a collection or string, nil if there are none.")},
    {"first", 1, p_first, USAGE("(first coll) The first element, nil if there is none.")},
    {"rest", 1, p_rest, USAGE("(rest coll) What follows the first element, () if nothing does.")},
    {"next", 1, p_next, USAGE("(next coll) What follows the first element, nil if nothing does.")},
    {"second", 1, p_second, USAGE("(second coll) The second element, nil if there is none.")},
    {"cons", 2, p_cons, USAGE("(cons x coll) The sequence of x and then the elements.")},
    {"count", 1, p_count,
     USAGE("(count coll) The number of elements, of a string its characters; all of a lazy sequence is computed.")},
    {"list", VARIADIC(0), p_list, USAGE("(list & xs) A list of the arguments.")},
    {"reverse", 1, p_reverse, USAGE("(reverse coll) The elements in reverse, as a list.")},
    {"vec", 1, p_vec, USAGE("(vec coll) The elements as a vector; a vector itself.")},
    {"vector", VARIADIC(0), p_vec, USAGE("(vector & xs) A vector of the arguments.")},
    {"subvec", 2, p_subvec2,
     USAGE("(subvec v from) (subvec v from to) The elements of the vector at indices from `from` to before `to` (its "
           "end), as a vector.")},
    {"subvec", 3, p_subvec3, NULL},
    {"%lazy", 1, p_lazy, USAGE("(%lazy f) the sequence that (f) will give")},
    {"%lazy-release", 2, p_lazy_release, USAGE("(%lazy-release s f) it is not realised after all")},
    {"%lazy-set", 2, p_lazy_set, USAGE("(%lazy-set s value)")},
    {"%range", 3, p_range3, USAGE("(%range start end step) nil unless fixnums")},
    {"seq?", 1, p_is_seq, USAGE("(seq? x) Whether x is a sequence: a list, also (), or what seq and lazy-seq give.")},
    {"seqable?", 1, p_is_seqable, USAGE("(seqable? x) Whether seq takes x: nil, a collection or a string.")},
    {"sequential?", 1, p_is_sequential, USAGE("(sequential? x) Whether x is a sequence or a vector.")},
    {"list?", 1, p_is_list, USAGE("(list? x) Whether x is a list: made by list or cons, or ().")},
    {"vector?", 1, p_is_vector, USAGE("(vector? x) Whether x is a vector.")},
    {"empty?", 1, p_is_empty, USAGE("(empty? coll) Whether there are no elements; true of nil.")},
    {"%sort", 1, p_sort1, USAGE("(%sort coll) (%sort keys coll) in the order of compare, of the elements or the keys")},
    {"%sort", 2, p_sort2, NULL},
    {"reduced", 1, p_reduced, USAGE("(reduced x) What a function returns to end the reduce that calls it, with x.")},
    {"reduced?", 1, p_is_reduced, USAGE("(reduced? x) Whether x is what reduced gives.")},
    {"unreduced", 1, p_unreduced, USAGE("(unreduced x) The x of (reduced x); any other x itself.")},
    {NULL, 0, NULL, NULL},
};

LARGE_MACHINES const struct primitive sequence_primitives_large[] = {
    {"%delay", 1, p_delay, USAGE("(%delay s) the delay whose value is the one element of s")},
    {"delay?", 1, p_is_delay, USAGE("(delay? x) Whether x is a delay.")},
    {"realized?", 1, p_is_realized,
     USAGE("(realized? x) Whether the lazy sequence or delay has been computed, or the process has ended; true of all "
           "else.")},
    {NULL, 0, NULL, NULL},
};
