/* Greetings: how the two ends come to agree on a session, and notice that the other end has begun a new life.
 *
 *   | HELLO << 4 + role | flags | version | most payload | id, 4 bytes | the other's id or 0, 4 bytes |
 *   | frames received in this session, 4 bytes | streams | CRC-32 |
 *
 * A session is a pair of ids, and the checksum of each of its frames begins with a number made of the two: frames of
 * another session are damaged ones. An end opens the session (a, b) when a greeting shows that the other, b, knows it
 * as a. So:
 *      a begins: HELLO(a, 0)    ->
 *                               <-  HELLO(b, a)   b knows a
 *  a opens (a, b): HELLO(a, b)  ->  b opens (b, a)
 *
 * An end with an open session that hears of an unknown id does not believe it yet (it may be an echo of the past): it
 * offers a new id of its own, and gives up the old session when that is answered. If the new life of the other end has
 * the id of the one before, the answer to it says that frames of this session were received (PROVEN), which the new
 * life knows it has not sent: it takes another id. It cannot know if a greeting that was still on the way from before
 * has opened the old session for it once more; then the counts of frames received do not fit, and it offers a new id.
 */
#include "inside.h"

enum { VERSION = 3, ASKS = 1, PROVEN = 2, OPEN = 4 };

static uint32_t id_after(uint32_t id) { return id + 1 ? id + 1 : 1; }

static uint32_t key(uint32_t from, uint32_t to) { return from * 0x9E3779B1u ^ to * 0x85EBCA6Bu; }

static void put32(uint8_t *to, uint32_t word) {
    for (int i = 0; i < 4; i++, word >>= 8) to[i] = (uint8_t)word;
}

static uint32_t get32(const uint8_t *from) {
    return from[0] | (uint32_t)from[1] << 8 | (uint32_t)from[2] << 16 | (uint32_t)from[3] << 24;
}

void link_hello_say(struct link *l, uint32_t as, uint32_t to, bool asks) {
    l->hello_as = as;
    l->hello_to = to;
    l->hello_asks = asks;
    l->hello_due = true;
}

void link_hello_put(struct link *l) {
    uint8_t frame[LINK_HEADER + HELLO_BODY];
    bool open = l->up && l->hello_as == l->self && l->hello_to == l->peer;
    frame[0] = (uint8_t)(KIND_HELLO << 4 | l->config.role);
    frame[1] = (uint8_t)((l->hello_asks ? ASKS : 0) | (open ? OPEN : 0) | (open && l->proven ? PROVEN : 0));
    frame[2] = VERSION;
    frame[3] = LINK_PAYLOAD;
    put32(frame + 4, l->hello_as);
    put32(frame + 8, l->hello_to);
    put32(frame + 12, l->received);
    frame[16] = LINK_STREAMS;
    l->hello_due = false;
    link_frame_put(l, frame, sizeof frame, ~0u);
}

static uint8_t lesser(uint8_t theirs, uint8_t ours) { return theirs < ours ? theirs : ours; }

/* By a greeting of the other end. */
static void open_session(struct link *l, uint32_t peer, const uint8_t *frame) {
    l->peer = peer;
    l->peer_payload = lesser(frame[3], LINK_PAYLOAD);
    l->streams = lesser(frame[16], LINK_STREAMS);
    l->key_out = key(l->self, peer);
    l->key_in = key(peer, l->self);
    l->restarted |= l->up;
    l->up = true;
    l->proven = false;
    l->hello_at = l->now + l->config.retry;
    l->counts.sessions++;
    link_sequence_reset(l);
    link_streams_reset(l);
    link_hello_say(l, l->self, peer, false);
}

static void received_opening(struct link *l, uint32_t from, uint32_t to, uint8_t flags, const uint8_t *frame) {
    if (to != l->self) {
        link_hello_say(l, l->self, from, true);
    } else if (flags & PROVEN) {
        l->self = id_after(l->self);
        link_hello_say(l, l->self, from, true);
    } else {
        open_session(l, from, frame);
    }
}

static void received_open(struct link *l, uint32_t from, uint32_t to, uint8_t flags, const uint8_t *frame) {
    bool same = from == l->peer && to == l->self && flags & OPEN;
    if (same && link_sequence_contradicts(l, get32(frame + 12))) {
        link_hello_say(l, id_after(l->self), from, true);
    } else if (from == l->peer) {
        if (flags & ASKS) link_hello_say(l, l->self, from, false);
        l->ack_due = true;
    } else if (to == id_after(l->self)) {
        l->self = to;
        open_session(l, from, frame);
    } else if (flags & ASKS || to == l->self) {
        link_hello_say(l, id_after(l->self), from, false);
    }
}

void link_hello_received(struct link *l, const uint8_t *frame) {
    uint32_t from = get32(frame + 4), to = get32(frame + 8);
    bool echo = (frame[0] & 15) == l->config.role;
    if (echo || frame[2] != VERSION || frame[3] == 0 || frame[16] == 0 || from == 0) {
        l->counts.frames_unexpected++;
        return;
    }
    if (l->up)
        received_open(l, from, to, frame[1], frame);
    else
        received_opening(l, from, to, frame[1], frame);
}
