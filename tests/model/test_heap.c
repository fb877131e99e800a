/* The functional heap by itself: results, traps and their order, space, and what a collection keeps. */
#include "heap.h"
#include <lith_isa.h>

#include <setjmp.h>
#include <stdarg.h>

#include <cmocka.h>

#define NIL 2u
#define ADDRESS_WIDTH 12
#define HANDLE_WIDTH 10
#define ROOTS 64

struct fixture {
    struct heap heap;
    tword roots[ROOTS];
};

static bool give_roots(void *machine, uint32_t low, uint32_t high) {
    struct fixture *f = machine;
    (void)low, (void)high;
    for (int i = 0; i < ROOTS; i++) heap_mark_root(&f->heap, f->roots[i]);
    return true;
}

static int set_up(void **state) {
    static struct fixture f;
    f = (struct fixture){.roots = {0}};
    *state = &f;
    return heap_init(&f.heap, ADDRESS_WIDTH, HANDLE_WIDTH, give_roots, &f) ? 0 : -1;
}

static int tear_down(void **state) {
    struct fixture *f = *state;
    assert_null(f->heap.broken);
    heap_free(&f->heap);
    return 0;
}

static tword fixnum(int32_t n) { return (uint32_t)n << 2; }
static tword mk1(struct fixture *f, uint32_t kind, tword v) { return heap_request(&f->heap, HEAP_MK1, kind, v, 0, 0); }
static tword cons(struct fixture *f, tword v, tword w) { return heap_request(&f->heap, HEAP_MK2, KIND_CONS, v, w, 0); }
static tword new_cell(struct fixture *f, uint32_t kind, uint32_t n) {
    return heap_request(&f->heap, HEAP_NEW, kind, n, 0, 0);
}
static tword op(struct fixture *f, enum heap_op o, tword ref, tword a, tword b) {
    return heap_request(&f->heap, o, 0, ref, a, b);
}
static tword get(struct fixture *f, tword ref, uint32_t i) { return op(f, HEAP_GET, ref, i, 0); }
static void collect(struct fixture *f) { assert_int_equal(op(f, HEAP_GCSTART, 0, 0, 0), 1); }

#define assert_traps(answer, cause) assert_int_equal(HEAP_CAUSE(answer), cause)

static void sealed_and_open(void **state) {
    struct fixture *f = *state;
    tword c = cons(f, fixnum(1), NIL), v = new_cell(f, KIND_VECTOR, 3);
    assert_int_equal(get(f, c, 0), fixnum(1));
    assert_int_equal(get(f, v, 2), NIL);
    assert_int_equal(op(f, HEAP_SET, v, 2, c), 0);
    assert_int_equal(get(f, v, 2), c);
    assert_int_equal(op(f, HEAP_SEAL, v, 0, 0), v);
    assert_traps(op(f, HEAP_SET, v, 2, NIL), CAUSE_SEALED);
    assert_int_equal(op(f, HEAP_LEN, v, 0, 0), 3);
}

static void bytes(void **state) {
    struct fixture *f = *state;
    tword b = new_cell(f, KIND_BYTES, 5);
    for (uint32_t i = 0; i < 5; i++) assert_int_equal(op(f, HEAP_SETB, b, i, 0x10 + i), 0);
    assert_int_equal(op(f, HEAP_LEN, b, 0, 0), 5);
    assert_int_equal(get(f, b, 0), 0x13121110);
    assert_int_equal(get(f, b, 1), 0x14);
    assert_int_equal(op(f, HEAP_GETB, b, 4, 0), 0x14);
    assert_traps(op(f, HEAP_GETB, b, 5, 0), CAUSE_BOUNDS);
    assert_int_equal(op(f, HEAP_SET, b, 1, 0x11), 0);
    assert_int_equal(get(f, b, 1), 0x11); /* a reference's pattern stays a number in a raw cell */
}

static tword copy_of(struct fixture *f, unsigned kind, tword c, uint32_t n) {
    return heap_request(&f->heap, HEAP_COPY, kind, c, n, 0);
}

static void copies(void **state) {
    struct fixture *f = *state;
    tword c = cons(f, fixnum(1), NIL), v = copy_of(f, KIND_VECTOR, cons(f, fixnum(5), c), 3);
    assert_int_equal(get(f, v, 0), fixnum(5));
    assert_int_equal(get(f, v, 1), c);
    assert_int_equal(get(f, v, 2), NIL);
    assert_int_equal(op(f, HEAP_SET, v, 0, c), 0); /* it is open */
    tword shorter = copy_of(f, KIND_TUPLE, v, 1);  /* of an open one */
    assert_int_equal(op(f, HEAP_LEN, shorter, 0, 0), 1);
    assert_int_equal(get(f, shorter, 0), c);
    assert_traps(get(f, shorter, 1), CAUSE_BOUNDS);
    /* Bytes that only one of the two has are 0, those that lie unused in the source's last word, too. */
    tword b = new_cell(f, KIND_BYTES, 6);
    assert_int_equal(op(f, HEAP_SET, b, 0, 0x44332211), 0);
    assert_int_equal(op(f, HEAP_SET, b, 1, 0x88776655), 0);
    assert_int_equal(get(f, copy_of(f, KIND_STRING, b, 8), 1), 0x6655);
    assert_int_equal(get(f, copy_of(f, KIND_STRING, b, 5), 1), 0x55);
    assert_int_equal(get(f, copy_of(f, KIND_STRING, b, 3), 0), 0x332211);
    assert_int_equal(get(f, copy_of(f, KIND_STRING, b, 12), 2), 0);
}

static void atoms(void **state) {
    struct fixture *f = *state;
    tword c = cons(f, NIL, NIL), a = mk1(f, KIND_ATOM, c), view = op(f, HEAP_ROV, a, 0, 0);
    assert_int_equal(op(f, HEAP_CAS, a, fixnum(1), NIL), c);
    assert_int_equal(op(f, HEAP_AGET, view, 0, 0), c);
    assert_int_equal(op(f, HEAP_CAS, a, fixnum(1), c), c);
    assert_int_equal(op(f, HEAP_SWAP, a, fixnum(2), 0), fixnum(1));
    assert_int_equal(op(f, HEAP_AGET, view, 0, 0), fixnum(2));
    assert_traps(op(f, HEAP_SWAP, view, NIL, 0), CAUSE_SEALED);
}

/* Where several traps hold, the first of 24, 25, 28, 30, 26, 27, 29. */
static void trap_order(void **state) {
    struct fixture *f = *state;
    tword c = cons(f, NIL, NIL), fake = (uint32_t)c, a = mk1(f, KIND_ATOM, NIL), view = op(f, HEAP_ROV, a, 0, 0);
    tword stub = mk1(f, KIND_ABSENT, 7), gone = cons(f, NIL, NIL), bytes_of = mk1(f, KIND_BYTES, 1);
    assert_int_equal(op(f, HEAP_RETARGET, gone, stub, 0), 1);
    assert_traps(op(f, HEAP_SET, fake, 9, fake), CAUSE_UNTAGGED);
    assert_traps(op(f, HEAP_SET, a, 9, fake), CAUSE_KIND);
    assert_traps(op(f, HEAP_SETB, c, 9, c), CAUSE_KIND);
    assert_traps(op(f, HEAP_SET, gone, 9, fake), CAUSE_VALUE);
    assert_traps(op(f, HEAP_SET, gone, 9, NIL), CAUSE_ABSENT);
    assert_traps(op(f, HEAP_SET, c, 9, NIL), CAUSE_BOUNDS);
    assert_traps(op(f, HEAP_SET, c, 0, NIL), CAUSE_SEALED);
    assert_traps(op(f, HEAP_CAS, view, NIL, fake), CAUSE_VALUE);
    assert_traps(op(f, HEAP_CAS, view, NIL, NIL), CAUSE_SEALED);
    assert_traps(heap_request(&f->heap, HEAP_MK2, KIND_ATOM, fake, fake, 0), CAUSE_KIND);
    assert_traps(new_cell(f, KIND_TUPLE, 4096), CAUSE_BOUNDS);
    assert_traps(new_cell(f, KIND_BYTES, 4 * 4095 + 1), CAUSE_BOUNDS);
    assert_traps(copy_of(f, KIND_ATOM, fake, 9999), CAUSE_UNTAGGED);
    assert_traps(copy_of(f, KIND_ATOM, a, 1), CAUSE_KIND);
    assert_traps(copy_of(f, KIND_CONS, a, 1), CAUSE_KIND);
    assert_traps(copy_of(f, KIND_BYTES, gone, 9999), CAUSE_KIND);  /* would show handles */
    assert_traps(copy_of(f, KIND_TUPLE, bytes_of, 1), CAUSE_KIND); /* would forge references */
    assert_traps(copy_of(f, KIND_TUPLE, gone, 9999), CAUSE_ABSENT);
    assert_traps(copy_of(f, KIND_TUPLE, c, 4096), CAUSE_BOUNDS);
    assert_traps(copy_of(f, KIND_BYTES, bytes_of, 4 * 4095 + 1), CAUSE_BOUNDS);
    assert_traps(copy_of(f, KIND_TUPLE, c, 4095), CAUSE_FULL);
    assert_traps(new_cell(f, KIND_TUPLE, 4095), CAUSE_FULL);
    assert_int_equal(op(f, HEAP_PEEK, gone, 0, 0), 7);
    assert_traps(get(f, gone, 0), CAUSE_ABSENT);
}

static void retarget_keeps_kinds(void **state) {
    struct fixture *f = *state;
    tword c = cons(f, fixnum(1), NIL), d = cons(f, fixnum(2), NIL), b = mk1(f, KIND_BYTES, 0);
    tword stub = mk1(f, KIND_ABSENT, 0), open = new_cell(f, KIND_CONS, 2);
    assert_traps(op(f, HEAP_RETARGET, c, b, 0), CAUSE_KIND);
    assert_traps(op(f, HEAP_RETARGET, c, open, 0), CAUSE_KIND);
    assert_traps(op(f, HEAP_RETARGET, c, (uint32_t)d, 0), CAUSE_UNTAGGED);
    assert_int_equal(op(f, HEAP_RETARGET, c, d, 0), 1);
    assert_int_equal(get(f, c, 0), fixnum(2));
    assert_int_equal(op(f, HEAP_RETARGET, c, stub, 0), 1); /* the stub's handle has c's block now */
    assert_traps(op(f, HEAP_RETARGET, b, stub, 0), CAUSE_KIND);
}

/* The last word of the heap can be used, and one more cannot. */
static void durable_cells(void **state) {
    struct fixture *f = *state;
    tword c = cons(f, fixnum(1), NIL), b = mk1(f, KIND_BYTES, 9), stub = mk1(f, KIND_ABSENT, 7);
    tword open = new_cell(f, KIND_TUPLE, 1), a = mk1(f, KIND_ATOM, NIL), bits = (uint32_t)c;
    assert_int_equal(op(f, HEAP_REF, bits, 0, 0), NIL);
    assert_traps(op(f, HEAP_DURABLE, bits, 0, 0), CAUSE_UNTAGGED);
    assert_int_equal(op(f, HEAP_DURABLE, a, 0, 0), a);
    assert_int_equal(op(f, HEAP_REF, (uint32_t)a, 0, 0), a);
    assert_int_equal(op(f, HEAP_REF, ((uint32_t)a & ~0x7cu) | KIND_CONS << 2, 0, 0), NIL);
    assert_traps(op(f, HEAP_DURABLE, open, 0, 0), CAUSE_KIND);
    assert_traps(op(f, HEAP_DURABLE, stub, 0, 0), CAUSE_KIND);
    assert_int_equal(op(f, HEAP_DURABLE, c, 0, 0), c);
    assert_int_equal(op(f, HEAP_DURABLE, b, 0, 0), b);
    assert_int_equal(op(f, HEAP_REF, bits, 0, 0), c);
    assert_int_equal(op(f, HEAP_REF, (bits & ~0x7cu) | KIND_STRING << 2, 0, 0), NIL); /* would show handles */
    assert_int_equal(op(f, HEAP_REF, (uint32_t)b & ~0x7cu, 0, 0), NIL);               /* would forge references */
    assert_int_equal(op(f, HEAP_REF, 0, 0, 0), NIL);
    assert_int_equal(op(f, HEAP_REF, 0xffffff01, 0, 0), NIL);
    assert_int_equal(op(f, HEAP_RETARGET, c, stub, 0), 1); /* the bit stays with the handle */
    assert_int_equal(op(f, HEAP_REF, bits, 0, 0), c);
    assert_int_equal(op(f, HEAP_REF, (uint32_t)stub & ~0x7cu, 0, 0), NIL);
    f->roots[0] = c;
    collect(f);
    assert_int_equal(op(f, HEAP_REF, bits, 0, 0), c);
    assert_int_equal(op(f, HEAP_REF, (uint32_t)b, 0, 0), NIL);
    f->roots[0] = 0;
    collect(f);
    for (int i = 0; i < 6; i++) {
        assert_int_equal(op(f, HEAP_REF, bits, 0, 0), NIL);
        cons(f, NIL, NIL); /* takes the handles anew */
    }
}

static void full_to_the_last_word(void **state) {
    struct fixture *f = *state;
    uint32_t limit = 100;
    op(f, HEAP_CTL, CTL_LIMIT, limit, 0);
    tword first = new_cell(f, KIND_TUPLE, limit - 2 - 3); /* header and entry: leaves 3 words */
    assert_true(IS_TAGGED(first));
    assert_traps(cons(f, NIL, NIL), CAUSE_FULL); /* 3 words and an entry */
    assert_true(IS_TAGGED(mk1(f, KIND_BOX, NIL)));
    assert_int_equal(f->heap.alloc, f->heap.ceil);
    assert_traps(new_cell(f, KIND_TUPLE, 0), CAUSE_FULL);
    f->roots[0] = first;
    collect(f);
    assert_true(IS_TAGGED(mk1(f, KIND_BOX, NIL))); /* its handle and block are free again */
    assert_int_equal(f->heap.alloc, f->heap.ceil);
    op(f, HEAP_CTL, CTL_LIMIT, 200, 0);
    assert_int_equal(f->heap.ceil, limit - 2); /* too late for a limit */
}

static void handles_run_out(void **state) {
    struct fixture *f = *state;
    uint32_t n = 0;
    while (IS_TAGGED(new_cell(f, KIND_TUPLE, 0))) n++;
    assert_int_equal(n, (1 << HANDLE_WIDTH) - 1);
    collect(f);
    assert_int_equal(f->heap.free_count, n);
    assert_int_equal(f->heap.alloc, 0);
}

/* A cycle through an atom lives while a root leads to it, and dies with the root; raw words are no references. */
static void cycles_and_raw_words(void **state) {
    struct fixture *f = *state;
    tword atom = mk1(f, KIND_ATOM, NIL), pair = cons(f, fixnum(5), atom), dead = cons(f, NIL, NIL);
    op(f, HEAP_SWAP, atom, pair, 0);
    f->roots[3] = pair;
    f->roots[4] = mk1(f, KIND_BYTES, (uint32_t)dead);
    collect(f);
    assert_int_equal(op(f, HEAP_STAT, STAT_CELLS_FREED, 0, 0), 1);
    assert_int_equal(get(f, op(f, HEAP_AGET, get(f, pair, 1), 0, 0), 0), fixnum(5));
    assert_false(heap_alive(&f->heap, (uint32_t)dead >> 8));
    f->roots[3] = 0;
    collect(f);
    assert_int_equal(op(f, HEAP_STAT, STAT_CELLS_FREED, 0, 0), 3);
    assert_int_equal(f->heap.alloc, 2);
}

/* Random graphs: after each collection alloc is exactly the sum of what the roots reach, and every cell still holds
 * what is a function of its number. */
static void random_graphs(void **state) {
    struct fixture *f = *state;
    uint32_t random = 12345;
    for (int step = 0; step < 20000; step++) {
        random = random * 1664525 + 1013904223;
        uint32_t slot = random >> 8 & (ROOTS - 1), other = random >> 16 & (ROOTS - 1);
        tword tail = f->roots[other];
        if (IS_TAGGED(tail) && fixnum(100) < get(f, tail, 0)) tail = NIL; /* keeps lists short */
        uint32_t depth = IS_TAGGED(tail) ? (uint32_t)get(f, tail, 0) / 4 + 1 : 0;
        tword made = cons(f, fixnum((int32_t)depth), IS_TAGGED(tail) ? tail : NIL);
        if (HEAP_CAUSE(made) == CAUSE_FULL) {
            collect(f);
            continue;
        }
        f->roots[slot] = made;
        for (uint32_t d = depth; d > 0; d--, made = get(f, made, 1))
            assert_int_equal(get(f, made, 0), fixnum((int32_t)d));
    }
    for (int i = 0; i < ROOTS; i++) f->roots[i] = 0;
    collect(f);
    assert_int_equal(f->heap.alloc, 0);
    assert_int_equal(f->heap.free_count, f->heap.handles_used);
}

int main(void) {
    static const struct CMUnitTest tests[] = {
        cmocka_unit_test_setup_teardown(sealed_and_open, set_up, tear_down),
        cmocka_unit_test_setup_teardown(bytes, set_up, tear_down),
        cmocka_unit_test_setup_teardown(copies, set_up, tear_down),
        cmocka_unit_test_setup_teardown(durable_cells, set_up, tear_down),
        cmocka_unit_test_setup_teardown(atoms, set_up, tear_down),
        cmocka_unit_test_setup_teardown(trap_order, set_up, tear_down),
        cmocka_unit_test_setup_teardown(retarget_keeps_kinds, set_up, tear_down),
        cmocka_unit_test_setup_teardown(full_to_the_last_word, set_up, tear_down),
        cmocka_unit_test_setup_teardown(handles_run_out, set_up, tear_down),
        cmocka_unit_test_setup_teardown(cycles_and_raw_words, set_up, tear_down),
        cmocka_unit_test_setup_teardown(random_graphs, set_up, tear_down),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
