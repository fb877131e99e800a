/* List churn: short lists are made, used and dropped, while a few stay for a while. Garbage of all ages, little that
 * lives. A collector benchmark. */
#include "bench.h"

#define KEPT 16
#define LENGTH 25

static ref iota(int32_t n) {
    ref list = NIL;
    while (n-- > 0) list = cons(fixnum(n), list);
    return list;
}

static int32_t sum(ref list) {
    int32_t total = 0;
    for (; list != NIL; list = cdr(list)) total += fixnum_value(car(list));
    return total;
}

int main(void) {
    static ref kept[KEPT];
    uint32_t seed = 1;
    for (int i = 0; i < KEPT; i++) kept[i] = iota(LENGTH);
    bench_begin();
    for (int i = 0; i < 300 * WORK; i++) {
        CHECK(sum(iota(LENGTH)) == LENGTH * (LENGTH - 1) / 2);
        uint32_t slot = random_next(&seed) % KEPT;
        CHECK(sum(kept[slot]) == LENGTH * (LENGTH - 1) / 2);
        kept[slot] = iota(LENGTH);
    }
    bench_end("churn");
    passed();
}
