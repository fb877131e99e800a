/* Instructions, decoded once and kept beside the memory they came from.
 *
 * The table has one entry a halfword. An instruction's entry leads to the next by its length, so straight-line code
 * runs from entry to entry without looking at an address. */
#ifndef SIM_MODEL_DECODE_H
#define SIM_MODEL_DECODE_H

#include <stdbool.h>
#include <stdint.h>

/* X(name): the operations of the interpreter in cpu.c. */
// clang-format off
#define MODEL_OPERATIONS(X)                                                                                            \
    X(UNDECODED) X(OUTSIDE) X(ILLEGAL) X(CONSTANT) X(JAL) X(JAL_FAR) X(JALR)                                           \
    X(BEQ) X(BNE) X(BLT) X(BGE) X(BLTU) X(BGEU) X(BRANCH_FAR)                                                          \
    X(LB) X(LH) X(LW) X(LBU) X(LHU) X(SB) X(SH) X(SW)                                                                  \
    X(MOVE) X(ADDI) X(SLTI) X(SLTIU) X(XORI) X(ORI) X(ANDI) X(SLLI) X(SRLI) X(SRAI)                                    \
    X(ADD) X(SUB) X(SLL) X(SLT) X(SLTU) X(XOR) X(SRL) X(SRA) X(OR) X(AND)                                              \
    X(MUL) X(MULH) X(MULHSU) X(MULHU) X(DIV) X(DIVU) X(REM) X(REMU)                                                    \
    X(FENCE) X(ECALL) X(EBREAK) X(MRET) X(WFI) X(CSR) X(KIND) X(CELL) X(CELL_I) X(CELL_S) X(MAKE)
// clang-format on

#define X(name) OP_##name,
enum operation { MODEL_OPERATIONS(X) OPERATIONS };
#undef X

#define NO_REGISTER 32 /* writes to x0 go to this one */

struct decoded {
    uint8_t op;            /* enum operation; UNDECODED is 0 */
    uint8_t halfwords;     /* length, 1 or 2 */
    uint8_t rd;            /* 1..31 or NO_REGISTER */
    uint8_t rs1, rs2, rs3; /* rs3: third operand of a cell instruction */
    uint8_t cell_op, kind; /* cell instructions: enum heap_op and kind; CSR: funct3 */
    int32_t imm;           /* operand, address offset, value, distance of a jump in entries, or CSR number */
    uint32_t pc;
};

/* Decodes the instruction at pc. `word` has 32 bits, of which a compressed one uses the low 16. A jump is near if
 * its target lies in [base, base + size) and is aligned. */
struct decoded model_decode(uint32_t pc, uint32_t word, bool compressed_allowed, uint32_t base, uint32_t size);

/* The 32-bit instruction that a 16-bit one stands for; 0, which is illegal, for reserved ones. */
uint32_t model_expand(uint32_t halfword);

#endif
