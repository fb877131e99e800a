/* The machine's end of the host link: the UART, its interrupt, and the link on top (link/link.h).
 *
 *   UART queues (16 bytes) <-> rings, moved in interrupts <-> link, moved in line_poll <-> streams
 *
 * The interrupt does no more than move bytes, so that everything about streams happens in plain code, at moments that
 * its caller chooses. A byte on a busy line costs no interrupt: the first one of a burst does, and after that the
 * queues are looked at by the timer, once in the time of a dozen bytes, until both directions are at rest. */
#ifndef KERNEL_MACHINE_LINE_H
#define KERNEL_MACHINE_LINE_H

#include "link.h"

/* The kernel's one link. Read and write its streams from plain code only. */
extern struct link line;

/* Called from the interrupt when line_poll has something to do: the end of a frame has come in, or it is time to send
 * one again. It may be NULL. */
extern void (*line_hook)(void);

/* Starts the link and its interrupts. */
void line_init(void);

/* Takes in what has come, sends what is to be sent, as far as it fits; never waits. True: something came in, so that
 * there may be more to read or more room to write. */
bool line_poll(void);

/* Polls; if nothing came in, sleeps until something does or another interrupt comes, and polls again. What was readable
 * before is not waited for: look first. */
void line_wait(void);

/* Polls until the other end has everything that was written, or `cycles` have gone by without it. True: it has. */
bool line_drain(uint32_t cycles);

/* To be called at each external interrupt; and now and then by code that keeps interrupts off for longer than the time
 * of a dozen bytes. Needs interrupts off. */
void line_interrupt(void);

#endif
