/* Two functions, of which one has three times the work of the other; they measure themselves. */
#include "check.h"

static volatile uint32_t sink;

static __attribute__((noinline)) void work_much(uint32_t rounds) {
    for (uint32_t i = 0; i < 3 * rounds; i++) sink = i;
}

static __attribute__((noinline)) void work_little(uint32_t rounds) {
    for (uint32_t i = 0; i < rounds; i++) sink = i;
}

int main(void) {
    uint32_t much = 0, little = 0;
    for (int i = 0; i < 80; i++) {
        uint32_t start = (uint32_t)cycles();
        work_much(700 + (uint32_t)i);
        uint32_t middle = (uint32_t)cycles();
        work_little(700 + (uint32_t)i);
        much += middle - start;
        little += (uint32_t)cycles() - middle;
    }
    printf("cycles %lu %lu\n", (unsigned long)much, (unsigned long)little);
    passed();
}
