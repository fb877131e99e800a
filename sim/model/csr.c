/* Control and status registers, and the trap entry that writes them. */
#include "state.h"

#define MISA_RV32 0x40000000u
#define MISA_C 0x4u
#define MISA_I 0x100u
#define MISA_M 0x1000u
#define MISA_X 0x800000u
#define MIE_BITS (1u << IRQ_TIMER | 1u << IRQ_EXTERNAL | 1u << IRQ_HEAP)
#define MCAUSE_BITS (CAUSE_IRQ | 31u)

uint32_t model_handler(const struct model *m, uint32_t cause) {
    bool vectored = (m->mtvec & 1) && (cause & CAUSE_IRQ);
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
enum { COUNTER_CYCLES = 0, COUNTER_RETIRED = 2, COUNTER_HIGH_HALF = 0x80 };

static bool counter(struct model *m, uint32_t number, tword *value) {
    uint32_t block = number >> 8, index = number & 31, shift = number & COUNTER_HIGH_HALF ? 32 : 0;
    bool is_counter = (block == 0xb || block == 0xc) && (number & 0x60) == 0 && index != 1;
    bool is_event = (number & ~31u) == CSR_MCOUNTINHIBIT && (index == 0 || index > 2);
    *value = 0;
    if (!m->kind->counters || !(is_counter || is_event)) return false;
    if (is_counter && index == COUNTER_CYCLES) {
        *value = (uint32_t)((model_now(m) + m->cycles_written) >> shift);
        m->undetermined = true;
    }
    if (is_counter && index == COUNTER_RETIRED) *value = (uint32_t)((retired(m) + m->retired_written) >> shift);
    return true;
}

/* Half of a 64-bit counter is written, in place of this instruction's own increment: `counted` is what the counter has
 * counted without any writes before this instruction. */
static void write_counter(uint64_t counted, uint64_t *written, uint32_t number, uint32_t value) {
    uint64_t now = counted + *written;
    now = number & COUNTER_HIGH_HALF ? (uint64_t)value << 32 | (uint32_t)now : now >> 32 << 32 | value;
    *written = now - (counted + 1);
}

static bool read_csr(struct model *m, uint32_t number, tword *value) {
    switch (number) {
    case CSR_MSTATUS:
        *value = m->mstatus | MSTATUS_MPP;
        return true;
    case CSR_MISA:
        *value = misa(m);
        return true;
    case CSR_MIE:
        *value = m->mie;
        return true;
    case CSR_MTVEC:
        *value = m->mtvec;
        return true;
    case CSR_MSCRATCH:
        *value = m->mscratch;
        return true;
    case CSR_MEPC:
        *value = m->mepc;
        return true;
    case CSR_MCAUSE:
        *value = m->mcause;
        return true;
    case CSR_MTVAL:
        *value = m->mtval;
        return true;
    case CSR_MIP:
        *value = model_pending(m);
        m->undetermined = true;
        return true;
    case CSR_MSTATUSH:
        *value = 0;
        return true;
    default:
        *value = 0;
        return (number >= CSR_MVENDORID && number <= CSR_MCONFIGPTR) || counter(m, number, value);
    }
}

static void write_csr(struct model *m, uint32_t number, uint32_t value) {
    switch (number) {
    case CSR_MSTATUS:
        m->mstatus = value & (MSTATUS_MIE | MSTATUS_MPIE);
        break;
    case CSR_MIE:
        m->mie = value & MIE_BITS;
        break;
    case CSR_MTVEC:
        m->mtvec = value & ~2u;
        break;
    case CSR_MSCRATCH:
        m->mscratch = value;
        break;
    case CSR_MEPC:
        m->mepc = value & (m->kind->compressed ? ~1u : ~3u);
        break;
    case CSR_MCAUSE:
        m->mcause = value & MCAUSE_BITS;
        break;
    case CSR_MTVAL:
        m->mtval = value;
        break;
    case CSR_MCYCLE:
    case CSR_MCYCLEH:
        write_counter(model_now(m), &m->cycles_written, number, value);
        break;
    case CSR_MINSTRET:
    case CSR_MINSTRETH:
        write_counter(retired(m), &m->retired_written, number, value);
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

uint64_t model_csr_value(struct model *m, uint32_t number) {
    tword value = 0;
    if (number == CSR_MINSTRET) return m->instructions + m->retired_written;
    read_csr(m, number, &value);
    return (uint32_t)value;
}
