/* Streams: buffers, credits and end marks.
 *
 * Credit is a count of bytes since the session began: the writer may go up to it, the reader moves it on as it reads,
 * so that there is always room for what arrives. An end mark needs no credit, but stops the stream until the reader has
 * gone past it, which it tells with a grant. Grants are numbered frames like all others, so none is lost. */
#include "inside.h"
#include <string.h>

static uint8_t *buffer(const struct link *l, unsigned stream) {
    return l->config.buffers + (size_t)stream * l->config.buffer_size;
}

static uint16_t unread(const struct link_incoming *in) { return (uint16_t)(in->received - in->read); }

void link_streams_reset(struct link *l) {
    for (unsigned s = 0; s < LINK_STREAMS; s++) {
        l->out[s] = (struct link_outgoing){.ended = false};
        l->in[s] = (struct link_incoming){.credit_due = true};
    }
}

static void store(struct link *l, unsigned stream, const uint8_t *body, size_t n) {
    struct link_incoming *in = &l->in[stream];
    if (n > (uint16_t)(in->granted - in->received) || in->mark) {
        l->counts.credit_exceeded++;
        in->read = in->received;
        in->mark = KIND_LOST;
        return;
    }
    uint16_t mask = (uint16_t)(l->config.buffer_size - 1), at = in->received & mask;
    size_t first = l->config.buffer_size - (size_t)at;
    if (first > n) first = n;
    memcpy(buffer(l, stream) + at, body, first);
    memcpy(buffer(l, stream), body + first, n - first);
    in->received = (uint16_t)(in->received + n);
}

static void credit(struct link *l, const uint8_t *body, size_t n) {
    for (; n >= CREDIT_BODY; body += CREDIT_BODY, n -= CREDIT_BODY) {
        unsigned stream = body[0] & (CREDIT_PASSED - 1);
        if (stream >= LINK_STREAMS) continue;
        l->out[stream].limit = (uint16_t)(body[1] | body[2] << 8);
        if (body[0] & CREDIT_PASSED) l->out[stream].ended = false;
    }
}

void link_stream_received(struct link *l, enum link_kind kind, unsigned stream, const uint8_t *body, size_t n) {
    if (kind == KIND_CREDIT) {
        credit(l, body, n);
    } else if (stream < LINK_STREAMS) {
        if (kind == KIND_DATA) {
            store(l, stream, body, n);
        } else if (kind == KIND_END || kind == KIND_LOST) {
            l->in[stream].mark = kind;
            if (kind == KIND_LOST) l->in[stream].read = l->in[stream].received;
        }
    }
}

/* Makes the frames for end marks and grants that are due, as far as the window has room. */
void link_streams_flush(struct link *l) {
    for (unsigned s = 0; s < LINK_STREAMS; s++)
        if (l->out[s].pending && link_sequence_new(l, l->out[s].pending, s)) l->out[s].pending = 0;
    struct link_frame *f = NULL;
    for (unsigned s = 0; s < LINK_STREAMS; s++) {
        struct link_incoming *in = &l->in[s];
        if (!in->credit_due || (!f && !(f = link_sequence_new(l, KIND_CREDIT, 0)))) continue;
        in->granted = (uint16_t)(in->read + l->config.buffer_size);
        uint8_t *grant = f->bytes + f->length;
        grant[0] = (uint8_t)(s | (in->passed ? CREDIT_PASSED : 0));
        grant[1] = (uint8_t)in->granted;
        grant[2] = (uint8_t)(in->granted >> 8);
        f->length += CREDIT_BODY;
        in->credit_due = in->passed = false;
    }
}

int link_read(struct link *l, unsigned stream, uint8_t *bytes, size_t n) {
    struct link_incoming *in = &l->in[stream];
    if (l->restarted) return LINK_LOST;
    size_t have = unread(in);
    if (have == 0 && in->mark) return in->mark == KIND_END ? LINK_END : LINK_LOST;
    if (n > have) n = have;
    uint16_t size = l->config.buffer_size, at = in->read & (uint16_t)(size - 1);
    size_t first = size - (size_t)at;
    if (first > n) first = n;
    memcpy(bytes, buffer(l, stream) + at, first);
    memcpy(bytes + first, buffer(l, stream), n - first);
    in->read = (uint16_t)(in->read + n);
    if ((uint16_t)(in->read + size - in->granted) >= size / 4 && !in->mark) in->credit_due = true;
    return (int)n;
}

void link_next(struct link *l, unsigned stream) {
    struct link_incoming *in = &l->in[stream];
    if (l->restarted || !in->mark || unread(in)) return;
    in->mark = 0;
    in->passed = in->credit_due = true;
}

size_t link_readable(const struct link *l, unsigned stream) {
    const struct link_incoming *in = &l->in[stream];
    if (l->restarted) return 1;
    return unread(in) ? unread(in) : in->mark != 0;
}

/* The frame that more bytes of the stream can go into: its room, 0 for none. */
static size_t room_in(const struct link *l, const struct link_frame *f, unsigned stream) {
    if (!f || f->bytes[0] != (KIND_DATA << 4 | stream)) return 0;
    return (size_t)(LINK_HEADER + l->peer_payload - f->length);
}

static size_t credit_left(const struct link *l, unsigned stream) {
    const struct link_outgoing *out = &l->out[stream];
    return l->up && !l->restarted && !out->ended ? (uint16_t)(out->limit - out->written) : 0;
}

int link_write(struct link *l, unsigned stream, const uint8_t *bytes, size_t n) {
    if (l->restarted) return LINK_LOST;
    size_t left = credit_left(l, stream);
    if (n > left) n = left;
    if (n > 0) link_streams_flush(l);
    size_t done = 0;
    while (done < n) {
        struct link_frame *f = link_sequence_unsent(l);
        size_t room = room_in(l, f, stream);
        if (room == 0) {
            if (!(f = link_sequence_new(l, KIND_DATA, stream))) break;
            room = l->peer_payload;
        }
        if (room > n - done) room = n - done;
        memcpy(f->bytes + f->length, bytes + done, room);
        f->length = (uint8_t)(f->length + room);
        done += room;
    }
    l->out[stream].written = (uint16_t)(l->out[stream].written + done);
    return (int)done;
}

/* How many frames link_streams_flush would make if the window had room for all. */
static unsigned frames_due(const struct link *l) {
    unsigned marks = 0, credits = 0;
    for (unsigned s = 0; s < LINK_STREAMS; s++) {
        marks += l->out[s].pending != 0;
        credits |= l->in[s].credit_due;
    }
    return marks + credits;
}

size_t link_writable(const struct link *l, unsigned stream) {
    size_t left = credit_left(l, stream);
    unsigned free = LINK_WINDOW - link_in_window(l), due = frames_due(l);
    size_t room = free > due ? (free - due) * (size_t)l->peer_payload : 0;
    bool grows = l->top != l->high && (due == 0 || free == 0);
    if (grows) room += room_in(l, &l->window[(uint8_t)(l->top - 1) % LINK_WINDOW], stream);
    return left < room ? left : room;
}

static bool mark(struct link *l, unsigned stream, enum link_kind kind) {
    struct link_outgoing *out = &l->out[stream];
    if (!l->up || l->restarted || out->ended) return false;
    out->ended = true;
    out->pending = (uint8_t)kind;
    return true;
}

bool link_end(struct link *l, unsigned stream) { return mark(l, stream, KIND_END); }
bool link_abort(struct link *l, unsigned stream) { return mark(l, stream, KIND_LOST); }
