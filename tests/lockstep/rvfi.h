/* What the RTL says of a retired instruction: the RISC-V formal interface with Lith's extras (rtl/core/README.md). */
#ifndef TESTS_LOCKSTEP_RVFI_H
#define TESTS_LOCKSTEP_RVFI_H

#include <stdbool.h>
#include <stdint.h>

#ifdef __cplusplus
extern "C" {
#endif

/* The CSRs of which the interface tells, each with the bits that were read and written, and their values. */
enum {
    RVFI_MSTATUS,
    RVFI_MISA,
    RVFI_MIE,
    RVFI_MTVEC,
    RVFI_MSCRATCH,
    RVFI_MEPC,
    RVFI_MCAUSE,
    RVFI_MTVAL,
    RVFI_MIP,
    RVFI_MCYCLE,
    RVFI_MINSTRET,
    RVFI_CSRS
};
struct rvfi_csr {
    uint64_t rmask, wmask, rdata, wdata;
};

struct rvfi_record {
    uint64_t order;
    uint32_t insn, pc, next_pc;
    uint32_t rd_value, mem_address, store_value, cause, mtval;
    uint8_t rd, load_mask, store_mask;
    bool trap, interrupt, cell, rd_tag, store_tag, mtval_tag;
    uint8_t rs1, rs2;
    uint64_t rs1_word, rs2_word, rs3_word; /* bit 32 is the tag */
    struct rvfi_csr csr[RVFI_CSRS];
};

/* The record of the last clock cycle, if an instruction retired in it. */
bool rvfi_take(void *model, struct rvfi_record *out);

/* A RAM word with its tag in bit 32. */
uint64_t rvfi_ram_word(void *model, uint32_t index);

#ifdef __cplusplus
}
#endif
#endif
