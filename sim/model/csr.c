/* Control and status registers, and the trap entry that writes them. */
#include "state.h"

enum {
    MSTATUS = 0x300,
    MISA = 0x301,
    MIE = 0x304,
    MTVEC = 0x305,
    MSTATUSH = 0x310,
    MSCRATCH = 0x340,
    MEPC = 0x341,
    MCAUSE = 0x342,
    MTVAL = 0x343,
    MIP = 0x344,
    MCOUNTINHIBIT = 0x320,
    MVENDORID = 0xf11,
    MCONFIGPTR = 0xf15
};

#define MISA_RV32 0x40000000u
#define MISA_C 0x4u
#define MISA_I 0x100u
#define MISA_M 0x1000u
#define MISA_X 0x800000u
#define MIE_BITS (1u << IRQ_TIMER | 1u << IRQ_EXTERNAL | 1u << IRQ_HEAP)
#define MCAUSE_BITS (CAUSE_INTERRUPT | 31u)

uint32_t model_handler(const struct model *m, uint32_t cause) {
    bool vectored = (m->mtvec & 1) && (cause & CAUSE_INTERRUPT);
    return (m->mtvec & ~3u) + (vectored ? 4 * (cause & 31) : 0);
}

void model_trap(struct model *m, uint32_t pc, uint32_t cause, tword mtval) {
    m->mepc = pc;
    m->mcause = cause;
    m->mtval = mtval;
    m->mstatus = (m->mstatus & MSTATUS_MIE) << 4;
    m->trapped = true;
    m->next = model_entry(m, model_handler(m, cause));
}

static uint32_t misa(const struct model *m) {
    return MISA_RV32 | MISA_I | MISA_X | (m->kind->compressed ? MISA_C : 0) | (m->kind->multiply ? MISA_M : 0);
}

/* Instructions retired before the one being executed. */
static uint64_t retired(const struct model *m) { return m->instructions + m->slice - m->left - 1; }

/* mcycle, minstret and their user copies; the other counters, their event selectors and mcountinhibit read 0. */
static bool counter(struct model *m, uint32_t number, tword *value) {
    uint32_t block = number >> 8, index = number & 31;
    bool is_counter = (block == 0xb || block == 0xc) && (number & 0x60) == 0 && index != 1;
    bool is_event = (number & ~31u) == MCOUNTINHIBIT && (index == 0 || index > 2);
    *value = 0;
    if (!m->kind->counters || !(is_counter || is_event)) return false;
    if (is_counter && index == 0 && number & 0x80) *value = (uint32_t)(model_now(m) >> 32);
    if (is_counter && index == 0 && !(number & 0x80)) *value = (uint32_t)model_now(m);
    if (is_counter && index == 2 && number & 0x80) *value = (uint32_t)(retired(m) >> 32);
    if (is_counter && index == 2 && !(number & 0x80)) *value = (uint32_t)retired(m);
    m->undetermined = true;
    return true;
}

static bool read_csr(struct model *m, uint32_t number, tword *value) {
    switch (number) {
    case MSTATUS:
        *value = m->mstatus | MSTATUS_MPP;
        return true;
    case MISA:
        *value = misa(m);
        return true;
    case MIE:
        *value = m->mie;
        return true;
    case MTVEC:
        *value = m->mtvec;
        return true;
    case MSCRATCH:
        *value = m->mscratch;
        return true;
    case MEPC:
        *value = m->mepc;
        return true;
    case MCAUSE:
        *value = m->mcause;
        return true;
    case MTVAL:
        *value = m->mtval;
        return true;
    case MIP:
        *value = model_pending(m);
        m->undetermined = true;
        return true;
    case MSTATUSH:
        *value = 0;
        return true;
    default:
        *value = 0;
        return (number >= MVENDORID && number <= MCONFIGPTR) || counter(m, number, value);
    }
}

static void write_csr(struct model *m, uint32_t number, uint32_t value) {
    switch (number) {
    case MSTATUS:
        m->mstatus = value & (MSTATUS_MIE | MSTATUS_MPIE);
        break;
    case MIE:
        m->mie = value & MIE_BITS;
        break;
    case MTVEC:
        m->mtvec = value & ~2u;
        break;
    case MSCRATCH:
        m->mscratch = value;
        break;
    case MEPC:
        m->mepc = value & (m->kind->compressed ? ~1u : ~3u);
        break;
    case MCAUSE:
        m->mcause = value & MCAUSE_BITS;
        break;
    case MTVAL:
        m->mtval = value;
        break;
    default:
        break;
    }
}

bool model_csr(struct model *m, uint32_t funct3, uint32_t number, bool writes, uint32_t operand, tword *old) {
    bool read_only = (number >> 10 & 3) == 3;
    if (!read_csr(m, number, old) || (writes && read_only)) return false;
    if (writes) {
        uint32_t before = (uint32_t)*old;
        write_csr(m, number, funct3 == 1 ? operand : funct3 == 2 ? before | operand : before & ~operand);
    }
    return true;
}
