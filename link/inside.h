/* What the files of the link share. A frame, before stuffing:
 *
 *   | kind << 4 + stream | sequence | acknowledged | payload ... | CRC-32, low byte first |
 *
 * HELLO has other things in its second and third byte: see hello.c. */
#ifndef LINK_INSIDE_H
#define LINK_INSIDE_H

#include "link.h"

enum link_kind {
    KIND_HELLO = 1,
    KIND_ACK,    /* not numbered: acknowledges, no more */
    KIND_RESEND, /* not numbered: acknowledges, and asks for what comes after to be sent again */
    KIND_DATA,   /* the rest is numbered */
    KIND_END,
    KIND_LOST,
    KIND_CREDIT,
    KIND_OPEN, /* body: what for, 1 byte */
    KIND_CLOSE,
};

enum {
    HELLO_BODY = 14,
    CREDIT_BODY = 3,      /* for each stream: {stream + CREDIT_PASSED, limit, low byte first} */
    CREDIT_PASSED = 0x80, /* the reader has gone past the end mark */
    CREDIT_FIRST = 64,    /* what each end grants by opening: no buffer is smaller */
};

/* CRC-32 (IEEE 802.3) of n bytes, begun with `start` in place of all ones. */
uint32_t link_checksum(uint32_t start, const uint8_t *bytes, size_t n);

/* frame.c: puts a frame on the outgoing line, and takes the incoming line's frame apart in place: its length without
 * checksum, or 0 for a damaged one. The header and body of the frame to send are in one piece. */
void link_frame_put(struct link *l, const uint8_t *bytes, size_t n, uint32_t key);
size_t link_frame_take(struct link *l, size_t n);

/* hello.c */
void link_hello_received(struct link *l, const uint8_t *frame);
void link_hello_say(struct link *l, uint32_t as, uint32_t to, bool asks);
void link_hello_put(struct link *l);

/* sequence.c */
void link_sequence_reset(struct link *l);
void link_sequence_received(struct link *l, const uint8_t *frame, size_t n);
void link_sequence_damaged(struct link *l);
bool link_sequence_contradicts(struct link *l, uint32_t received);
bool link_sequence_put(struct link *l);
void link_sequence_tick(struct link *l);
struct link_frame *link_sequence_new(struct link *l, enum link_kind kind, unsigned stream);
struct link_frame *link_sequence_unsent(struct link *l);

/* stream.c */
void link_streams_reset(struct link *l);
void link_stream_received(struct link *l, enum link_kind kind, unsigned stream, const uint8_t *body, size_t n);
void link_streams_flush(struct link *l);

static inline bool link_due(uint32_t now, uint32_t at) { return (int32_t)(now - at) >= 0; }
static inline unsigned link_in_window(const struct link *l) { return (uint8_t)(l->top - l->base); }

#endif
