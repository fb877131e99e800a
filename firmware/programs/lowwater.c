/* Collections started by the controller's low-water interrupt alone: none before the mark is reached, one as soon as it
 * is, none that a full heap had to force, and none once it is switched off. */
#include "check.h"

#define GARBAGE 2048 /* words that may be made between two collections */
#define STEP 64      /* the controller compares in units of so many words; two cells are made until the trap is there */
#define ROUNDS_OF_GARBAGE 25

static uint32_t words_free(void) { return cell_stat(STAT_CEIL) - cell_stat(STAT_ALLOC); }

/* Collections so far; an interrupt may count one up at any time. */
static uint32_t started(void) { return *(volatile uint32_t *)&gc_started; }

static void wait_for_collector(void) {
    while (gc_running())
        ;
}

/* A list that must live through all of it. */
static ref numbers(int32_t n) {
    ref list = NIL;
    while (n--) list = cons(fixnum(n), list);
    return list;
}

static int32_t sum(ref list) {
    int32_t n = 0;
    for (; list != NIL; list = cdr(list)) n += fixnum_value(car(list));
    return n;
}

/* Makes cells until a collection has started; returns the words that were free before the last one was made. */
static uint32_t until_collection(void) {
    uint32_t so_far = started(), before;
    do {
        before = words_free();
        (void)cell_new(KIND_VECTOR, 30);
    } while (started() == so_far);
    return before;
}

int main(void) {
    ref kept = numbers(50);
    CHECK(gc_start());
    wait_for_collector();
    uint32_t mark = words_free() - GARBAGE;
    gc_at_low_water(mark);
    CHECK(started() == 0); /* there is enough yet */
    for (int round = 0; round < ROUNDS_OF_GARBAGE; round++) {
        uint32_t before = until_collection();
        CHECK(before < mark + STEP && before >= mark - 4 * STEP);
        wait_for_collector();
        CHECK(words_free() > mark);
        CHECK(sum(kept) == 1225);
    }
    CHECK(started() == ROUNDS_OF_GARBAGE && gc_forced == 0);
    gc_at_low_water(0);
    for (int i = 0; i < 2 * GARBAGE / 32; i++) (void)cell_new(KIND_VECTOR, 30);
    CHECK(started() == ROUNDS_OF_GARBAGE);
    gc_at_low_water(mark); /* below it by now, so at once */
    for (int i = 0; i < 100 && started() == ROUNDS_OF_GARBAGE; i++)
        ;
    wait_for_collector();
    gc_at_low_water(0);
    CHECK(started() == ROUNDS_OF_GARBAGE + 1 && words_free() > mark);
    passed();
}
