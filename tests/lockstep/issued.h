/* Which references the controller has given out: an account apart from the model's, for the forgery test. */
#ifndef TESTS_LOCKSTEP_ISSUED_H
#define TESTS_LOCKSTEP_ISSUED_H

#include <lith_xcell.h>
#include <stdbool.h>
#include <stdint.h>

struct issued {
    uint32_t kinds_of[1 << 20]; /* by handle: a bit for each kind of the references given out since it was taken */
};

void issued_clear(struct issued *s);

/* Instructions that give out a new reference. */
static inline bool makes_cell(uint32_t insn) {
    return XC_IS(MK1, insn) || XC_IS(MK2, insn) || XC_IS(NEW, insn) || XC_IS(COPY, insn);
}

/* A register was written with this tagged word by this instruction (32 bits, or 16 for a compressed one). False: it is
 * a reference that the controller never made. */
bool issued_check(struct issued *s, uint32_t insn, uint32_t word);

#endif
