/* The clock that programs see. */
#include "kernel/process/machine.h"

uint64_t machine_cycles(void) {
    uint32_t high, low, again;
    do __asm__ volatile("csrr %0, mcycleh; csrr %1, mcycle; csrr %2, mcycleh" : "=r"(high), "=r"(low), "=r"(again));
    while (high != again);
    return (uint64_t)high << 32 | low;
}
