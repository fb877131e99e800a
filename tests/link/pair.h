/* Two ends of a link over a damaging line, with a program at each end that opens and closes streams, writes files on
 * all that are open and checks all it reads. The first fault found is a line in `fault`; empty: none.
 *
 * A file begins with {era, life, number, length} and goes on with bytes that follow from these and the stream, so that
 * a byte in the wrong place shows. The era is new whenever its writer's session is; the life whenever the stream's
 * number is opened, and what its opener says that it is for. */
#ifndef TESTS_LINK_PAIR_H
#define TESTS_LINK_PAIR_H

#include "damage.h"
#include "link.h"

enum { PAIR_BUFFER = 512, PAIR_FLIGHT = 1 << 16, PAIR_RETRY = 2000, PAIR_ERAS = 256 };

struct file {
    uint32_t era, number, length, done; /* done: bytes written or read, header included */
    bool open;
    uint8_t life;
};

/* What an end has going on a stream. */
struct talk {
    bool open;
    uint8_t life;
    struct file written, read;
};

/* What the writer of a stream has done in its life: the last file that it ended, gave up, and left when it closed. */
struct record {
    uint8_t life;
    uint32_t ended, given_up, cut;
};

struct end {
    struct link link;
    uint8_t buffers[LINK_STREAMS * PAIR_BUFFER];
    uint32_t era, id;
    struct talk talks[LINK_STREAMS];
    uint32_t files_read, files_lost, restarts, opened, refused, closed_by_other;
    uint64_t bytes_read;
    /* on the way from this end: bytes, and when they arrive */
    uint8_t flight[PAIR_FLIGHT];
    uint32_t arrives[PAIR_FLIGHT];
    uint32_t head, tail;
};

struct pair {
    struct random random;
    struct damage damage;
    uint32_t now, delay; /* in byte times */
    uint32_t idle;       /* of n chances to read or write, so many pass by */
    uint32_t eras, lives, longest;
    struct record records[PAIR_ERAS][LINK_STREAMS]; /* of the stream's writer in that era */
    bool quiet;                                     /* nothing new is begun, and streams are closed */
    struct end ends[2];
    char fault[200];
};

void pair_init(struct pair *p, uint64_t seed);

/* The end begins a new life. With another id than before, bytes on the way stay on the way. */
void pair_restart(struct pair *p, int end, bool same_id);

/* Goes on for `steps` steps of some 16 byte times each. */
void pair_run(struct pair *p, uint32_t steps);

/* True: all files begun were read to their end, all numbers of streams are free, and nothing is left to do. */
bool pair_done(const struct pair *p);

#endif
