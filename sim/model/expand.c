/* The C extension: each compressed instruction stands for one of 32 bits. Names of fields as in the RISC-V manual. */
#include "decode.h"

#define ILLEGAL_WORD 0

static uint32_t bits(uint32_t w, unsigned high, unsigned low) { return w >> low & ((1u << (high - low + 1)) - 1); }
static uint32_t bit(uint32_t w, unsigned from, unsigned to) { return (w >> from & 1) << to; }

/* Sign-extends from bit `top`. */
static uint32_t extend(uint32_t v, unsigned top) { return (uint32_t)((int32_t)(v << (31 - top)) >> (31 - top)); }

static uint32_t r_type(uint32_t f7, uint32_t rs2, uint32_t rs1, uint32_t f3, uint32_t rd, uint32_t opcode) {
    return f7 << 25 | rs2 << 20 | rs1 << 15 | f3 << 12 | rd << 7 | opcode;
}
static uint32_t i_type(uint32_t imm, uint32_t rs1, uint32_t f3, uint32_t rd, uint32_t opcode) {
    return imm << 20 | rs1 << 15 | f3 << 12 | rd << 7 | opcode;
}
static uint32_t s_type(uint32_t imm, uint32_t rs2, uint32_t rs1) {
    return bits(imm, 11, 5) << 25 | rs2 << 20 | rs1 << 15 | 2 << 12 | bits(imm, 4, 0) << 7 | 0x23;
}
static uint32_t branch(uint32_t imm, uint32_t rs1, uint32_t f3) {
    return bits(imm, 12, 12) << 31 | bits(imm, 10, 5) << 25 | rs1 << 15 | f3 << 12 | bits(imm, 4, 1) << 8 |
           bits(imm, 11, 11) << 7 | 0x63;
}
static uint32_t jal(uint32_t imm, uint32_t rd) {
    return bits(imm, 20, 20) << 31 | bits(imm, 10, 1) << 21 | bits(imm, 11, 11) << 20 | bits(imm, 19, 12) << 12 |
           rd << 7 | 0x6f;
}

/* Quadrant 0: loads and stores with 3-bit registers, and addi4spn. */
static uint32_t expand0(uint32_t h) {
    uint32_t rs1 = 8 + bits(h, 9, 7), rd = 8 + bits(h, 4, 2);
    uint32_t offset = bits(h, 12, 10) << 3 | bit(h, 6, 2) | bit(h, 5, 6);
    uint32_t stack = bits(h, 12, 11) << 4 | bits(h, 10, 7) << 6 | bit(h, 6, 2) | bit(h, 5, 3);
    switch (bits(h, 15, 13)) {
    case 0:
        return stack ? i_type(stack, 2, 0, rd, 0x13) : ILLEGAL_WORD;
    case 2:
        return i_type(offset, rs1, 2, rd, 0x03);
    case 6:
        return s_type(offset, rd, rs1);
    default:
        return ILLEGAL_WORD;
    }
}

/* c.srli, c.srai, c.andi and the register operations. */
static uint32_t expand_alu(uint32_t h, uint32_t imm) {
    static const uint8_t f3[4] = {0, 4, 6, 7}; /* sub xor or and */
    uint32_t rd = 8 + bits(h, 9, 7), rs2 = 8 + bits(h, 4, 2);
    switch (bits(h, 11, 10)) {
    case 0:
        return bits(h, 12, 12) ? ILLEGAL_WORD : i_type(imm & 31, rd, 5, rd, 0x13);
    case 1:
        return bits(h, 12, 12) ? ILLEGAL_WORD : i_type(0x400 | (imm & 31), rd, 5, rd, 0x13);
    case 2:
        return i_type(imm, rd, 7, rd, 0x13);
    default:
        if (bits(h, 12, 12)) return ILLEGAL_WORD;
        return r_type(bits(h, 6, 5) == 0 ? 0x20 : 0, rs2, rd, f3[bits(h, 6, 5)], rd, 0x33);
    }
}

static uint32_t expand1(uint32_t h) {
    uint32_t rd = bits(h, 11, 7);
    uint32_t imm = extend(bit(h, 12, 5) | bits(h, 6, 2), 5);
    uint32_t jump = extend(bit(h, 12, 11) | bit(h, 11, 4) | bits(h, 10, 9) << 8 | bit(h, 8, 10) | bit(h, 7, 6) |
                               bit(h, 6, 7) | bits(h, 5, 3) << 1 | bit(h, 2, 5),
                           11);
    uint32_t near =
        extend(bit(h, 12, 8) | bits(h, 11, 10) << 3 | bits(h, 6, 5) << 6 | bits(h, 4, 3) << 1 | bit(h, 2, 5), 8);
    uint32_t stack = extend(bit(h, 12, 9) | bit(h, 6, 4) | bit(h, 5, 6) | bits(h, 4, 3) << 7 | bit(h, 2, 5), 9);
    switch (bits(h, 15, 13)) {
    case 0:
        return i_type(imm, rd, 0, rd, 0x13);
    case 1:
        return jal(jump, 1);
    case 2:
        return i_type(imm, 0, 0, rd, 0x13);
    case 3:
        if (rd == 2) return stack ? i_type(stack, 2, 0, 2, 0x13) : ILLEGAL_WORD;
        return imm ? imm << 12 | rd << 7 | 0x37 : ILLEGAL_WORD;
    case 4:
        return expand_alu(h, imm);
    case 5:
        return jal(jump, 0);
    case 6:
        return branch(near, 8 + bits(h, 9, 7), 0);
    default:
        return branch(near, 8 + bits(h, 9, 7), 1);
    }
}

/* c.jr, c.mv, c.ebreak, c.jalr, c.add */
static uint32_t expand_move(uint32_t h) {
    uint32_t rd = bits(h, 11, 7), rs2 = bits(h, 6, 2);
    if (!bits(h, 12, 12)) {
        if (rs2) return r_type(0, rs2, 0, 0, rd, 0x33);
        return rd ? i_type(0, rd, 0, 0, 0x67) : ILLEGAL_WORD;
    }
    if (rs2) return r_type(0, rs2, rd, 0, rd, 0x33);
    return rd ? i_type(0, rd, 0, 1, 0x67) : 0x00100073;
}

static uint32_t expand2(uint32_t h) {
    uint32_t rd = bits(h, 11, 7);
    uint32_t load = bit(h, 12, 5) | bits(h, 6, 4) << 2 | bits(h, 3, 2) << 6;
    uint32_t store = bits(h, 12, 9) << 2 | bits(h, 8, 7) << 6;
    switch (bits(h, 15, 13)) {
    case 0:
        return bits(h, 12, 12) ? ILLEGAL_WORD : i_type(bits(h, 6, 2), rd, 1, rd, 0x13);
    case 2:
        return rd ? i_type(load, 2, 2, rd, 0x03) : ILLEGAL_WORD;
    case 4:
        return expand_move(h);
    case 6:
        return s_type(store, bits(h, 6, 2), 2);
    default:
        return ILLEGAL_WORD;
    }
}

uint32_t model_expand(uint32_t halfword) {
    switch (halfword & 3) {
    case 0:
        return expand0(halfword);
    case 1:
        return expand1(halfword);
    default:
        return expand2(halfword);
    }
}
