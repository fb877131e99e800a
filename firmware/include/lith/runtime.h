/* The C runtime of bare Lith programs: console, collections, timer. */
#ifndef LITH_RUNTIME_H
#define LITH_RUNTIME_H

#include <stdbool.h>
#include <stdint.h>

#ifdef LITH_NO_GENERATIONS
enum { GENERATIONS = false }; /* every collection is a major one */
#else
enum { GENERATIONS = true };
#endif

/* Starts a major collection with the caller's stack frame and those above it as roots. False: one is under way. */
bool gc_start(void);
/* The same with a minor one, which looks at what was made since the start of the last one (docs/collector.md). False
 * also when only a major one will do: the machine has no generations, or the list of remembered cells has overflowed.
 */
bool gc_start_minor(void);

/* True while a collection is under way. */
bool gc_running(void);

/* Has a collection started whenever less than `words` of heap are free (interrupt of the controller), 0: never. */
void gc_at_low_water(uint32_t words);

/* Words between two minor collections: half of what the lines on the chip hold, so what such a collection looks at lies
 * there. */
enum { GC_NURSERY = 8192 };

/* Has minor collections started, one whenever `nursery` words (0: none), or a quarter of what is free, if that is more,
 * have been made since the last one, and major ones when less than `most` words are free, or half of what the last
 * major one left, if that is less. From now on the interrupt of the controller tells the end of collections as well: at
 * each call gc_due says which it is. Who starts a collection calls gc_began; who then has waited for its end, instead
 * of for the interrupt, gc_ended. */
void gc_when(uint32_t nursery, uint32_t most);
enum gc_due { GC_ENDED, GC_MINOR, GC_MAJOR } gc_due(void);
void gc_began(bool minor);
void gc_ended(void);

/* Has a collection started every `cycles` cycles (timer interrupt), minor and major ones by turns, 0: never. */
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
