/* One end of the line: bytes in, bytes out, time. */
#include "inside.h"
#include <string.h>

void link_init(struct link *l, const struct link_config *config) {
    memset(l, 0, sizeof *l);
    l->config = *config;
    l->self = config->id ? config->id : 1;
    link_hello_say(l, l->self, 0, true);
    l->hello_at = config->retry;
}

static void received(struct link *l, size_t n) {
    size_t length = link_frame_take(l, n);
    const uint8_t *frame = l->line_in + 1;
    bool hello = length && frame[0] >> 4 == KIND_HELLO;
    if (!length || (hello && length != LINK_HEADER + HELLO_BODY)) {
        l->counts.frames_damaged++;
        link_sequence_damaged(l);
        return;
    }
    l->counts.frames_received++;
    if (hello)
        link_hello_received(l, frame);
    else if (l->up)
        link_sequence_received(l, frame, length);
}

void link_receive(struct link *l, const uint8_t *bytes, size_t n) {
    for (const uint8_t *end = bytes + n; bytes != end; bytes++) {
        if (*bytes) {
            if (l->line_in_length < LINK_LINE) l->line_in[l->line_in_length++] = *bytes;
        } else if (l->line_in_length) {
            received(l, l->line_in_length);
            l->line_in_length = 0;
        }
    }
}

/* Puts the next frame on the line; false: there is none. */
static bool put_frame(struct link *l) {
    if (l->hello_due) {
        link_hello_put(l);
        return true;
    }
    return l->up && link_sequence_put(l);
}

size_t link_send(struct link *l, uint8_t *bytes, size_t n) {
    size_t done = 0;
    while (done < n && (l->line_out_sent < l->line_out_length || put_frame(l))) {
        size_t some = (size_t)(l->line_out_length - l->line_out_sent);
        if (some > n - done) some = n - done;
        memcpy(bytes + done, l->line_out + l->line_out_sent, some);
        l->line_out_sent = (uint16_t)(l->line_out_sent + some);
        done += some;
    }
    return done;
}

void link_tick(struct link *l, uint32_t now) {
    l->now = now;
    if (l->up) link_sequence_tick(l);
    if (l->proven || !link_due(now, l->hello_at)) return;
    l->hello_at = now + l->config.retry;
    link_hello_say(l, l->self, l->peer, true);
}

bool link_deadline(const struct link *l, uint32_t *when) {
    bool waiting = l->up && l->base != l->high && l->next == l->high;
    if (waiting) *when = l->retry_at;
    if (!l->proven && (!waiting || !link_due(l->hello_at, l->retry_at))) *when = l->hello_at;
    return waiting || !l->proven;
}

bool link_up(const struct link *l) { return l->up; }

bool link_restarted(struct link *l) {
    bool was = l->restarted;
    l->restarted = false;
    return was;
}

bool link_settled(const struct link *l) {
    for (unsigned s = 0; s < LINK_STREAMS; s++)
        if (l->out[s].pending || l->stream[s].open_due || l->stream[s].close_due) return false;
    return l->base == l->top;
}
