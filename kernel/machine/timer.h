/* One hardware timer, several deadlines. */
#ifndef KERNEL_MACHINE_TIMER_H
#define KERNEL_MACHINE_TIMER_H

#include <stdbool.h>
#include <stdint.h>

enum timer {
    TIMER_LINE,   /* the UART's queues want attention (line.c) */
    TIMER_LINK,   /* the host link has something to send again (line.c) */
    TIMER_OUTPUT, /* what a program has written is to go out (kernel/session/stream_io.c) */
    TIMER_SLICE,  /* the running process has used up its quantum */
    TIMER_SLEEP,  /* a sleeping process is to go on */
    TIMERS
};

/* Has `expired` called, from the timer interrupt, in `cycles` cycles (less than 2^31). Replaces the deadline set
 * before. For use with interrupts on or off. */
void timer_set(enum timer which, uint32_t cycles, void (*expired)(void));

void timer_clear(enum timer which);

/* To be called at each timer interrupt. */
void timer_interrupt(void);

#endif
