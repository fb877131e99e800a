/* Numbered frames: sent in order, acknowledged by the number of the next one expected, and all sent again from the
 * oldest that was not acknowledged (go back n) when time is up or the other end asks for it.
 *
 *   base        next              high         top
 *    | sent, not acknowledged ...  |  not sent  |        base <= next <= high <= top <= base + LINK_WINDOW
 *                 ^ sent again from here on
 *
 * A frame that was ever sent does not change any more, but for its acknowledgement. */
#include "inside.h"

enum { RETRY_LIMIT = 16 }; /* the pause between retries doubles up to so many times the first */

_Static_assert((LINK_WINDOW & (LINK_WINDOW - 1)) == 0 && LINK_WINDOW <= 64, "a power of two up to 64");
_Static_assert(LINK_PAYLOAD >= LINK_STREAMS * CREDIT_BODY && LINK_PAYLOAD <= 240, "48 to 240");
_Static_assert(LINK_STREAMS >= 2 && LINK_STREAMS <= 16, "2 to 16");

void link_sequence_reset(struct link *l) {
    l->base = l->next = l->high = l->top = l->expected = 0;
    l->acknowledged = l->received = 0;
    l->resend_due = l->asked = l->doubted = false;
    l->ack_due = true; /* tells the other end that this one has opened the session */
    l->retry = l->config.retry;
}

static struct link_frame *at(struct link *l, uint8_t number) { return &l->window[number % LINK_WINDOW]; }

/* A new frame with an empty body, or NULL while the window is full. */
struct link_frame *link_sequence_new(struct link *l, enum link_kind kind, unsigned stream) {
    if (link_in_window(l) == LINK_WINDOW) return NULL;
    struct link_frame *f = at(l, l->top);
    f->bytes[0] = (uint8_t)(kind << 4 | stream);
    f->bytes[1] = l->top++;
    f->length = LINK_HEADER;
    return f;
}

/* The newest frame, if it may still grow; else NULL. */
struct link_frame *link_sequence_unsent(struct link *l) {
    return l->top != l->high ? at(l, (uint8_t)(l->top - 1)) : NULL;
}

static void acknowledged(struct link *l, uint8_t number) {
    uint8_t n = (uint8_t)(number - l->base);
    if (n == 0 || n > (uint8_t)(l->high - l->base)) return;
    if ((uint8_t)(l->next - l->base) < n) l->next = number;
    l->base = number;
    l->acknowledged += n;
    l->doubted = false;
    l->retry = l->config.retry;
    l->retry_at = l->now + l->retry;
}

/* Whether the other end, which says that it has received so many frames of this session, means another session between
 * the same ids: one in which it received what was never sent, or has not received what it acknowledged. The latter is
 * believed when it is said twice, for a greeting may have been doubled on the line. */
bool link_sequence_contradicts(struct link *l, uint32_t received) {
    if (received > l->acknowledged + (uint8_t)(l->high - l->base)) return true;
    if (received >= l->acknowledged) return false;
    bool again = l->doubted;
    l->doubted = true;
    return again;
}

static void ask_again(struct link *l, uint8_t seen) {
    l->resend_due = l->asked = true;
    l->last_ahead = seen;
}

void link_sequence_damaged(struct link *l) {
    if (l->up) ask_again(l, l->expected);
}

static void out_of_turn(struct link *l, uint8_t number) {
    l->counts.frames_unexpected++;
    uint8_t ahead = (uint8_t)(number - l->expected);
    if (ahead >= 128) {
        l->ack_due = true; /* it was here before; the acknowledgement may have been lost */
    } else if (!l->asked || (int8_t)(number - l->last_ahead) <= 0) {
        ask_again(l, number);
    } else {
        l->last_ahead = number;
    }
}

void link_sequence_received(struct link *l, const uint8_t *frame, size_t n) {
    enum link_kind kind = (enum link_kind)(frame[0] >> 4);
    l->proven = true;
    acknowledged(l, frame[2]);
    if (kind == KIND_RESEND) l->next = l->base;
    if (kind == KIND_ACK || kind == KIND_RESEND) return;
    if (frame[1] != l->expected) {
        out_of_turn(l, frame[1]);
        return;
    }
    l->expected++;
    l->received++;
    l->asked = false;
    l->ack_due = true;
    link_stream_received(l, kind, frame[0] & 15, frame + LINK_HEADER, n - LINK_HEADER);
}

static void put_bare(struct link *l, enum link_kind kind) {
    uint8_t frame[LINK_HEADER] = {(uint8_t)(kind << 4), 0, l->expected};
    l->ack_due = l->resend_due = false;
    link_frame_put(l, frame, sizeof frame, l->key_out);
}

/* Puts the frame that is most urgent on the line; false: there is none. */
bool link_sequence_put(struct link *l) {
    if (l->resend_due) {
        put_bare(l, KIND_RESEND);
        return true;
    }
    link_streams_flush(l);
    if (l->next != l->top) {
        struct link_frame *f = at(l, l->next);
        f->bytes[2] = l->expected;
        l->ack_due = false;
        if (l->next == l->high)
            l->high++;
        else
            l->counts.frames_resent++;
        l->next++;
        l->retry_at = l->now + l->retry;
        link_frame_put(l, f->bytes, f->length, l->key_out);
        return true;
    }
    if (l->ack_due) put_bare(l, KIND_ACK);
    return l->line_out_sent < l->line_out_length;
}

void link_sequence_tick(struct link *l) {
    if (l->base == l->high || l->next != l->high || !link_due(l->now, l->retry_at)) return;
    l->counts.timeouts++;
    l->next = l->base;
    if (l->retry < l->config.retry * RETRY_LIMIT) l->retry *= 2;
    l->retry_at = l->now + l->retry;
    link_hello_say(l, l->self, l->peer, true); /* is it still there, and still the same? */
}
