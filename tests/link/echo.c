/* The machine's end of the link test. It does for each stream what that was opened for (uses.h), until the other end
 * closes it. Figures: how many bytes went back since the last time, and with how many instructions. */
#include "interrupts.h"
#include "line.h"
#include "timer.h"
#include "uses.h"
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

/* The open streams: what they are for, and what was read and not yet written back. */
static struct talk {
    bool open;
    uint8_t use;
    uint8_t bytes[256];
    int have, given;
} talks[LINK_STREAMS];

/* True: something was done. */
static bool echo(unsigned stream) {
    struct talk *t = &talks[stream];
    int wrote = link_write(&line, stream, t->bytes + t->given, (size_t)(t->have - t->given));
    if (wrote < 0) wrote = t->have - t->given;
    t->given += wrote;
    bytes_back += (uint32_t)wrote;
    if (t->given < t->have) return wrote > 0;
    t->given = t->have = 0;
    int got = link_read(&line, stream, t->bytes, sizeof t->bytes);
    bool ended = got == LINK_END ? link_end(&line, stream) : got == LINK_LOST && link_abort(&line, stream);
    if (ended) link_next(&line, stream);
    if (got > 0) t->have = got;
    return ended || got > 0 || wrote > 0;
}

/* One way at a time: counts what comes, then sends as much. True: something was done. */
static bool count_and_send(unsigned stream) {
    static uint32_t count, left;
    static bool sending;
    uint8_t bytes[256];
    memset(bytes, 'x', sizeof bytes);
    if (sending) {
        int wrote = link_write(&line, stream, bytes, left < sizeof bytes ? left : sizeof bytes);
        left -= (uint32_t)wrote;
        bytes_back += (uint32_t)wrote;
        if (left == 0) sending = !link_end(&line, stream);
        return wrote > 0;
    }
    int got = link_read(&line, stream, bytes, sizeof bytes);
    if (got > 0) count += (uint32_t)got;
    if (got == LINK_END) {
        link_next(&line, stream);
        left = count;
        count = 0;
        sending = true;
    }
    return got != 0;
}

static bool say_figures(unsigned stream) {
    static uint32_t since;
    char text[60];
    uint8_t byte;
    if (!link_readable(&line, stream)) return false;
    while (link_read(&line, stream, &byte, 1) > 0)
        ;
    int n = snprintf(text, sizeof text, "%lu %lu\n", (unsigned long)bytes_back,
                     (unsigned long)(instructions_now() - since));
    link_write(&line, stream, (const uint8_t *)text, (size_t)n);
    bytes_back = 0;
    since = instructions_now();
    return true;
}

static bool serve(unsigned stream) {
    switch (talks[stream].use) {
    case USE_COUNT:
        return count_and_send(stream);
    case USE_FIGURES:
        return say_figures(stream);
    default:
        return echo(stream);
    }
}

static void begin(unsigned stream, uint8_t use) { talks[stream] = (struct talk){.open = true, .use = use}; }

static void begin_session(void) {
    while (!link_up(&line)) line_wait();
    memset(talks, 0, sizeof talks);
    begin(0, USE_CONTROL);
    int figures = link_open(&line, USE_FIGURES);
    if (figures >= 0) begin((unsigned)figures, USE_FIGURES);
}

int main(void) {
    line_init();
    begin_session();
    for (;;) {
        line_poll();
        bool some = link_restarted(&line);
        if (some) begin_session();
        uint8_t use;
        for (int s; (s = link_opened(&line, &use)) >= 0;) begin((unsigned)s, use);
        for (unsigned s = 0; s < LINK_STREAMS; s++) {
            if (!talks[s].open) continue;
            some |= serve(s);
            talks[s].open = link_read(&line, s, &use, 0) != LINK_CLOSED;
            if (!talks[s].open) link_close(&line, s);
        }
        if (!some) line_wait();
    }
}
