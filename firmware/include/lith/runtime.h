/* The C runtime of bare Lith programs: console, collections, timer. */
#ifndef LITH_RUNTIME_H
#define LITH_RUNTIME_H

#include <stdbool.h>
#include <stdint.h>

/* Starts a collection with the caller's stack frame and those above it as roots. False: one is under way. */
bool gc_start(void);

/* True while a collection is under way. */
bool gc_running(void);

/* Has a collection started whenever less than `words` of heap are free (interrupt of the controller), 0: never. */
void gc_at_low_water(uint32_t words);

/* Has a collection started every `cycles` cycles (timer interrupt), 0: never. */
void gc_every(uint32_t cycles);

/* Collections started by the runtime, and those of them that had to be, because a cell did not fit. */
extern uint32_t gc_started, gc_forced;

uint32_t cycles(void);       /* mcycle, low word */
uint32_t instructions(void); /* minstret, low word */

/* Sends one byte; waits while the queue is full. */
void uart_put(uint8_t byte);
/* The next byte received, or -1. */
int uart_get(void);
/* Waits until all is sent. */
void uart_flush(void);

/* Prints a line "FAIL reason" and stops the machine. */
_Noreturn void fail(const char *reason, uint32_t detail);

/* Stops the machine (wfi for ever, interrupts off). */
_Noreturn void stop(void);

#endif
