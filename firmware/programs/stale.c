/* References left behind below the stack pointer: after a collection they must not come back, for their cells are gone
 * and their handles belong to others. */
#include "check.h"

#define WORDS 40

/* Leaves references in a frame that is given up. */
__attribute__((noinline)) static void leave_behind(void) {
    ref buried[WORDS];
    for (uint32_t i = 0; i < WORDS; i++) buried[i] = cons(fixnum((int32_t)i), NIL);
    __asm__ volatile("" : : "r"(buried) : "memory");
}

/* Words below the stack pointer that are references: found by looking, which no compiled C does by itself. */
__attribute__((noinline)) static uint32_t references_below(void) {
    uint32_t found = 0;
    for (int32_t offset = -4; offset >= -16 * WORDS; offset -= 4) {
        ref word;
        __asm__ volatile("add %0, sp, %1\n lw %0, 0(%0)" : "=&r"(word) : "r"(offset));
        found += cell_kind(word) < 32;
    }
    return found;
}

static void collect(void) {
    while (!gc_start())
        ;
    while (gc_running())
        ;
}

int main(void) {
    gc_started = 0;
    for (int round = 0; round < 5; round++) {
        leave_behind();
        CHECK(references_below() > 0);
        collect();
        gc_started++;
        CHECK(references_below() == 0);
        ref reused = NIL;
        for (int32_t i = 0; i < WORDS; i++) reused = cell_mk1(KIND_INT64, i);
        CHECK(references_below() == 0);
        CHECK(cell_kind(reused) == KIND_INT64);
    }
    passed();
}
