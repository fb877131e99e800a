/* Streams: opening and closing, buffers, credits and end marks.
 *
 * Credit is a count of bytes since the session began: the writer may go up to it, the reader moves it on as it reads,
 * so that there is always room for what arrives. An end mark needs no credit, but stops the stream until the reader has
 * gone past it, which it tells with a grant. Grants are numbered frames like all others, so none is lost.
 *
 * Each end closes a stream for itself. Between the two a number belongs to nobody anew:
 *
 *   here, there   open
 *   there         closed here: whatever still comes is dropped, until the other end has closed it
 *   here          closed by the other end: what has come can be read
 *   neither       the number is free, once the frame that closes it here has been made
 *
 * Frames arrive in the order in which they were made. So what comes behind the other end's CLOSE is of the stream that
 * is opened next under that number, and what came before is of the old one. The host opens even numbers, the machine
 * odd ones: both may open at the same time. */
#include "inside.h"
#include <string.h>

static uint8_t *buffer(const struct link *l, unsigned stream) {
    return l->config.buffers + (size_t)stream * l->config.buffer_size;
}

static uint16_t unread(const struct link_incoming *in) { return (uint16_t)(in->received - in->read); }

static void begin(struct link *l, unsigned stream, uint8_t what) {
    l->stream[stream] = (struct link_stream){.what = what, .here = true, .there = true};
    l->out[stream] = (struct link_outgoing){.limit = CREDIT_FIRST};
    l->in[stream] = (struct link_incoming){.granted = CREDIT_FIRST, .credit_due = true};
}

void link_streams_reset(struct link *l) {
    memset(l->stream, 0, sizeof l->stream);
    memset(l->out, 0, sizeof l->out);
    memset(l->in, 0, sizeof l->in);
    begin(l, 0, 0);
}

static bool is_free(const struct link_stream *s) { return !s->here && !s->there && !s->close_due; }

int link_open(struct link *l, uint8_t what) {
    if (!l->up || l->restarted) return LINK_NONE;
    for (unsigned s = l->config.role == LINK_HOST ? 2 : 1; s < l->streams; s += 2) {
        if (!is_free(&l->stream[s])) continue;
        begin(l, s, what);
        l->stream[s].open_due = true;
        return (int)s;
    }
    return LINK_NONE;
}

int link_opened(struct link *l, uint8_t *what) {
    for (unsigned s = 1; s < LINK_STREAMS && !l->restarted; s++) {
        if (!l->stream[s].offered) continue;
        l->stream[s].offered = false;
        *what = l->stream[s].what;
        return (int)s;
    }
    return LINK_NONE;
}

/* Nothing more is read. */
static void drop_incoming(struct link_incoming *in) {
    in->read = in->received;
    in->mark = 0;
    in->credit_due = in->passed = false;
}

void link_close(struct link *l, unsigned stream) {
    struct link_stream *s = &l->stream[stream];
    if (stream == 0 || l->restarted || !s->here) return;
    s->here = s->offered = false;
    s->close_due = true;
    drop_incoming(&l->in[stream]);
}

static void opened(struct link *l, unsigned stream, uint8_t what) {
    begin(l, stream, what);
    l->stream[stream].offered = true;
}

static void closed(struct link *l, unsigned stream) {
    l->stream[stream].there = false;
    l->out[stream].pending = 0;
    l->in[stream].credit_due = l->in[stream].passed = false;
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
    } else if (stream >= LINK_STREAMS) {
        l->counts.frames_unexpected++;
    } else if (kind == KIND_OPEN) {
        opened(l, stream, n ? body[0] : 0);
    } else if (kind == KIND_CLOSE) {
        closed(l, stream);
    } else if (l->stream[stream].here) {
        if (kind == KIND_DATA) {
            store(l, stream, body, n);
        } else if (kind == KIND_END || kind == KIND_LOST) {
            l->in[stream].mark = kind;
            if (kind == KIND_LOST) l->in[stream].read = l->in[stream].received;
        }
    }
}

/* What a stream has to tell, in this order. Returns how many frames that takes. */
static uint8_t tells(const struct link *l, unsigned stream) {
    const struct link_stream *s = &l->stream[stream];
    return (uint8_t)(s->open_due + (l->out[stream].pending != 0) + s->close_due);
}

static void tell(struct link *l, unsigned stream) {
    struct link_stream *s = &l->stream[stream];
    struct link_frame *f;
    if (s->open_due && (f = link_sequence_new(l, KIND_OPEN, stream))) {
        f->bytes[f->length++] = s->what;
        s->open_due = false;
    }
    if (l->out[stream].pending && link_sequence_new(l, l->out[stream].pending, stream)) l->out[stream].pending = 0;
    if (s->close_due && link_sequence_new(l, KIND_CLOSE, stream)) s->close_due = false;
}

/* Makes the frames that are due, as far as the window has room. */
void link_streams_flush(struct link *l) {
    for (unsigned s = 0; s < LINK_STREAMS; s++) tell(l, s);
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

static bool is_open(const struct link *l, unsigned stream) { return l->stream[stream].here && l->stream[stream].there; }

int link_read(struct link *l, unsigned stream, uint8_t *bytes, size_t n) {
    struct link_incoming *in = &l->in[stream];
    if (l->restarted) return LINK_LOST;
    size_t have = unread(in);
    if (have == 0 && in->mark) return in->mark == KIND_END ? LINK_END : LINK_LOST;
    if (have == 0 && l->up && !is_open(l, stream)) return LINK_CLOSED;
    if (n > have) n = have;
    uint16_t size = l->config.buffer_size, at = in->read & (uint16_t)(size - 1);
    size_t first = size - (size_t)at;
    if (first > n) first = n;
    memcpy(bytes, buffer(l, stream) + at, first);
    memcpy(bytes + first, buffer(l, stream), n - first);
    in->read = (uint16_t)(in->read + n);
    if ((uint16_t)(in->read + size - in->granted) >= size / 4 && !in->mark && l->stream[stream].there)
        in->credit_due = true;
    return (int)n;
}

void link_next(struct link *l, unsigned stream) {
    struct link_incoming *in = &l->in[stream];
    if (l->restarted || !in->mark || unread(in)) return;
    in->mark = 0;
    in->passed = in->credit_due = l->stream[stream].there;
}

size_t link_readable(const struct link *l, unsigned stream) {
    const struct link_incoming *in = &l->in[stream];
    if (l->restarted) return 1;
    return unread(in) ? unread(in) : in->mark || (l->stream[stream].here && !l->stream[stream].there);
}

/* The frame that more bytes of the stream can go into: its room, 0 for none. */
static size_t room_in(const struct link *l, const struct link_frame *f, unsigned stream) {
    if (!f || f->bytes[0] != (KIND_DATA << 4 | stream)) return 0;
    return (size_t)(LINK_HEADER + l->peer_payload - f->length);
}

static size_t credit_left(const struct link *l, unsigned stream) {
    const struct link_outgoing *out = &l->out[stream];
    return is_open(l, stream) && !l->restarted && !out->ended ? (uint16_t)(out->limit - out->written) : 0;
}

int link_write(struct link *l, unsigned stream, const uint8_t *bytes, size_t n) {
    if (l->restarted) return LINK_LOST;
    if (l->up && !is_open(l, stream)) return LINK_CLOSED;
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
    unsigned told = 0, credits = 0;
    for (unsigned s = 0; s < LINK_STREAMS; s++) {
        told += tells(l, s);
        credits |= l->in[s].credit_due;
    }
    return told + credits;
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
    if (!is_open(l, stream) || l->restarted || out->ended) return false;
    out->ended = true;
    out->pending = (uint8_t)kind;
    return true;
}

bool link_end(struct link *l, unsigned stream) { return mark(l, stream, KIND_END); }
bool link_abort(struct link *l, unsigned stream) { return mark(l, stream, KIND_LOST); }
