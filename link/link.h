/* The host link: many streams over one serial line that may lose, alter, double or invent bytes.
 *
 * One `struct link` is one end of the line. It makes no system calls, allocates nothing and never waits: whoever owns
 * it pushes the bytes that came over the line in, pulls the bytes that are to go out, and tells the time. Both ends run
 * this code; frames, sequence numbers, credits and recovery are described in docs/host-link.md.
 *
 * Streams have numbers. Number 0 is open as soon as the ends know each other; all others are opened and closed while
 * the link is up, by either end. A number is free again when both ends have closed the stream.
 *
 * A stream carries, in each direction, a sequence of *files*: bytes up to an end mark, then the next file. What the
 * reader gets is exactly what the writer wrote, in order, once; or LINK_LOST instead of what is left of the file; or
 * LINK_CLOSED behind the last byte, when the writer has closed the stream.
 *
 * Nothing here may be called from an interrupt while another call on the same link is under way. */
#ifndef LINK_LINK_H
#define LINK_LINK_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#ifndef LINK_STREAMS
#define LINK_STREAMS 8 /* 2 to 16; each end tells the other its own, and the smaller number counts */
#endif
#ifndef LINK_PAYLOAD
#define LINK_PAYLOAD 240 /* most bytes of a stream in one frame, 48 to 240; each end tells the other its own */
#endif
#ifndef LINK_WINDOW
#define LINK_WINDOW 4 /* most frames sent and not acknowledged, a power of two up to 64 */
#endif

enum {
    LINK_HEADER = 3,
    LINK_CHECKSUM = 4,
    LINK_FRAME = LINK_HEADER + LINK_PAYLOAD + LINK_CHECKSUM, /* bytes of the longest frame before stuffing */
    LINK_LINE = LINK_FRAME + 3,                              /* and after: delimiters and one stuffing byte */
};

enum link_role { LINK_HOST, LINK_MACHINE }; /* the two ends of a line have different roles */

enum {
    LINK_END = -1,    /* the file is at its end */
    LINK_LOST = -2,   /* the rest of the file is lost: its writer gave it up, or the other end restarted */
    LINK_CLOSED = -3, /* the other end has closed the stream and nothing more comes: close it, too */
    LINK_NONE = -4,   /* no stream: link_open has found no free number, link_opened nothing new */
};

struct link_config {
    enum link_role role;
    uint32_t id;          /* of this life of this end: random, or a clock. One that is used again costs time, no more,
                             if nothing of its former life is on the line; a machine takes longer to boot than that */
    uint32_t retry;       /* ticks after which what was not acknowledged is sent again: more than the line takes for
                             LINK_WINDOW frames and the other end to look at them */
    uint8_t *buffers;     /* LINK_STREAMS * buffer_size bytes: what was received and not yet read */
    uint16_t buffer_size; /* for each stream: a power of two, 64 to 16384 */
};

/* Counts since link_init. */
struct link_counts {
    uint32_t frames_sent, frames_received; /* sound frames of any kind */
    uint32_t frames_resent;                /* sent again, after a timeout or when the other end asked for it */
    uint32_t frames_damaged;               /* received, and dropped because of length, stuffing or checksum */
    uint32_t frames_unexpected;            /* received sound, but doubled, or after one that was lost */
    uint32_t credit_exceeded;              /* frames with more than was granted: 0, unless the other end is faulty */
    uint32_t timeouts, sessions;
};

/* The insides; only link/ looks at them. */
struct link_stream {
    uint8_t what;             /* as told to link_open */
    bool here, there;         /* this end, the other end has not closed it */
    bool offered;             /* the other end has opened it, and link_opened has not told of it */
    bool open_due, close_due; /* the other end is to be told */
};

struct link_outgoing {
    uint16_t written, limit; /* bytes of this stream so far; the count up to which there is credit (both wrap) */
    uint8_t pending;         /* kind of the end mark that is to be sent, or 0 */
    bool ended;              /* the end mark is written or pending, and the reader has not gone past it */
};

struct link_incoming {
    uint16_t read, received; /* bytes of this stream so far (both wrap); the difference is in the buffer */
    uint16_t granted;        /* the count up to which the other end has credit */
    uint8_t mark;            /* kind of the end mark behind what is in the buffer, or 0 */
    bool credit_due, passed; /* a grant is to be sent; and with it, that the mark was gone past */
};

struct link_frame {
    uint8_t length; /* of bytes */
    uint8_t bytes[LINK_HEADER + LINK_PAYLOAD];
};

struct link {
    struct link_config config;
    struct link_counts counts;
    uint32_t now;

    uint32_t self, peer; /* ids of both ends' lives; peer 0: unknown */
    uint32_t key_out, key_in;
    uint32_t hello_at;
    uint8_t peer_payload;
    uint8_t streams; /* so many numbers do both ends have */
    bool up;         /* a session is open with `peer` */
    bool proven;     /* and a frame of it was received: the other end has opened it, too */
    bool restarted;  /* a session was lost, and link_restarted has not been asked */
    bool hello_due, hello_asks;
    uint32_t hello_as, hello_to; /* the ids in the greeting that is due */

    /* Sequence numbers count frames and wrap. base: oldest not acknowledged; next: next to send; high: behind the last
     * ever sent; top: behind the last made. */
    uint8_t base, next, high, top, expected;
    uint32_t acknowledged, received; /* base and expected, not wrapped: how many frames in this session */
    bool doubted;                    /* the other end has said that it received fewer than it has acknowledged */
    bool ack_due, resend_due;
    bool asked; /* to send `expected` again; and since then frames up to `last_ahead` came */
    uint8_t last_ahead;
    uint32_t retry_at, retry;
    struct link_frame window[LINK_WINDOW];

    uint8_t line_out[LINK_LINE];
    uint16_t line_out_length, line_out_sent;
    uint8_t line_in[LINK_LINE];
    uint16_t line_in_length;

    struct link_stream stream[LINK_STREAMS];
    struct link_outgoing out[LINK_STREAMS];
    struct link_incoming in[LINK_STREAMS];
};

/* Starts one end's life: nothing is known of the other end. The buffers belong to the link from now on. */
void link_init(struct link *l, const struct link_config *config);

/* Bytes that came over the line. */
void link_receive(struct link *l, const uint8_t *bytes, size_t n);

/* Takes up to n of the bytes that are to go out now; returns how many. 0: none, until something is received, written,
 * read, or due by the clock. */
size_t link_send(struct link *l, uint8_t *bytes, size_t n);

/* Tells the time, in ticks of whatever clock config.retry is in; wraps. To be called before link_send and link_receive
 * when time has gone by. */
void link_tick(struct link *l, uint32_t now);

/* True, and *when: at that time link_tick and link_send must be called even if nothing is received or written.
 * False: the link is at rest. */
bool link_deadline(const struct link *l, uint32_t *when);

/* True while the other end is known to be there. */
bool link_up(const struct link *l);

/* True once after the other end restarted (or took this one for restarted): what was in buffers and on the way is lost,
 * stream 0 begins anew, the others are closed. Until it has been called every read and write gives LINK_LOST. */
bool link_restarted(struct link *l);

/* True when everything written, opened and closed, end marks included, has been acknowledged by the other end. */
bool link_settled(const struct link *l);

/* Opens a stream. `what` tells the other end what it is for. Returns its number, which may be written to at once; or
 * LINK_NONE: the link is not up, or all numbers of this end are taken, and one is free again when both ends have closed
 * it. */
int link_open(struct link *l, uint8_t what);

/* The number of a stream that the other end has opened, each once, and what it is for; or LINK_NONE. Whoever does not
 * want it closes it. */
int link_opened(struct link *l, uint8_t *what);

/* Closes a stream at this end: what was written goes out, an end mark too; what has come and was not read is dropped,
 * and what still comes. Stream 0 stays open. */
void link_close(struct link *l, unsigned stream);

/* Reads at most n bytes: how many (0: none there yet), or LINK_END or LINK_LOST behind the file's last byte, as often
 * as it is asked until link_next; or LINK_CLOSED behind all that the other end has written. A stream that is not open
 * at this end is closed. */
int link_read(struct link *l, unsigned stream, uint8_t *bytes, size_t n);

/* Goes past an end mark, so that the next file can be written and read; without effect when the reader is not at one.
 */
void link_next(struct link *l, unsigned stream);

/* How many bytes link_read would give now; for an end mark, and for the other end's closing, 1. */
size_t link_readable(const struct link *l, unsigned stream);

/* Writes at most n bytes: how many were taken (0: no credit or no room now), or LINK_LOST (see link_restarted), or
 * LINK_CLOSED: the other end does not want more, or the stream is not open. */
int link_write(struct link *l, unsigned stream, const uint8_t *bytes, size_t n);

/* How many bytes link_write would take now; reading any stream may make it less. */
size_t link_writable(const struct link *l, unsigned stream);

/* Ends the file with LINK_END, or with LINK_LOST in place of what the reader has not read. Nothing more can be written
 * until the reader has gone past the mark. False (and no effect): that is still so for the mark before, or the stream
 * is closed. */
bool link_end(struct link *l, unsigned stream);
bool link_abort(struct link *l, unsigned stream);

#endif
