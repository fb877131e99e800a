/* The machine's end of the link test: what comes on a stream goes back on it, end marks included. Whatever comes on
 * PROGRAM is counted, and answered after its end mark by a file as long. Whatever comes on
 * STDERR is answered with how many bytes went back since the last time, and with how many instructions. */
#include "interrupts.h"
#include "line.h"
#include "streams.h"
#include "timer.h"
#include <lith/runtime.h>
#include <lith/trap.h>
#include <lith_memmap.h>
#include <stdio.h>
#include <string.h>

bool trap_other(struct trap_frame *frame) {
    if (frame->cause == (CAUSE_IRQ | IRQ_TIMER))
        timer_interrupt();
    else if (frame->cause == (CAUSE_IRQ | IRQ_EXTERNAL))
        line_interrupt();
    else
        return false;
    return true;
}

static uint32_t bytes_back;

/* icebreaker has no counters. */
static uint32_t instructions_now(void) { return *(volatile uint32_t *)LITH_SYSTEM_MACHINE == 1 ? instructions() : 0; }

/* Read, and not yet written back. */
static struct {
    uint8_t bytes[256];
    int have, given;
} held[LINK_STREAMS];

/* True: something was done. */
static bool echo(unsigned stream) {
    int wrote = link_write(&line, stream, held[stream].bytes + held[stream].given,
                           (size_t)(held[stream].have - held[stream].given));
    held[stream].given += wrote;
    bytes_back += (uint32_t)wrote;
    if (held[stream].given < held[stream].have) return wrote > 0;
    held[stream].given = held[stream].have = 0;
    int got = link_read(&line, stream, held[stream].bytes, sizeof held[stream].bytes);
    bool ended = got == LINK_END ? link_end(&line, stream) : got == LINK_LOST && link_abort(&line, stream);
    if (ended) link_next(&line, stream);
    if (got > 0) held[stream].have = got;
    return ended || got > 0 || wrote > 0;
}

/* One way at a time: counts what comes on PROGRAM, then sends as much. True: something was done. */
static bool count_and_send(void) {
    static uint32_t count, left;
    static bool sending;
    uint8_t bytes[256];
    memset(bytes, 'x', sizeof bytes);
    if (sending) {
        int wrote = link_write(&line, STREAM_PROGRAM, bytes, left < sizeof bytes ? left : sizeof bytes);
        left -= (uint32_t)wrote;
        bytes_back += (uint32_t)wrote;
        if (left == 0) sending = !link_end(&line, STREAM_PROGRAM);
        return wrote > 0;
    }
    int got = link_read(&line, STREAM_PROGRAM, bytes, sizeof bytes);
    if (got > 0) count += (uint32_t)got;
    if (got == LINK_END) {
        link_next(&line, STREAM_PROGRAM);
        left = count;
        count = 0;
        sending = true;
    }
    return got != 0;
}

static void say_figures(uint32_t since) {
    char text[60];
    int n = snprintf(text, sizeof text, "%lu %lu\n", (unsigned long)bytes_back,
                     (unsigned long)(instructions_now() - since));
    link_write(&line, STREAM_STDERR, (const uint8_t *)text, (size_t)n);
    bytes_back = 0;
}

int main(void) {
    line_init();
    uint32_t since = instructions_now();
    for (;;) {
        line_poll();
        bool some = link_restarted(&line);
        if (some) memset(held, 0, sizeof held);
        for (unsigned s = 0; s < LINK_STREAMS; s++)
            if (s != STREAM_STDERR) some |= s == STREAM_PROGRAM ? count_and_send() : echo(s);
        if (link_readable(&line, STREAM_STDERR)) {
            uint8_t byte;
            while (link_read(&line, STREAM_STDERR, &byte, 1) > 0)
                ;
            say_figures(since);
            since = instructions_now();
        }
        if (!some) line_wait();
    }
}
