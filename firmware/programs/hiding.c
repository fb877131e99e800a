/* References hidden from the root walker: each is taken out of RAM that it has still to pass, kept in a register alone,
 * and put where it has been, upwards and downwards, by single words, by struct copies and by memmove, with collections
 * all the time. Only the overwrite barrier keeps what they name alive. */
#include "check.h"
#include <string.h>

#define SLOTS 96

static ref slots[SLOTS]; /* a permutation of SLOTS cells, and NIL where one is in hand */

struct pair {
    ref a, b;
};

static ref named(int32_t n) { return cons(fixnum(n), cons(fixnum(n * n), NIL)); }

/* Every cell is there once, with what it was made of. */
static void check_slots(void) {
    uint8_t seen[SLOTS] = {0};
    for (int i = 0; i < SLOTS; i++) {
        int32_t n = fixnum_value(car(slots[i]));
        CHECK(n >= 0 && n < SLOTS && !seen[n]);
        CHECK(fixnum_value(car(cdr(slots[i]))) == n * n);
        seen[n] = 1;
    }
}

/* The last goes to the front, all others one up, each in a register at some time: the hole runs downwards. */
static void rotate_up(void) {
    ref last = slots[SLOTS - 1];
    slots[SLOTS - 1] = NIL;
    for (int i = SLOTS - 1; i > 0; i--) {
        ref r = slots[i - 1];
        slots[i - 1] = NIL;
        slots[i] = r;
    }
    slots[0] = last;
}

/* Far exchanges, the upper one first emptied. */
static void exchange(uint32_t *seed) {
    for (int i = 0; i < SLOTS / 2; i++) {
        uint32_t low = random_next(seed) % (SLOTS / 2), high = SLOTS / 2 + random_next(seed) % (SLOTS / 2);
        ref r = slots[high];
        slots[high] = NIL;
        ref s = slots[low];
        slots[low] = r;
        slots[high] = s;
    }
}

static void by_copies(void) {
    struct pair *pairs = (struct pair *)slots, top = pairs[SLOTS / 2 - 1];
    memmove(pairs + 1, pairs, (SLOTS / 2 - 1) * sizeof *pairs);
    pairs[0] = top;
    ref lowest = slots[0];
    memmove(slots, slots + 1, (SLOTS - 1) * sizeof *slots);
    slots[SLOTS - 1] = lowest;
}

int main(void) {
    uint32_t seed = 4711;
    for (int32_t i = 0; i < SLOTS; i++) slots[i] = named(i);
    collect_all_the_time(1300);
    for (int round = 0; round < ROUNDS(40); round++) {
        rotate_up();
        exchange(&seed);
        by_copies();
        if (round % 4 == 0) check_slots();
        (void)named(round); /* garbage, so that cells move */
    }
    check_slots();
    passed();
}
