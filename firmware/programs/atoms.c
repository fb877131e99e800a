/* Atoms: swap, compare-and-swap, read-only views, cycles through atoms, and a queue built of them. */
#include "check.h"

static void increments(void) {
    ref counter = atom_new(fixnum(0)), history = atom_new(NIL);
    for (int32_t i = 0; i < 300; i++) {
        ref old;
        do {
            old = atom_get(counter);
        } while (atom_cas(counter, old, fixnum(fixnum_value(old) + 1)) != old);
        ref before = atom_get(history);
        CHECK(atom_cas(history, before, cons(old, before)) == before);
    }
    CHECK(atom_get(counter) == fixnum(300));
    int32_t expected = 299;
    for (ref h = atom_get(history); h != NIL; h = cdr(h)) CHECK(car(h) == fixnum(expected--));
    CHECK(expected == -1);
}

static void failing_cas(void) {
    ref a = cons(fixnum(1), NIL), b = cons(fixnum(1), NIL), atom = atom_new(a);
    CHECK(atom_cas(atom, b, NIL) == a); /* equal contents, another cell */
    CHECK(atom_get(atom) == a);
    CHECK(atom_cas(atom, a, b) == a && atom_get(atom) == b);
    CHECK(atom_swap(atom, NIL) == b && atom_get(atom) == NIL);
}

static void views(void) {
    ref atom = atom_new(fixnum(5)), view = atom_view(atom);
    CHECK(view != atom && cell_kind(view) == KIND_ATOM);
    CHECK(atom_view(view) == view);
    atom_swap(atom, fixnum(6));
    CHECK(atom_get(view) == fixnum(6));
    ref other = atom_new(view); /* a view is a value */
    CHECK(atom_get(atom_get(other)) == fixnum(6));
}

/* Rings of atoms that refer to each other: alive while one is held, garbage afterwards. */
static ref ring(int32_t n) {
    ref first = atom_new(NIL), here = first;
    for (int32_t i = 1; i < n; i++) {
        ref next = atom_new(NIL);
        atom_swap(here, cons(fixnum(i), next));
        here = next;
    }
    atom_swap(here, cons(fixnum(0), first));
    return first;
}

static void rings(void) {
    ref kept = ring(7);
    for (int32_t n = 1; n < 20; n++) {
        ref r = ring(n), at = r;
        for (int32_t i = 0; i < n; i++) at = cdr(atom_get(at));
        CHECK(at == r);
    }
    int32_t total = 0;
    ref at = kept;
    for (int i = 0; i < 14; i++, at = cdr(atom_get(at))) total += fixnum_value(car(atom_get(at)));
    CHECK(at == kept && total == 42);
}

/* A queue whose links are atoms. */
static void queue(void) {
    ref head = cons(NIL, atom_new(NIL)), tail = head;
    int32_t taken = 0;
    for (int32_t i = 0; i < 200; i++) {
        ref link = cons(fixnum(i), atom_new(NIL));
        CHECK(atom_swap(cdr(tail), link) == NIL);
        tail = link;
        if (i % 3 == 0) continue;
        head = atom_get(cdr(head));
        CHECK(car(head) == fixnum(taken++));
    }
    while (atom_get(cdr(head)) != NIL) {
        head = atom_get(cdr(head));
        CHECK(car(head) == fixnum(taken++));
    }
    CHECK(taken == 200);
}

int main(void) {
    collect_all_the_time(1000);
    for (int round = 0; round < ROUNDS(3); round++) {
        increments();
        failing_cas();
        views();
        rings();
        queue();
    }
    passed();
}
