#include "timer.h"
#include "interrupts.h"
#include <lith/trap.h>
#include <lith_memmap.h>

#define REGISTER(address) (*(volatile uint32_t *)(address))

/* On a machine whose mtime has no high word, a deadline that lies beyond the next wrap of mtime is a smaller number
 * than mtime, and would count as reached at once. The timer is then set for so many cycles before the wrap; each
 * interrupt from there on sets it again, until mtime has wrapped. */
#define WRAP_MARGIN 5000u
#define NARROW_MACHINE 2

static struct deadline {
    uint32_t at;
    void (*expired)(void); /* NULL: not set */
} deadlines[TIMERS];

static void set_hardware(uint32_t now, uint32_t at) {
    uint32_t high = REGISTER(LITH_TIMER_MTIMEH);
    if (at < now) {
        if (REGISTER(LITH_SYSTEM_MACHINE) == NARROW_MACHINE) at = ~WRAP_MARGIN;
        high++;
    }
    REGISTER(LITH_TIMER_MTIMECMPH) = ~0u;
    REGISTER(LITH_TIMER_MTIMECMP) = at;
    REGISTER(LITH_TIMER_MTIMECMPH) = high;
}

/* To be called with interrupts off. */
static void arm(void) {
    uint32_t now = REGISTER(LITH_TIMER_MTIME), least = ~0u;
    for (int i = 0; i < TIMERS; i++) {
        if (!deadlines[i].expired) continue;
        uint32_t left = deadlines[i].at - now;
        if ((int32_t)left < 0) left = 0;
        if (left < least) least = left;
    }
    if (least == ~0u) {
        interrupt_enable(IRQ_TIMER, false);
        REGISTER(LITH_TIMER_MTIMECMPH) = ~0u;
        REGISTER(LITH_TIMER_MTIMECMP) = ~0u;
    } else {
        set_hardware(now, now + least);
        interrupt_enable(IRQ_TIMER, true);
    }
}

void timer_set(enum timer which, uint32_t cycles, void (*expired)(void)) {
    uint32_t saved = interrupts_off();
    deadlines[which] = (struct deadline){.at = REGISTER(LITH_TIMER_MTIME) + cycles, .expired = expired};
    arm();
    interrupts_restore(saved);
}

void timer_clear(enum timer which) {
    uint32_t saved = interrupts_off();
    deadlines[which].expired = 0;
    arm();
    interrupts_restore(saved);
}

void timer_interrupt(void) {
    for (int i = 0; i < TIMERS; i++) {
        struct deadline *d = &deadlines[i];
        if (!d->expired || (int32_t)(REGISTER(LITH_TIMER_MTIME) - d->at) < 0) continue;
        void (*expired)(void) = d->expired;
        d->expired = 0;
        expired();
    }
    arm();
}
