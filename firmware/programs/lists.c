/* Lists: made, reversed, mapped, appended, sorted, by loops and by recursion, while collections run. */
#include "check.h"

static ref iota(int32_t n) {
    ref list = NIL;
    while (n-- > 0) list = cons(fixnum(n), list);
    return list;
}

static ref reverse(ref list) {
    ref out = NIL;
    for (; list != NIL; list = cdr(list)) out = cons(car(list), out);
    return out;
}

static ref append(ref a, ref b) { return a == NIL ? b : cons(car(a), append(cdr(a), b)); }

static ref map(ref (*f)(ref), ref list) { return list == NIL ? NIL : cons(f(car(list)), map(f, cdr(list))); }

static ref square(ref v) { return fixnum(fixnum_value(v) * fixnum_value(v)); }

static int32_t sum(ref list) {
    int32_t total = 0;
    for (; list != NIL; list = cdr(list)) total += fixnum_value(car(list));
    return total;
}

static uint32_t count(ref list) {
    uint32_t n = 0;
    for (; list != NIL; list = cdr(list)) n++;
    return n;
}

static ref merge(ref a, ref b) {
    ref out = NIL;
    while (a != NIL && b != NIL) {
        bool first = fixnum_value(car(a)) <= fixnum_value(car(b));
        ref from = first ? a : b;
        out = cons(car(from), out);
        a = first ? cdr(a) : a;
        b = first ? b : cdr(b);
    }
    for (; a != NIL; a = cdr(a)) out = cons(car(a), out);
    for (; b != NIL; b = cdr(b)) out = cons(car(b), out);
    return reverse(out);
}

static ref sort(ref list, uint32_t n) {
    if (n < 2) return n ? cons(car(list), NIL) : NIL;
    ref half = list;
    for (uint32_t i = 0; i < n / 2; i++) half = cdr(half);
    return merge(sort(list, n / 2), sort(half, n - n / 2));
}

static ref random_list(uint32_t n, uint32_t *seed) {
    ref list = NIL;
    while (n--) list = cons(fixnum((int32_t)(random_next(seed) % 10000)), list);
    return list;
}

static bool ascending(ref list) {
    for (; list != NIL && cdr(list) != NIL; list = cdr(list))
        if (fixnum_value(car(list)) > fixnum_value(car(cdr(list)))) return false;
    return true;
}

int main(void) {
    uint32_t seed = 20240229;
    collect_all_the_time(2000);
    for (int round = 0; round < ROUNDS(2); round++) {
        ref a = iota(100), b = reverse(a);
        CHECK(sum(a) == 4950 && sum(b) == 4950 && fixnum_value(car(b)) == 99);
        CHECK(sum(map(square, a)) == 328350);
        ref both = append(a, b);
        CHECK(count(both) == 200 && sum(both) == 9900);
        ref numbers = random_list(150, &seed), sorted = sort(numbers, 150);
        CHECK(count(sorted) == 150 && ascending(sorted) && sum(sorted) == sum(numbers));
    }
    passed();
}
