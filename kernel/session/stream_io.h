/* The streams of the host link as the kernel uses them: each call waits until it is done. */
#ifndef KERNEL_SESSION_STREAM_IO_H
#define KERNEL_SESSION_STREAM_IO_H

#include <stdbool.h>
#include <stdint.h>

/* Called once, after line_init. */
void streams_init(void);
/* Opens the streams of a session, when the host is there. */
void streams_open(void);

/* Lets the line do its work; then the services are to look at what has come in. */
void stream_poll(void);
/* Waits until the line has some. Returns at once when something has come in after stream_poll, which the services may
 * not have seen. */
void stream_wait(void);
/* Polls and sends what was written, if that is due. */
void stream_attend(void);
/* The host has a command for the session, or has begun anew. */
bool stream_command(void);

/* What is written goes out when a line or a frame is full, after a millisecond, or when stream_flush is called. */
void stream_flush(void);

/* Sends a message on CONTROL. */
void stream_message(uint8_t type, const void *payload, uint32_t n);
/* Takes one; at most `room` bytes of its payload are kept, and *n says how many there are. False: the host has
 * begun anew. */
bool stream_take(uint8_t *type, void *payload, uint32_t room, uint32_t *n);
/* Waits until the host has got everything. */
void stream_settle(void);
/* A command begins, to which so many files on a stream PROGRAM belong, which the host has opened for it: nobody waits
 * for input yet, and what comes on CONTROL interrupts it. */
void stream_begin(uint32_t texts);
/* It has ended: what it has not read of its files is not wanted any more. */
void stream_done(void);
/* True once after the host has begun anew. */
bool stream_restarted(void);

#endif
