/* Persistent vectors (vector.h). */
#include "lisp/cells/vector.h"
#include "lisp/cells/error.h"

#define WIDTH 32u
#define BITS 5u

static val make(uint32_t count, uint32_t shift, val root, val tail, val meta) {
    val v = cell_new(KIND_VECTOR, VECTOR_WORDS);
    cell_seti(v, VECTOR_COUNT, fixnum((int32_t)count));
    cell_seti(v, VECTOR_SHIFT, fixnum((int32_t)shift));
    cell_seti(v, VECTOR_ROOT, root);
    cell_seti(v, VECTOR_TAIL, tail);
    cell_seti(v, VECTOR_META, meta);
    return cell_seal(v);
}

static uint32_t shift_of(val v) { return (uint32_t)fixnum_value(cell_geti(v, VECTOR_SHIFT)); }
static val meta_of(val v) { return cell_geti(v, VECTOR_META); }
/* Index of the first element of the tail. */
static uint32_t tail_start(uint32_t count) { return count ? (count - 1) & ~(WIDTH - 1) : 0; }

val vector_empty(void) { return make(0, BITS, NIL, NIL, NIL); }

/* A copy of the vector with so many elements, the last of them in this tail. */
static val open_with(val v, uint32_t count, val tail) {
    val made = cell_copy(KIND_VECTOR, v, VECTOR_WORDS);
    cell_seti(made, VECTOR_COUNT, fixnum((int32_t)count));
    cell_seti(made, VECTOR_TAIL, tail);
    return made;
}

/* The same, where the others are somewhere else, too. */
static val with_root(val v, uint32_t count, uint32_t shift, val root, val tail) {
    val made = open_with(v, count, tail);
    cell_seti(made, VECTOR_SHIFT, fixnum((int32_t)shift));
    cell_seti(made, VECTOR_ROOT, root);
    return cell_seal(made);
}

/* A copy of the tuple with `length` words, the last of which may be beyond the old ones; slot i of them becomes x. */
static val tuple_with(val tuple, uint32_t length, uint32_t i, val x) {
    val t = cell_copy(KIND_TUPLE, tuple, length);
    cell_set(t, i, x);
    return cell_seal(t);
}

static val tuple_prefix(val tuple, uint32_t length) { return cell_seal(cell_copy(KIND_TUPLE, tuple, length)); }

static val leaf_for(val v, uint32_t i) {
    if (i >= tail_start(vector_count(v))) return cell_geti(v, VECTOR_TAIL);
    val node = cell_geti(v, VECTOR_ROOT);
    for (uint32_t shift = shift_of(v); shift; shift -= BITS) node = cell_get(node, i >> shift & (WIDTH - 1));
    return node;
}

val vector_nth(val v, uint32_t i) { return cell_get(leaf_for(v, i), i & (WIDTH - 1)); }

static val new_path(uint32_t shift, val node) {
    for (; shift; shift -= BITS) node = cell_mk1(KIND_TUPLE, node);
    return node;
}

/* Puts a full tail below `node` (nil: not there yet); count: elements before the new one. Depth is at most 6. */
static val push_tail(uint32_t shift, val node, uint32_t count, val tail) {
    uint32_t i = (count - 1) >> shift & (WIDTH - 1);
    val child;
    if (shift == BITS)
        child = tail;
    else if (node != NIL && i < cell_len(node))
        child = push_tail(shift - BITS, cell_get(node, i), count, tail);
    else
        child = new_path(shift - BITS, tail);
    return node == NIL ? cell_mk1(KIND_TUPLE, child) : tuple_with(node, i + 1, i, child);
}

val vector_conj(val v, val x) {
    uint32_t count = vector_count(v), shift = shift_of(v), in_tail = count - tail_start(count);
    val root = cell_geti(v, VECTOR_ROOT), tail = cell_geti(v, VECTOR_TAIL);
    if (in_tail < WIDTH) {
        tail = tail == NIL ? cell_mk1(KIND_TUPLE, x) : tuple_with(tail, in_tail + 1, in_tail, x);
        return cell_seal(open_with(v, count + 1, tail));
    }
    if (count >> BITS > 1u << shift) {
        root = cell_mk2(KIND_TUPLE, root, new_path(shift, tail));
        shift += BITS;
    } else {
        root = push_tail(shift, root, count, tail);
    }
    return with_root(v, count + 1, shift, root, cell_mk1(KIND_TUPLE, x));
}

static val assoc_in(uint32_t shift, val node, uint32_t i, val x) {
    uint32_t slot = i >> shift & (WIDTH - 1);
    if (shift) x = assoc_in(shift - BITS, cell_get(node, slot), i, x);
    return tuple_with(node, cell_len(node), slot, x);
}

val vector_assoc(val v, uint32_t i, val x) {
    uint32_t count = vector_count(v);
    val root = cell_geti(v, VECTOR_ROOT), tail = cell_geti(v, VECTOR_TAIL);
    if (i >= tail_start(count))
        tail = tuple_with(tail, cell_len(tail), i & (WIDTH - 1), x);
    else
        root = assoc_in(shift_of(v), root, i, x);
    return with_root(v, count, shift_of(v), root, tail);
}

/* The node without its last leaf (the one of element `last`), nil if it had no other. */
static val pop_tail(uint32_t shift, val node, uint32_t last) {
    uint32_t i = last >> shift & (WIDTH - 1);
    val child = shift > BITS ? pop_tail(shift - BITS, cell_get(node, i), last) : NIL;
    if (child == NIL) return i ? tuple_prefix(node, i) : NIL;
    return tuple_with(node, i + 1, i, child);
}

val vector_pop(val v) {
    uint32_t count = vector_count(v), shift = shift_of(v);
    val root = cell_geti(v, VECTOR_ROOT), tail = cell_geti(v, VECTOR_TAIL);
    if (count == 1) return make(0, BITS, NIL, NIL, meta_of(v));
    if (cell_len(tail) > 1) return cell_seal(open_with(v, count - 1, tuple_prefix(tail, cell_len(tail) - 1)));
    tail = leaf_for(v, count - 2);
    root = pop_tail(shift, root, count - 2);
    if (shift > BITS && cell_len(root) == 1) {
        root = cell_geti(root, 0);
        shift -= BITS;
    }
    return with_root(v, count - 1, shift, root, tail);
}

val vector_with_meta(val v, val meta) {
    val made = cell_copy(KIND_VECTOR, v, VECTOR_WORDS);
    cell_seti(made, VECTOR_META, meta);
    return cell_seal(made);
}

val vector_2(val a, val b) { return make(2, BITS, NIL, cell_mk2(KIND_TUPLE, a, b), NIL); }

/* Elements come in whole leaves; `next` hands out the next element. */
val vector_from_list(val list, uint32_t n) {
    val root = NIL;
    uint32_t shift = BITS, done = 0;
    while (n - done > WIDTH) {
        val leaf = cell_new(KIND_TUPLE, WIDTH);
        for (uint32_t k = 0; k < WIDTH; k++, list = cdr(list)) cell_set(leaf, k, car(list));
        cell_seal(leaf);
        done += WIDTH;
        lisp_poll();
        if (done >> BITS > 1u << shift) {
            root = cell_mk2(KIND_TUPLE, root, new_path(shift, leaf));
            shift += BITS;
        } else {
            root = push_tail(shift, root, done, leaf);
        }
    }
    val tail = NIL;
    if (n > done) {
        tail = cell_new(KIND_TUPLE, n - done);
        for (uint32_t k = 0; k < n - done; k++, list = cdr(list)) cell_set(tail, k, car(list));
        cell_seal(tail);
    }
    return make(n, shift, root, tail, NIL);
}

val vector_slice(val v, uint32_t from, uint32_t to) {
    val list = NIL;
    for (uint32_t i = to; i-- > from;) {
        list = cons(vector_nth(v, i), list);
        lisp_poll_round(i);
    }
    return vector_from_list(list, to - from);
}
