/* Random programs: a RAM image of random instructions, made so that it always goes on.
 *
 *   start    registers, trap vector, a small heap, the timer
 *   handler  skips what trapped; a full heap or an interrupt starts a collection, and the timer also restarts the body
 *   body     random legal and illegal instructions with short branches; its end jumps to its start
 *   data     random words, where sp and gp point
 *
 * x8-x15 mostly hold references, the others mostly numbers; every instruction may break that. */
#ifndef TESTS_LOCKSTEP_STREAM_H
#define TESTS_LOCKSTEP_STREAM_H

#include <stdbool.h>
#include <stdint.h>

struct stream_options {
    uint64_t seed;
    bool compressed; /* the machine has the C extension */
    uint32_t ram_size;
};

struct stream {
    uint32_t size;                /* bytes of the image */
    uint32_t code_low, code_high; /* addresses that hold code */
};

/* Fills ram (ram_size bytes). */
struct stream stream_make(const struct stream_options *o, uint8_t *ram);

#endif
