/* What RVFI says of the CSRs, held against the model's. */
#ifndef TESTS_LOCKSTEP_CSRS_H
#define TESTS_LOCKSTEP_CSRS_H

#include "rvfi.h"
#include "sim/model/model.h"

/* As the model has them; those that depend on time are left out. */
struct csr_state {
    uint64_t value[RVFI_CSRS];
};

void csrs_take(struct model *m, struct csr_state *out);

/* Compares a record with the model's CSRs before and after its instruction, and with what the instruction is. NULL, or
 * what is wrong. */
const char *csrs_wrong(const struct rvfi_record *r, const struct csr_state *before, const struct csr_state *after);

#endif
