/* Merge sort of lists in the order of `compare` (sort.h).
 *
 * Runs double: run[r] holds 2^r elements, or is empty, like the bits of a counter. A merge conses its output, so that
 * turns the order around: runs of even r ascend and those of odd r descend, equal elements too. */
#include "lisp/cells/sort.h"
#include "lisp/cells/equal.h"
#include "lisp/cells/error.h"
#include "lisp/cells/seq.h"

#define RUNS 32

static val key_of(val list, bool keyed) { return keyed ? car(car(list)) : car(list); }

/* Merges run b into run a, whose elements were first; both ascend or both descend. The result does the other. */
static val merge(val a, val b, bool ascending, bool keyed) {
    val out = EMPTY;
    uint32_t round = 0;
    lisp_poll();
    for (; is_kind(a, KIND_CONS) && is_kind(b, KIND_CONS); round++) {
        bool less = compare(key_of(b, keyed), key_of(a, keyed)) < 0;
        val *from = less == ascending ? &b : &a;
        out = cons(car(*from), out);
        *from = cdr(*from);
        lisp_poll_round(round);
    }
    for (val left = is_kind(a, KIND_CONS) ? a : b; is_kind(left, KIND_CONS); left = cdr(left), round++) {
        out = cons(car(left), out);
        lisp_poll_round(round);
    }
    return out;
}

val sort_list(val list, bool keyed) {
    val run[RUNS], out = EMPTY;
    for (uint32_t r = 0; r < RUNS; r++) run[r] = NIL;
    for (; is_kind(list, KIND_CONS); list = cdr(list)) {
        uint32_t r = 0;
        val carry = cons(car(list), EMPTY);
        for (; run[r] != NIL; r++) {
            carry = merge(run[r], carry, r % 2 == 0, keyed);
            run[r] = NIL;
        }
        run[r] = carry;
    }
    for (uint32_t r = 0; r < RUNS; r++) {
        if (run[r] == NIL) continue;
        val ascending = r % 2 ? list_reverse(run[r]) : run[r];
        out = list_reverse(merge(ascending, out, true, keyed));
    }
    return out == NIL ? EMPTY : out;
}
