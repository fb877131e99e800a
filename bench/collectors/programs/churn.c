/* List churn: lists are made, used and dropped, while some stay for a while. Garbage of all ages. */
#include "../measure.h"

enum { KEPT = 256 >> SIZE_SHIFT, LENGTH = 40, ROUNDS = 1000 * WORK };

static ref iota(int32_t first, int32_t n) {
    ref list = NONE;
    while (n-- > 0) list = list_cell(first + n, list);
    return list;
}

static uint32_t sum(ref list) {
    uint32_t total = 0;
    for (; list != NONE; list = list_next(list)) total += (uint32_t)list_value(list);
    return total;
}

static void list_release(ref list) {
    while (HEAP_RELEASES && list != NONE) {
        ref next = list_next(list);
        heap_release(list);
        list = next;
    }
}

int main(void) {
    static ref kept[KEPT];
    uint32_t seed = 1, check = 0;
    measure_begin();
    heap_roots(kept, KEPT);
    for (int32_t i = 0; i < KEPT; i++) kept[i] = iota(i, LENGTH);
    for (int32_t i = 0; i < ROUNDS; i++) {
        ref list = iota(i, LENGTH);
        check = checked(check, sum(list));
        list_release(list);
        uint32_t slot = random_next(&seed) % KEPT;
        check = checked(check, sum(kept[slot]));
        list = iota(-i, LENGTH);
        list_release(kept[slot]);
        kept[slot] = list;
    }
    measure_end(check);
}
