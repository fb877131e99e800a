/* The part of the port that the scheduler needs (kernel/process/machine.h): the clock, quanta, and waiting for the
 * host. */
#include "kernel/process/machine.h"
#include "kernel/machine/interrupts.h"
#include "kernel/machine/line.h"
#include "kernel/machine/timer.h"
#include "kernel/process/scheduler.h"
#include "link/streams.h"
#include "stream_io.h"
#include <lith_memmap.h>

#define REGISTER(address) (*(volatile uint32_t *)(address))

/* Cycles that a process runs while others could: long beside the 1,000 or so that switching takes, short beside what
 * people notice. */
#define QUANTUM 40000u

#define SLEEP_MAX 0x40000000u /* cycles that the timer can be set for; whoever sleeps longer is woken now and then */

static uint64_t ahead; /* of the timer */

/* The high word is counted here: not every machine's timer has one. This is called more often than the low word wraps,
 * since nothing sleeps for longer. */
uint64_t machine_ticks(void) {
    static uint32_t high, last;
    uint32_t low = REGISTER(LITH_TIMER_MTIME);
    high += low < last;
    last = low;
    return ((uint64_t)high << 32 | low) + ahead;
}

void machine_set_ticks(uint64_t ticks) { ahead += ticks - machine_ticks(); }

static uint64_t clock_base; /* machine_clock, less the milliseconds of the timer */

static uint64_t timer_ms(void) { return (machine_ticks() - ahead) / machine_ticks_per_ms(); }

void machine_set_clock(uint64_t ms) { clock_base = ms - timer_ms(); }
uint64_t machine_clock(void) { return clock_base ? clock_base + timer_ms() : 0; }

uint32_t machine_ticks_per_ms(void) { return REGISTER(LITH_SYSTEM_CLOCK_HZ) / 1000; }

void machine_quantum(void) { timer_set(TIMER_SLICE, QUANTUM, scheduler_tick); }

void machine_attend(void) { stream_attend(); }

bool machine_poll(void) {
    stream_poll();
    return stream_command();
}

static void wake(void) {}

/* With interrupts off, so that whatever comes after the last look ends the wait. */
bool machine_wait(uint64_t deadline) {
    uint64_t left = deadline - machine_ticks();
    if (deadline != SCHEDULER_NEVER && (int64_t)left <= 0) return true;
    stream_flush();
    uint32_t saved = interrupts_off();
    timer_clear(TIMER_SLICE);
    if (deadline != SCHEDULER_NEVER) timer_set(TIMER_SLEEP, left < SLEEP_MAX ? (uint32_t)left : SLEEP_MAX, wake);
    if (!scheduler_interrupted() && !stream_command()) stream_wait();
    timer_clear(TIMER_SLEEP);
    interrupts_restore(saved);
    return true;
}
