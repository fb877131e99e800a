/* Time on the host, for processes: it passes as they compute, a tick at each call or loop while somebody counts them,
 * and jumps when all wait. So whatever a program does is the same each time. */
#include "clock.h"
#include "kernel/process/machine.h"
#include "kernel/process/process.h"
#include "kernel/process/scheduler.h"
#include "lisp/interpreter/vm.h"
#include <lith/cell.h>

#define QUANTUM 1000u

static uint64_t now, state;
static uint32_t left, longest;

void clock_random(uint32_t n, uint64_t seed) {
    longest = n;
    state = seed * 0x9e3779b97f4a7c15u | 1;
    left = 1;
}

static uint32_t random_below(uint32_t n) {
    state ^= state << 13;
    state ^= state >> 7;
    state ^= state << 17;
    return (uint32_t)(state >> 20) % n;
}

uint64_t machine_ticks(void) { return now; }
uint32_t machine_ticks_per_ms(void) { return 1000; }

/* While vm.limit is NULL, machine_poll is called at each call and loop. */
void machine_quantum(void) {
    now++;
    left = longest ? 1 + random_below(longest) : QUANTUM;
    vm.limit = NULL;
}

bool machine_poll(void) {
    now++;
    if (!left) return false;
    if (--left)
        vm.limit = NULL;
    else
        scheduler_tick();
    return false;
}

void machine_attend(void) {}

bool machine_wait(uint64_t deadline) {
    if (deadline == SCHEDULER_NEVER) return processes_outside();
    if (now < deadline) now = deadline;
    return true;
}
