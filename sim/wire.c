#include "wire.h"
#include <string.h>

/* How long frames wait for their acknowledgement, in cycles. The machine may be in the middle of a computation. */
enum { RETRY = 1000000, SLICE = 50000, ID = 0x4c495448 };

void wire_init(struct wire *w, lith_machine *machine, wire_filter *filter, void *context) {
    memset(w, 0, sizeof *w);
    w->machine = machine;
    w->filter = filter;
    w->context = context;
    link_init(&w->link,
              &(struct link_config){
                  .role = LINK_HOST, .id = ID, .retry = RETRY, .buffers = w->buffers, .buffer_size = WIRE_BUFFER});
}

static size_t pass(struct wire *w, enum wire_direction direction, uint8_t *bytes, size_t n) {
    return w->filter && n ? w->filter(w->context, direction, bytes, n) : n;
}

static void give(struct wire *w) {
    for (;;) {
        if (w->given == w->have) {
            w->given = 0;
            w->have = pass(w, WIRE_TO_MACHINE, w->to_machine, link_send(&w->link, w->to_machine, WIRE_CHUNK));
            if (w->have == 0) return;
        }
        size_t n = lith_machine_uart_write(w->machine, w->to_machine + w->given, w->have - w->given);
        if (n == 0) return;
        w->given += n;
    }
}

static bool take(struct wire *w) {
    uint8_t bytes[2 * WIRE_CHUNK];
    size_t n;
    bool some = false;
    while ((n = lith_machine_uart_read(w->machine, bytes, WIRE_CHUNK)) > 0) {
        link_receive(&w->link, bytes, pass(w, WIRE_FROM_MACHINE, bytes, n));
        some = true;
    }
    return some;
}

/* A picture of what the owner can do: a bit for each stream that is readable, each that the other end has opened, and
 * each that is writable. */
static uint64_t ready(const struct wire *w) {
    uint64_t bits = 0;
    for (unsigned s = 0; s < LINK_STREAMS; s++) {
        bits |= (uint64_t)(link_readable(&w->link, s) > 0) << s;
        bits |= (uint64_t)w->link.stream[s].offered << (16 + s);
        bits |= (uint64_t)(link_writable(&w->link, s) > 0) << (32 + s);
    }
    return bits;
}

bool wire_run(struct wire *w, uint64_t cycles) {
    uint64_t before = ready(w), end = w->now + cycles;
    while (w->now < end) {
        uint32_t when;
        link_tick(&w->link, (uint32_t)w->now);
        give(w);
        uint64_t slice = end - w->now < SLICE ? end - w->now : SLICE;
        bool waits = link_deadline(&w->link, &when);
        uint32_t left = waits ? when - (uint32_t)w->now : 0;
        if (waits && left < slice) slice = left ? left : 1;
        uint64_t ran = lith_machine_run(w->machine, slice);
        w->now += ran;
        bool some = take(w);
        if (ready(w) & ~before || w->link.restarted) break;
        if (some || ran == slice || !lith_machine_idle(w->machine)) continue;
        if (!waits) return false;
        w->now += slice - ran;
    }
    link_tick(&w->link, (uint32_t)w->now);
    give(w);
    return true;
}
