#include "csrs.h"
#include <lith_isa.h>

#include <stddef.h>

static const uint16_t numbers[RVFI_CSRS] = {
    [RVFI_MSTATUS] = CSR_MSTATUS,   [RVFI_MISA] = CSR_MISA,     [RVFI_MIE] = CSR_MIE,          [RVFI_MTVEC] = CSR_MTVEC,
    [RVFI_MSCRATCH] = CSR_MSCRATCH, [RVFI_MEPC] = CSR_MEPC,     [RVFI_MCAUSE] = CSR_MCAUSE,    [RVFI_MTVAL] = CSR_MTVAL,
    [RVFI_MIP] = CSR_MIP,           [RVFI_MCYCLE] = CSR_MCYCLE, [RVFI_MINSTRET] = CSR_MINSTRET};

enum { HIGH_HALF = 0x80, SYSTEM = 0x73, ALL = 0xffffffff };

static bool depends_on_time(int csr) { return csr == RVFI_MIP || csr == RVFI_MCYCLE; }
static bool counts(int csr) { return csr == RVFI_MCYCLE || csr == RVFI_MINSTRET; }

void csrs_take(struct model *m, struct csr_state *out) {
    for (int i = 0; i < RVFI_CSRS; i++) out->value[i] = depends_on_time(i) ? 0 : model_csr_value(m, numbers[i]);
}

/* The CSR of which the instruction at hand reads `*shift`, 0 or 32, and on; RVFI_CSRS: none of them. */
static int accessed(const struct rvfi_record *r, unsigned *shift) {
    uint32_t number = r->insn >> 20;
    int i = 0;
    *shift = 0;
    if ((r->insn & 0x7f) != SYSTEM || (r->insn >> 12 & 3) == 0 || r->trap) return RVFI_CSRS;
    if (number >> 8 == 0xb || number >> 8 == 0xc) {
        *shift = number & HIGH_HALF ? 32 : 0;
        number = (number & ~(uint32_t)HIGH_HALF & 0xff) | CSR_MCYCLE; /* the user-mode copies are the same */
    }
    while (i < RVFI_CSRS && numbers[i] != number) i++;
    return i;
}

/* What an instruction that reads and writes `old` leaves. */
static uint32_t written(const struct rvfi_record *r, uint32_t old) {
    uint32_t operand = r->insn >> 14 & 1 ? r->insn >> 15 & 31 : (uint32_t)r->rs1_word;
    switch (r->insn >> 12 & 3) {
    case 1:
        return operand;
    case 2:
        return old | operand;
    default:
        return old & ~operand;
    }
}

/* The CSR that the instruction names. */
static const char *access_wrong(const struct rvfi_record *r) {
    unsigned shift;
    int i = accessed(r, &shift);
    if (i == RVFI_CSRS) return NULL;
    const struct rvfi_csr *c = &r->csr[i];
    bool writes = (r->insn >> 12 & 3) == 1 || (r->insn >> 15 & 31) != 0, can = i != RVFI_MISA && i != RVFI_MIP;
    uint32_t read = (uint32_t)(c->rdata >> shift);
    if ((uint32_t)(c->rmask >> shift) != ALL) return "a CSR is read, and the record does not say so";
    if (r->rd && read != r->rd_value) return "what the record says was read from a CSR is not what was given";
    if (c->wmask != (writes && can ? (uint64_t)ALL << shift : 0)) return "bits of a CSR that were written";
    if (i == RVFI_MCYCLE && writes && (uint32_t)(c->wdata >> shift) != written(r, read)) return "mcycle as written";
    return NULL;
}

static const char *trap_wrong(const struct rvfi_record *r) {
    static const int by_trap[] = {RVFI_MSTATUS, RVFI_MEPC, RVFI_MCAUSE, RVFI_MTVAL};
    for (size_t i = 0; r->trap && i < sizeof by_trap / sizeof *by_trap; i++)
        if (r->csr[by_trap[i]].wmask != ALL) return "a trap writes a CSR, and the record does not say so";
    return NULL;
}

const char *csrs_wrong(const struct rvfi_record *r, const struct csr_state *before, const struct csr_state *after) {
    for (int i = 0; i < RVFI_CSRS; i++) {
        const struct rvfi_csr *c = &r->csr[i];
        if (depends_on_time(i)) continue;
        if ((c->rdata ^ before->value[i]) & c->rmask) return "CSR before the instruction";
        if ((c->wdata ^ after->value[i]) & c->wmask) return "CSR after the instruction";
        if (!counts(i) && (before->value[i] ^ after->value[i]) & ~c->wmask) return "a CSR that changes untold";
    }
    const char *wrong = access_wrong(r);
    return wrong ? wrong : trap_wrong(r);
}
