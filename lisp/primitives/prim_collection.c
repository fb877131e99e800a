/* Primitives on collections, and on what holds values: atoms, vars, errors, metadata. */
#include "lisp/cells/atom.h"
#include "lisp/cells/collection.h"
#include "lisp/cells/equal.h"
#include "lisp/cells/error.h"
#include "lisp/cells/host.h"
#include "lisp/cells/map.h"
#include "lisp/cells/number.h"
#include "lisp/cells/seq.h"
#include "lisp/cells/symbol.h"
#include "lisp/cells/text.h"
#include "lisp/cells/vector.h"
#include "lisp/interpreter/vm.h"
#include "lisp/names/library.h"
#include "lisp/names/meta.h"
#include "lisp/names/namespace.h"
#include "lisp/names/primitive.h"

/* ---- access ---- */

static val error_field(val e, val key, val otherwise) {
    static const char *const names[] = {"message", "data", "cause", "trace", "type"};
    for (uint32_t i = 0; i < sizeof names / sizeof *names; i++)
        if (key == keyword_c(names[i])) return cell_get(e, ERROR_MESSAGE + i);
    return otherwise;
}

val lookup(val collection, val key, val otherwise) {
    switch (cell_kind(collection)) {
    case KIND_MAP:
        return map_get(collection, key, otherwise);
    case KIND_SET:
        return map_find_key(set_map(collection), key, otherwise);
    case KIND_VECTOR:
        if (!is_fixnum(key) || (uint32_t)fixnum_value(key) >= vector_count(collection)) return otherwise;
        return vector_nth(collection, (uint32_t)fixnum_value(key));
    case KIND_BOX:
        if (is_box(collection, BOX_ERROR)) return error_field(collection, key, otherwise);
        if (is_box(collection, BOX_TAGGED))
            return key == keyword_c("tag")    ? cell_geti(collection, TAGGED_TAG)
                   : key == keyword_c("form") ? cell_geti(collection, TAGGED_FORM)
                                              : otherwise;
        break;
    default:
        break;
    }
    if (is_string(collection) && is_fixnum(key) && fixnum_value(key) >= 0) {
        uint32_t at = string_offset(collection, (uint32_t)fixnum_value(key));
        if (at < string_bytes(collection)) return CHARACTER(string_next(collection, &at));
    }
    return otherwise;
}

val element(val vector, val index) {
    if (!is_integer(index)) type_error("nth", "an integer", index);
    val v = lookup(vector, index, ABSENT);
    if (v == ABSENT) lisp_error("bounds", "nth: index %v is out of bounds", index);
    return v;
}

static val p_get2(val *a) { return lookup(a[0], a[1], NIL); }
static val p_get3(val *a) { return lookup(a[0], a[1], a[2]); }

/* otherwise: ABSENT to throw. */
static val nth_missing(val index, val otherwise) {
    if (otherwise == ABSENT) lisp_error("bounds", "nth: index %v is out of bounds", index);
    return otherwise;
}

static inline val next_n(val s, int32_t n) {
    for (; n > 0 && s != NIL; n--) {
        s = seq_next(s);
        lisp_poll_round((uint32_t)n);
    }
    return s;
}

/* nth of a sequence for an index that is no fixnum. */
static __attribute__((noinline)) val nth_far(val coll, val index, val otherwise) {
#ifndef VM_COMPACT /* icebreaker has no room for what nobody waits for */
    enum { ROUND = 1 << 30 };
    int64_t n = integer_value(index);
    val s = n < 0 ? NIL : seq(coll);
    for (; n > 0 && s != NIL; n -= ROUND) s = next_n(s, n < ROUND ? (int32_t)n : ROUND);
    if (s != NIL) return seq_first(s);
#endif
    (void)coll;
    return nth_missing(index, otherwise);
}

static val nth(val coll, val index, val otherwise) {
    if (!is_integer(index)) type_error("nth", "an integer", index);
    if (is_vector(coll) || is_string(coll)) {
        val v = lookup(coll, index, otherwise);
        return v == ABSENT ? nth_missing(index, ABSENT) : v;
    }
    if (coll == NIL) return otherwise == ABSENT ? NIL : otherwise;
    if (is_map(coll) || is_set(coll)) type_error("nth", "a sequence", coll);
    if (!is_fixnum(index)) return nth_far(coll, index, otherwise);
    val s = fixnum_value(index) < 0 ? NIL : next_n(seq(coll), fixnum_value(index));
    return s != NIL ? seq_first(s) : nth_missing(index, otherwise);
}
static val p_nth2(val *a) { return nth(a[0], a[1], ABSENT); }
static val p_nth3(val *a) { return nth(a[0], a[1], a[2]); }

static val p_contains(val *a) {
    if (a[0] == NIL) return FALSE;
    if (!is_map(a[0]) && !is_set(a[0]) && !is_vector(a[0])) type_error("contains?", "a map, set or vector", a[0]);
    return boolean(lookup(a[0], a[1], ABSENT) != ABSENT);
}

static val p_find(val *a) {
    if (a[0] == NIL) return NIL;
    if (is_vector(a[0])) {
        val v = lookup(a[0], a[1], ABSENT);
        return v == ABSENT ? NIL : vector_2(a[1], v);
    }
    if (!is_map(a[0])) type_error("find", "a map", a[0]);
    val key = map_find_key(a[0], a[1], ABSENT);
    return key == ABSENT ? NIL : vector_2(key, map_get(a[0], a[1], NIL));
}

/* ---- growing and shrinking ---- */

static val conj_map(val map, val x) {
    if (x == NIL) return map;
    if (is_map(x)) {
        struct map_walk w;
        val k, v;
        map_walk_start(&w, x);
        for (uint32_t round = 0; map_walk_next(&w, &k, &v); round++) {
            map = map_assoc(map, k, v);
            lisp_poll_round(round);
        }
        return map;
    }
    if (!is_vector(x) || vector_count(x) != 2) type_error("conj", "a map or a vector of key and value", x);
    return map_assoc(map, vector_nth(x, 0), vector_nth(x, 1));
}

val coll_conj(val coll, val x) {
    switch (cell_kind(coll)) {
    case KIND_VECTOR:
        return vector_conj(coll, x);
    case KIND_MAP:
        return conj_map(coll, x);
    case KIND_SET:
        return set_conj(coll, x);
    default:
        if (coll == NIL) return cons(x, EMPTY);
        if (is_seq(coll)) return cons(x, coll);
        type_error("conj", "a collection", coll);
    }
}
static val p_conj0(val *a) { return (void)a, vector_empty(); }
static val p_conj1(val *a) { return a[0]; }
static val p_conj2(val *a) { return coll_conj(a[0], a[1]); }
static val p_conj_n(val *a) {
    val c = coll_conj(a[0], a[1]);
    seq_realise(a[2]);
    for (val s = seq(a[2]); s != NIL; s = seq_next(s)) {
        lisp_poll();
        c = coll_conj(c, seq_first(s));
    }
    return c;
}

static val assoc(val coll, val key, val value) {
    if (coll == NIL) coll = map_empty();
    if (is_map(coll)) return map_assoc(coll, key, value);
    if (!is_vector(coll)) type_error("assoc", "a map or vector", coll);
    uint32_t n = vector_count(coll), i = (uint32_t)integer_in("assoc", key, 0, (int32_t)n);
    return i == n ? vector_conj(coll, value) : vector_assoc(coll, i, value);
}
static val p_assoc(val *a) { return assoc(a[0], a[1], a[2]); }
static val p_assoc_n(val *a) {
    val m = assoc(a[0], a[1], a[2]);
    seq_realise(a[3]);
    for (val s = seq(a[3]); s != NIL; s = seq_next(s)) {
        lisp_poll();
        val key = seq_first(s);
        s = seq_next(s);
        if (s == NIL) lisp_error("arity", "assoc: the key %v has no value", key);
        m = assoc(m, key, seq_first(s));
    }
    return m;
}

static val p_dissoc1(val *a) { return a[0]; }
static val dissoc(val m, val key) {
    if (m == NIL) return NIL;
    if (!is_map(m)) type_error("dissoc", "a map", m);
    return map_dissoc(m, key);
}
static val p_dissoc2(val *a) { return dissoc(a[0], a[1]); }
static val p_dissoc_n(val *a) {
    val m = dissoc(a[0], a[1]);
    seq_realise(a[2]);
    for (val s = seq(a[2]); s != NIL; s = seq_next(s)) {
        lisp_poll();
        m = dissoc(m, seq_first(s));
    }
    return m;
}

static val disj(val s, val x) {
    if (s == NIL) return NIL;
    if (!is_set(s)) type_error("disj", "a set", s);
    return set_disj(s, x);
}
static val p_disj2(val *a) { return disj(a[0], a[1]); }
static val p_disj_n(val *a) {
    val s = disj(a[0], a[1]);
    seq_realise(a[2]);
    for (val l = seq(a[2]); l != NIL; l = seq_next(l)) {
        lisp_poll();
        s = disj(s, seq_first(l));
    }
    return s;
}

static val p_peek(val *a) {
    if (a[0] == NIL) return NIL;
    if (is_vector(a[0])) return vector_count(a[0]) ? vector_nth(a[0], vector_count(a[0]) - 1) : NIL;
    if (!is_seq(a[0])) type_error("peek", "a vector or list", a[0]);
    val s = seq(a[0]);
    return s == NIL ? NIL : seq_first(s);
}

static val p_pop(val *a) {
    if (a[0] == NIL) return NIL;
    if (is_vector(a[0])) {
        if (!vector_count(a[0])) lisp_error("bounds", "pop: the vector is empty");
        return vector_pop(a[0]);
    }
    val s = is_seq(a[0]) ? seq(a[0]) : NIL;
    if (s == NIL) lisp_error("bounds", "pop: no elements in %v", a[0]);
    s = seq_rest(s);
    return s == NIL ? EMPTY : s;
}

static val p_hash_map(val *a) {
    val m = map_empty();
    seq_realise(a[0]);
    for (val s = seq(a[0]); s != NIL; s = seq_next(s)) {
        lisp_poll();
        val key = seq_first(s);
        s = seq_next(s);
        if (s == NIL) lisp_error("arity", "hash-map: the key %v has no value", key);
        m = map_assoc(m, key, seq_first(s));
    }
    return m;
}

static val p_set(val *a) {
    if (is_set(a[0])) return a[0];
    val s = set_empty();
    seq_realise(a[0]);
    for (val l = seq(a[0]); l != NIL; l = seq_next(l)) {
        lisp_poll();
        s = set_conj(s, seq_first(l));
    }
    return s;
}

/* What %into does natively: all elements of a sequence that is realised already go into a collection. */
static val p_into(val *a) {
    val c = a[0];
    seq_realise(a[1]);
    if (is_vector(c) && vector_count(c) == 0) {
        uint32_t n;
        val list = seq_to_list(a[1], &n), v = vector_from_list(list, n);
        return cell_geti(c, VECTOR_META) == NIL ? v : vector_with_meta(v, cell_geti(c, VECTOR_META));
    }
    for (val s = seq(a[1]); s != NIL; s = seq_next(s)) {
        lisp_poll();
        c = coll_conj(c, seq_first(s));
    }
    return c;
}

static val keys_or_values(const char *who, val m, bool keys) {
    struct map_walk w;
    val k, v, out = NIL;
    if (m == NIL) return NIL;
    if (!is_map(m)) {
        if (seq(m) == NIL) return NIL;
        type_error(who, "a map", m);
    }
    map_walk_start(&w, m);
    for (uint32_t round = 0; map_walk_next(&w, &k, &v); round++) {
        out = cons(keys ? k : v, out);
        lisp_poll_round(round);
    }
    return list_reverse(out);
}
static val p_keys(val *a) { return keys_or_values("keys", a[0], true); }
static val p_vals(val *a) { return keys_or_values("vals", a[0], false); }

static val p_empty(val *a) {
    switch (cell_kind(a[0])) {
    case KIND_VECTOR:
        return vector_with_meta(vector_empty(), meta_of(a[0]));
    case KIND_MAP:
        return map_with_meta(map_empty(), meta_of(a[0]));
    case KIND_SET:
        return set_from_map(map_empty(), meta_of(a[0]));
    default:
        return is_seq(a[0]) ? EMPTY : NIL;
    }
}

static val p_is_map(val *a) { return boolean(is_map(a[0])); }
static val p_is_set(val *a) { return boolean(is_set(a[0])); }
static val p_is_coll(val *a) { return boolean(is_map(a[0]) || is_set(a[0]) || is_sequential(a[0])); }

/* ---- metadata ---- */

static val p_meta(val *a) { return meta_of(a[0]); }
static val p_with_meta(val *a) {
    if (a[1] != NIL && !is_map(a[1])) type_error("with-meta", "a map or nil", a[1]);
    return meta_with(a[0], a[1]);
}
static val p_form_meta(val *a) { return meta_of_form(a[0]); }
static val p_place(val *a) { return place_of(a[0]) && !library_has(a[1]) ? fixnum(place_of(a[0])) : NIL; }
/* A form made from another gets that one's place, or a place as %place gives it. */
static val p_with_place(val *a) {
    int32_t place = is_fixnum(a[1]) ? fixnum_value(a[1]) : place_of(a[1]);
    return place && is_kind(a[0], KIND_CONS) ? meta_with(a[0], fixnum(place)) : a[0];
}

static val p_tagged_literal(val *a) {
    if (!is_symbol(a[0])) type_error("tagged-literal", "a symbol", a[0]);
    return tagged(a[0], a[1]);
}
static val p_is_tagged(val *a) { return boolean(is_box(a[0], BOX_TAGGED)); }

/* ---- identity and state ---- */

static val p_identical(val *a) { return boolean(a[0] == a[1]); }
static val p_is_nil(val *a) { return boolean(a[0] == NIL); }
static val p_is_some(val *a) { return boolean(a[0] != NIL); }
static val p_not(val *a) { return boolean(!truthy(a[0])); }
static val p_is_fn(val *a) { return boolean(is_kind(a[0], KIND_FN) || is_primitive(a[0])); }
static val p_is_ifn(val *a) {
    uint32_t k = cell_kind(a[0]);
    return boolean(is_primitive(a[0]) || k == KIND_FN || k == KIND_CONT || k == KIND_KEYWORD || k == KIND_SYMBOL ||
                   k == KIND_MAP || k == KIND_SET || k == KIND_VECTOR || k == KIND_VAR);
}
static val p_is_continuation(val *a) { return boolean(is_kind(a[0], KIND_CONT)); }

static val p_atom(val *a) { return atom_new(a[0]); }
static val p_is_atom(val *a) { return boolean(is_kind(a[0], KIND_ATOM)); }
static val checked_atom(const char *who, val v) {
    if (!is_kind(v, KIND_ATOM)) type_error(who, "an atom", v);
    return v;
}
static val process_value(val process) {
    val value;
    bool failed;
    if (!vm_host->ended(process, &value, &failed)) lisp_force(process);
    if (failed) lisp_throw(value);
    return value;
}

static val delay_value(val delay) {
    val lazy = cell_geti(delay, DELAY_LAZY);
    if (atom_get(cell_geti(lazy, LAZY_ATOM)) == vm.process) lisp_error("deadlock", "a delay needs its own value");
    return seq_first(seq(lazy));
}

static val p_deref(val *a) {
    if (is_kind(a[0], KIND_VAR)) return var_value(a[0]);
    if (is_kind(a[0], KIND_PROCESS)) return process_value(a[0]);
    if (is_box(a[0], BOX_REDUCED)) return cell_geti(a[0], REDUCED_VALUE);
    if (is_box(a[0], BOX_DELAY)) return delay_value(a[0]);
    return atom_get(checked_atom("deref", a[0]));
}
static val p_reset(val *a) {
    atom_write(checked_atom("reset!", a[0]), a[1]);
    return a[1];
}
static val p_compare_and_set(val *a) {
    return boolean(atom_write_if(checked_atom("compare-and-set!", a[0]), a[1], a[2]) == a[1]);
}
static val p_view(val *a) { return atom_view(checked_atom("atom-view", a[0])); }

/* ---- errors ---- */

static val p_ex_info2(val *a) { return error_new(a[0], a[1], NIL, keyword_c("error")); }
static val p_ex_info3(val *a) { return error_new(a[0], a[1], a[2], keyword_c("error")); }
static val p_error4(val *a) { return error_new(a[0], a[1], a[2], a[3]); }
static val p_is_error(val *a) { return boolean(is_box(a[0], BOX_ERROR)); }
static val error_part(val e, uint32_t i) { return is_box(e, BOX_ERROR) ? cell_get(e, i) : NIL; }
static val p_ex_message(val *a) { return error_part(a[0], ERROR_MESSAGE); }
static val p_ex_data(val *a) { return error_part(a[0], ERROR_DATA); }
static val p_ex_cause(val *a) { return error_part(a[0], ERROR_CAUSE); }
static val p_ex_trace(val *a) { return error_part(a[0], ERROR_TRACE); }
static val p_ex_type(val *a) { return error_part(a[0], ERROR_TYPE); }

const struct primitive collection_primitives[] = {
    {"get", 2, p_get2,
     USAGE("(get coll key) (get coll key otherwise) The value at the key of a map, the index of a vector or string, or "
           "the element of a set; `otherwise` (nil) if there is none.")},
    {"get", 3, p_get3, NULL},
    {"nth", 2, p_nth2,
     USAGE("(nth coll i) (nth coll i otherwise) The element at index i of a vector, string or sequence; if there is "
           "none `otherwise`, or an error. nil of nil.")},
    {"nth", 3, p_nth3, NULL},
    {"contains?", 2, p_contains,
     USAGE("(contains? coll key) Whether the map has the key, the vector the index, or the set the element; false of "
           "nil.")},
    {"find", 2, p_find, USAGE("(find m key) The entry [key value] of a map or vector, nil if there is none.")},
    {"conj", 0, p_conj0,
     USAGE("(conj) (conj coll & xs) The collection with the xs: at the end of a vector, in front of a sequence; of a "
           "map they are entries or maps. nil becomes a list, no argument at all a vector.")},
    {"conj", 1, p_conj1, NULL},
    {"conj", 2, p_conj2, NULL},
    {"conj", VARIADIC(2), p_conj_n, NULL},
    {"assoc", 3, p_assoc,
     USAGE("(assoc coll key value & more) The map (or nil) with these values at the keys, or the vector at the "
           "indices, of which the next one makes it longer.")},
    {"assoc", VARIADIC(3), p_assoc_n, NULL},
    {"dissoc", 1, p_dissoc1, USAGE("(dissoc m & keys) The map without these keys.")},
    {"dissoc", 2, p_dissoc2, NULL},
    {"dissoc", VARIADIC(2), p_dissoc_n, NULL},
    {"disj", 1, p_dissoc1, USAGE("(disj s & xs) The set without these elements.")},
    {"disj", 2, p_disj2, NULL},
    {"disj", VARIADIC(2), p_disj_n, NULL},
    {"peek", 1, p_peek, USAGE("(peek coll) The last element of a vector, the first of a list; nil if there is none.")},
    {"pop", 1, p_pop,
     USAGE("(pop coll) The vector or list without the element of peek; an error if there is none, but nil of nil.")},
    {"hash-map", VARIADIC(0), p_hash_map,
     USAGE("(hash-map & keys-and-values) A map of the keys to the values behind them; of equal keys the last one "
           "counts.")},
    {"hash-set", VARIADIC(0), p_set, USAGE("(hash-set & xs) A set of the arguments.")},
    {"set", 1, p_set, USAGE("(set coll) The elements as a set; a set itself.")},
    {"%into", 2, p_into, USAGE("(%into to from)")},
    {"keys", 1, p_keys, USAGE("(keys m) The keys of a map, nil if there are none.")},
    {"vals", 1, p_vals, USAGE("(vals m) The values of a map, nil if there are none.")},
    {"empty", 1, p_empty,
     USAGE("(empty coll) An empty collection of the same kind, with the metadata of a vector, map or set; () of any "
           "sequence, nil of what is no collection.")},
    {"map?", 1, p_is_map, USAGE("(map? x) Whether x is a map.")},
    {"set?", 1, p_is_set, USAGE("(set? x) Whether x is a set.")},
    {"coll?", 1, p_is_coll, USAGE("(coll? x) Whether x is a collection: a sequence, vector, map or set.")},
    {"meta", 1, p_meta, USAGE("(meta x) The metadata of x: a map, or nil.")},
    {"with-meta", 2, p_with_meta,
     USAGE("(with-meta x m) x with the map m (or nil) as metadata; an error if x is of a kind that has none.")},
    {"%form-meta", 1, p_form_meta, USAGE("(%form-meta form) its metadata, but for the place of a list")},
    {"tagged-literal", 2, p_tagged_literal,
     USAGE("(tagged-literal tag form) What #tag form reads as; it has :tag and :form.")},
    {"%tagged?", 1, p_is_tagged, USAGE("(%tagged? x)")},
    {"identical?", 2, p_identical,
     USAGE("(identical? x y) Whether x and y are one cell, or the same immediate value.")},
    {"nil?", 1, p_is_nil, USAGE("(nil? x) Whether x is nil.")},
    {"some?", 1, p_is_some, USAGE("(some? x) Whether x is not nil.")},
    {"not", 1, p_not, USAGE("(not x) true if x is nil or false, else false.")},
    {"fn?", 1, p_is_fn, USAGE("(fn? x) Whether x is a function.")},
    {"ifn?", 1, p_is_ifn,
     USAGE("(ifn? x) Whether x can be called: functions, keywords, symbols, maps, sets, vectors, vars and "
           "continuations can.")},
    {"continuation?", 1, p_is_continuation, USAGE("(continuation? x) Whether x is a continuation.")},
    {"atom", 1, p_atom, USAGE("(atom x) A new atom that holds x.")},
    {"atom?", 1, p_is_atom, USAGE("(atom? x) Whether x is an atom.")},
    {"deref", 1, p_deref,
     USAGE("(deref x) What the atom, var, delay or reduced value holds; the value of a process when it has ended, or "
           "its error is thrown.")},
    {"reset!", 2, p_reset, USAGE("(reset! a x) Sets the atom to x; x.")},
    {"compare-and-set!", 3, p_compare_and_set,
     USAGE("(compare-and-set! a old new) Sets the atom to `new` if it holds the very value `old`; whether it did.")},
    {"ex-info", 2, p_ex_info2,
     USAGE("(ex-info message data) (ex-info message data cause) An error to be thrown, of type :error, with a message, "
           "data and the error that caused it (nil).")},
    {"ex-info", 3, p_ex_info3, NULL},
    {"%error", 4, p_error4, USAGE("(%error message data cause type)")},
    {"error?", 1, p_is_error, USAGE("(error? x) Whether x is an error, of the machine or made by ex-info.")},
    {"ex-message", 1, p_ex_message,
     USAGE("(ex-message e) The message of an error; nil of all else, which can be thrown too.")},
    {"ex-data", 1, p_ex_data, USAGE("(ex-data e) The data of an error; nil of all else.")},
    {"ex-cause", 1, p_ex_cause, USAGE("(ex-cause e) The error that caused this one, or nil.")},
    {"ex-trace", 1, p_ex_trace,
     USAGE("(ex-trace e) Where the error was thrown: [function file line column]s, innermost first.")},
    {"ex-type", 1, p_ex_type, USAGE("(ex-type e) The type of an error, a keyword; nil of all else.")},
    {NULL, 0, NULL, NULL},
};

LARGE_MACHINES const struct primitive collection_primitives_large[] = {
    {"%place", 2, p_place, USAGE("(%place form file) where it was read: line * 1024 + column; nil in the library")},
    {"%with-place", 2, p_with_place,
     USAGE("(%with-place form from) form with the place of from, a form or what %place gave")},
    {"atom-view", 1, p_view, USAGE("(atom-view a) The same atom, to be read only.")},
    {NULL, 0, NULL, NULL},
};
