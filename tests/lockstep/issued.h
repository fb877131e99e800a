/* Which references the controller has given out: an account apart from the model's, for the forgery test. */
#ifndef TESTS_LOCKSTEP_ISSUED_H
#define TESTS_LOCKSTEP_ISSUED_H

#include <stdbool.h>
#include <stdint.h>

struct issued {
    uint8_t kind_of[1 << 20]; /* by handle: kind of the reference given out last, or ISSUED_NONE */
};

void issued_clear(struct issued *s);

/* A register was written with this tagged word by this instruction (32 bits, or 16 for a compressed one). False: it is
 * a reference that the controller never made. */
bool issued_check(struct issued *s, uint32_t insn, uint32_t word);

#endif
