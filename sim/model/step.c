/* Single steps for lock-step: what an instruction did, with what it could not know fed in. */
#include "lith_memmap.h"
#include "state.h"

/* The bytes of the instruction at d, without side effects. */
static uint32_t instruction_at(const struct model *m, const struct decoded *d) {
    const struct code_region *region = &m->ram;
    const uint32_t *words = m->ram_words;
    if (d->pc - region->base >= region->size) {
        region = &m->rom;
        words = m->rom_words;
    }
    uint32_t offset = d->pc - region->base;
    if (d->op == OP_OUTSIDE) return 0;
    uint32_t low = words[offset / 4] >> 8 * (offset & 2) & 0xffff;
    if (d->halfwords == 1) return low;
    return low | words[(offset + 2) / 4] >> 8 * ((offset + 2) & 2) << 16;
}

static uint32_t lanes(uint32_t size, uint32_t address) { return ((1u << size) - 1) << (address & 3); }

static void note_access(const struct model *m, const struct decoded *d, struct model_effects *out) {
    static const uint8_t sizes[] = {1, 2, 4, 1, 2, 1, 2, 4}; /* LB LH LW LBU LHU SB SH SW */
    if (d->op < OP_LB || d->op > OP_SW) return;
    uint32_t address = (uint32_t)m->x[d->rs1] + (uint32_t)d->imm, mask = lanes(sizes[d->op - OP_LB], address);
    if (d->op >= OP_SB) {
        out->store_address = address & ~3u;
        out->store_mask = (uint8_t)mask;
        out->store_value = (uint32_t)m->x[d->rs2] << 8 * (address & 3);
    } else {
        out->load_address = address & ~3u;
        out->load_mask = (uint8_t)mask;
    }
}

static bool in_ram(const struct model *m, uint32_t address) { return address - m->ram.base < m->ram.size; }

static bool writes_minstret(const struct model *m, const struct decoded *d) {
    uint32_t number = (uint32_t)d->imm;
    bool writes = (d->kind & 3) == 1 || d->rs1 != 0;
    return d->op == OP_CSR && !m->trapped && writes && (number == CSR_MINSTRET || number == CSR_MINSTRETH);
}

/* Spoils the instruction's effect in the way that m->fault asks for. */
static void do_fault(struct model *m, const struct decoded *d, const struct model_effects *e, tword a, tword b) {
    bool add = d->op == OP_ADD && d->rd != NO_REGISTER;
    switch (m->fault) {
    case FAULT_WRONG_SUM:
        if (add && (m->x[d->rd] & 0xf) == 0xf) m->x[d->rd] ^= 1;
        break;
    case FAULT_TAG_KEPT_ON_ADD:
        if (add && (a | b) & TAG) m->x[d->rd] |= TAG;
        break;
    case FAULT_MTVAL_WITHOUT_TAG:
        if (m->trapped) m->mtval = (uint32_t)m->mtval;
        break;
    case FAULT_STORE_WITHOUT_TAG:
        if (d->op == OP_SW && !m->trapped && in_ram(m, e->store_address))
            m->ram_meta[(e->store_address - m->ram.base) / 4] &= (uint8_t)~META_TAG;
        break;
    case FAULT_COUNTER_COUNTS_WRITE:
        if (writes_minstret(m, d)) m->retired_written++;
        break;
    default:
        break;
    }
}

static void execute_one(struct model *m, const struct model_inputs *in, struct model_effects *out) {
    if (m->next->op == OP_UNDECODED) model_decode_entry(m, m->next);
    struct decoded d = *m->next;
    tword a = m->x[d.rs1], b = m->x[d.rs2];
    out->insn = instruction_at(m, &d);
    note_access(m, &d, out);
    model_execute(m, 1);
    bool feed = m->undetermined && in->undetermined && !m->trapped;
    if (feed && d.rd != NO_REGISTER) m->x[d.rd] = in->value;
    if (m->fault) do_fault(m, &d, out, a, b);
    if (m->trapped) {
        out->trap = true;
        out->cause = m->mcause;
        out->mtval = m->mtval;
        out->store_mask = out->load_mask = 0;
    } else if (d.rd != NO_REGISTER) {
        out->rd = d.rd;
        out->rd_value = m->x[d.rd];
    }
    if (out->store_mask && in_ram(m, out->store_address)) out->store_value = model_ram_word(m, out->store_address);
}

void model_step(struct model *m, const struct model_inputs *in, struct model_effects *out) {
    *out = (struct model_effects){.pc = m->next->pc};
    m->inputs = in;
    m->trapped = m->undetermined = m->sleeping = false;
    if (in->interrupt) {
        out->interrupt = true;
        out->cause = in->cause;
        model_trap(m, m->next->pc, in->cause, 0);
    } else {
        execute_one(m, in, out);
    }
    if (m->next->op == OP_UNDECODED) model_decode_entry(m, m->next);
    out->next_pc = m->next->pc;
    m->inputs = NULL;
    m->heap.refuse = false;
    m->heap.choose_handle = 0;
}

bool model_was_undetermined(const struct model *m) { return m->undetermined; }

void model_plant(struct model *m, enum model_fault fault) { m->fault = fault; }
