/* The decoder: 32-bit encodings to the operations of the interpreter. ALU instructions that are a plain copy whatever
 * the operands hold become MOVE, which keeps the tag. */
#include "decode.h"
#include "heap.h"
#include <lith_xcell.h>

static uint32_t bits(uint32_t w, unsigned high, unsigned low) { return w >> low & ((1u << (high - low + 1)) - 1); }

static int32_t imm_i(uint32_t w) { return (int32_t)w >> 20; }
static int32_t imm_s(uint32_t w) { return (int32_t)((uint32_t)((int32_t)w >> 25) << 5 | bits(w, 11, 7)); }
static int32_t imm_b(uint32_t w) {
    return (int32_t)((uint32_t)((int32_t)w >> 31) << 12 | bits(w, 7, 7) << 11 | bits(w, 30, 25) << 5 |
                     bits(w, 11, 8) << 1);
}
static int32_t imm_j(uint32_t w) {
    return (int32_t)((uint32_t)((int32_t)w >> 31) << 20 | bits(w, 19, 12) << 12 | bits(w, 20, 20) << 11 |
                     bits(w, 30, 21) << 1);
}

static void decode_immediate(struct decoded *d, uint32_t w) {
    static const uint8_t op[8] = {OP_ADDI, OP_SLLI, OP_SLTI, OP_SLTIU, OP_XORI, OP_SRLI, OP_ORI, OP_ANDI};
    uint32_t f3 = bits(w, 14, 12), f7 = bits(w, 31, 25);
    d->op = op[f3];
    d->imm = imm_i(w);
    if (f3 == 1 || f3 == 5) {
        d->imm = (int32_t)bits(w, 24, 20);
        if (f3 == 5 && f7 == 0x20)
            d->op = OP_SRAI;
        else if (f7)
            d->op = OP_ILLEGAL;
    }
    bool identity = d->imm == (f3 == 7 ? -1 : 0) && f3 != 2 && f3 != 3;
    if (identity && d->op != OP_ILLEGAL) d->op = OP_MOVE;
}

static void decode_register(struct decoded *d, uint32_t w) {
    static const uint8_t plain[8] = {OP_ADD, OP_SLL, OP_SLT, OP_SLTU, OP_XOR, OP_SRL, OP_OR, OP_AND};
    static const uint8_t multiply[8] = {OP_MUL, OP_MULH, OP_MULHSU, OP_MULHU, OP_DIV, OP_DIVU, OP_REM, OP_REMU};
    uint32_t f3 = bits(w, 14, 12);
    switch (bits(w, 31, 25)) {
    case 0:
        d->op = plain[f3];
        if (d->op == OP_ADD && d->rs1 == 0) {
            d->op = OP_MOVE;
            d->rs1 = d->rs2;
        }
        break;
    case 1:
        d->op = multiply[f3];
        break;
    case 0x20:
        d->op = f3 == 0 ? OP_SUB : f3 == 5 ? OP_SRA : OP_ILLEGAL;
        break;
    default:
        break;
    }
}

static void decode_system(struct decoded *d, uint32_t w) {
    uint32_t f3 = bits(w, 14, 12);
    if (f3 == 0) {
        d->op = w == 0x00000073   ? OP_ECALL
                : w == 0x00100073 ? OP_EBREAK
                : w == 0x30200073 ? OP_MRET
                : w == 0x10500073 ? OP_WFI
                                  : OP_ILLEGAL;
    } else if (f3 != 4) {
        d->op = OP_CSR;
        d->kind = (uint8_t)f3;
        d->imm = (int32_t)bits(w, 31, 20);
    }
}

/* Xcell, by isa/xcell.table. A request's operands are in the order of the controller's port: rs1 is ref, then a and b.
 */
static void decode_xcell(struct decoded *d, uint32_t w) {
    static const struct {
        uint32_t mask, match;
        enum xcell_form form;
        int request;
        unsigned flags;
    } instructions[] = {
#define X(name, form, request, flags) {XC_##name##_MASK, XC_##name##_MATCH, form, request, flags},
        XCELL_INSTRUCTIONS(X)
#undef X
    };
    size_t i = 0, count = sizeof instructions / sizeof instructions[0];
    while (i < count && (w & instructions[i].mask) != instructions[i].match) i++;
    if (i == count) return;
    unsigned flags = instructions[i].flags;
    d->cell_op = (uint8_t)instructions[i].request;
    if (instructions[i].form == XCELL_I) {
        d->op = OP_CELL_I;
        d->imm = imm_i(w);
    } else if (instructions[i].form == XCELL_S) {
        d->op = OP_CELL_S;
        d->imm = imm_s(w);
    } else if (flags & XCELL_F7_IS_KIND) {
        d->op = OP_MAKE;
        d->kind = (uint8_t)bits(w, 31, 25);
    } else {
        d->op = XC_IS(KIND, w) ? OP_KIND : OP_CELL;
    }
    if (flags & XCELL_READS_RD) {
        d->rs3 = flags & XCELL_WRITES_RD ? (uint8_t)bits(w, 11, 7) : d->rs2;
        if (!(flags & XCELL_WRITES_RD)) d->rs2 = (uint8_t)bits(w, 11, 7);
    }
    if (!(flags & XCELL_WRITES_RD)) d->rd = NO_REGISTER;
}

static void decode_load_store(struct decoded *d, uint32_t w, bool store) {
    static const uint8_t load_op[8] = {OP_LB, OP_LH, OP_LW, OP_ILLEGAL, OP_LBU, OP_LHU, OP_ILLEGAL, OP_ILLEGAL};
    static const uint8_t store_op[8] = {OP_SB,      OP_SH,      OP_SW,      OP_ILLEGAL,
                                        OP_ILLEGAL, OP_ILLEGAL, OP_ILLEGAL, OP_ILLEGAL};
    uint32_t f3 = bits(w, 14, 12);
    d->op = store ? store_op[f3] : load_op[f3];
    d->imm = store ? imm_s(w) : imm_i(w);
    if (store) d->rd = NO_REGISTER;
}

static void decode_branch(struct decoded *d, uint32_t w) {
    static const uint8_t op[8] = {OP_BEQ, OP_BNE, OP_ILLEGAL, OP_ILLEGAL, OP_BLT, OP_BGE, OP_BLTU, OP_BGEU};
    d->op = op[bits(w, 14, 12)];
    d->kind = (uint8_t)bits(w, 14, 12);
    d->imm = imm_b(w);
    d->rd = NO_REGISTER;
}

static void decode_word(struct decoded *d, uint32_t w) {
    switch (bits(w, 6, 0)) {
    case 0x37:
        d->op = OP_CONSTANT;
        d->imm = (int32_t)(w & 0xfffff000);
        break;
    case 0x17:
        d->op = OP_CONSTANT;
        d->imm = (int32_t)(d->pc + (w & 0xfffff000));
        break;
    case 0x6f:
        d->op = OP_JAL;
        d->imm = imm_j(w);
        break;
    case 0x67:
        if (bits(w, 14, 12) == 0) d->op = OP_JALR;
        d->imm = imm_i(w);
        break;
    case 0x63:
        decode_branch(d, w);
        break;
    case 0x03:
        decode_load_store(d, w, false);
        break;
    case 0x23:
        decode_load_store(d, w, true);
        break;
    case 0x13:
        decode_immediate(d, w);
        break;
    case 0x33:
        decode_register(d, w);
        break;
    case 0x0f:
        if (bits(w, 14, 12) < 2) d->op = OP_FENCE;
        d->rd = NO_REGISTER;
        break;
    case 0x73:
        decode_system(d, w);
        break;
    default:
        decode_xcell(d, w);
        break;
    }
}

struct decoded model_decode(uint32_t pc, uint32_t word, bool compressed_allowed, uint32_t base, uint32_t size) {
    bool compressed = (word & 3) != 3;
    uint32_t w = !compressed ? word : compressed_allowed ? model_expand(word & 0xffff) : 0;
    uint32_t rd = bits(w, 11, 7);
    struct decoded d = {.op = OP_ILLEGAL,
                        .halfwords = compressed && compressed_allowed ? 1 : 2,
                        .rd = (uint8_t)(rd ? rd : NO_REGISTER),
                        .rs1 = (uint8_t)bits(w, 19, 15),
                        .rs2 = (uint8_t)bits(w, 24, 20),
                        .pc = pc};
    if (w) decode_word(&d, w);
    if (d.op == OP_ILLEGAL) d.rd = NO_REGISTER;
    bool jumps = d.op == OP_JAL || (d.op >= OP_BEQ && d.op <= OP_BGEU);
    if (jumps) {
        uint32_t target = pc + (uint32_t)d.imm;
        if (target - base < size && !(target & 2 && !compressed_allowed))
            d.imm /= 2;
        else
            d.op = d.op == OP_JAL ? OP_JAL_FAR : OP_BRANCH_FAR;
    }
    return d;
}
