/* The path of plain loads and stores to heap memory (PLAIN): words, halves and bytes at random places, of few lines
 * that drive one another out, against what they should hold; while the controller makes cells below, and collects. */
#include "../../firmware/programs/check.h"
#include <lith_memmap.h>

enum { ROUNDS_MADE = 20000, PLACES = 1024, CELL_WORDS = 8192, KEPT = 64 };

/* Eight stretches of 128 words, 64 KiB apart: their lines lie in one another's places. */
static volatile uint8_t *place(uint32_t i) {
    return (volatile uint8_t *)(LITH_HEAP_BASE + CELL_WORDS * 4 + (i / 128) * 0x10000 + (i % 128) * 4);
}

static ref iota(int32_t n) {
    ref list = NIL;
    while (n-- > 0) list = cons(fixnum(n), list);
    return list;
}

static int32_t length(ref list) {
    int32_t n = 0;
    for (; list != NIL; list = cdr(list)) CHECK(fixnum_value(car(list)) == n++);
    return n;
}

int main(void) {
    static union {
        uint32_t words[PLACES];
        uint16_t halves[2 * PLACES];
        uint8_t bytes[4 * PLACES];
    } right;
    static ref kept[KEPT];
    uint32_t seed = 5;
    for (uint32_t i = 0; i < PLACES; i++) *(volatile uint32_t *)place(i) = right.words[i] = random_next(&seed);
    for (int i = 0; i < KEPT; i++) kept[i] = iota(i % 8);
    collect_all_the_time(1000);
    for (uint32_t round = 0; round < ROUNDS_MADE; round++) {
        uint32_t r = random_next(&seed), i = r % PLACES, part = r >> 10 & 3, value = random_next(&seed);
        volatile uint8_t *at = place(i);
        switch (r >> 12 & 7) {
        case 0:
            at[part] = right.bytes[4 * i + part] = (uint8_t)value;
            break;
        case 1:
            ((volatile uint16_t *)at)[part & 1] = right.halves[2 * i + (part & 1)] = (uint16_t)value;
            break;
        case 2:
        case 3:
            *(volatile uint32_t *)at = right.words[i] = value;
            break;
        case 4:
            CHECK(at[part] == right.bytes[4 * i + part]);
            break;
        case 5:
            CHECK(((volatile int16_t *)at)[part & 1] == (int16_t)right.halves[2 * i + (part & 1)]);
            break;
        default:
            CHECK(*(volatile uint32_t *)at == right.words[i]);
        }
        /* Right behind it, so that the controller is at work when the next one comes. */
        if (r >> 15 & 1) {
            uint32_t slot = r >> 16 & (KEPT - 1);
            CHECK(length(kept[slot]) == (int32_t)(slot % 8));
            kept[slot] = iota((int32_t)(slot % 8));
        }
        /* A reference that was stored there is a number. */
        if (r >> 24 == 0) {
            *(volatile uint32_t *)place(i) = right.words[i] = 0;
            *(ref volatile *)place(i) = kept[KEPT - 1];
            CHECK(!is_ref(*(ref volatile *)place(i)));
            *(volatile uint32_t *)place(i) = 0;
        }
    }
    for (uint32_t i = 0; i < PLACES; i++) CHECK(*(volatile uint32_t *)place(i) == right.words[i]);
    CHECK(gc_started > 10);
    passed();
}
