/* Two functions, of which one has three times the work of the other. */
#include "check.h"

static volatile uint32_t sink;

static __attribute__((noinline)) void work_much(uint32_t rounds) {
    for (uint32_t i = 0; i < 3 * rounds; i++) sink = i;
}

static __attribute__((noinline)) void work_little(uint32_t rounds) {
    for (uint32_t i = 0; i < rounds; i++) sink = i;
}

int main(void) {
    for (int i = 0; i < 40; i++) {
        work_much(700 + (uint32_t)i);
        work_little(700 + (uint32_t)i);
    }
    passed();
}
