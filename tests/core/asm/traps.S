/* Every RISC-V cause with its mepc and mtval; what follows the instruction has not happened. */
#include "test.h"
    TRAPS
    li s0, 0                /* must stay 0 */
#define TRAP(cause, tval, ...) \
    EXPECT 2f; 1: __VA_ARGS__; addi s0, s0, 1; 2: CHECK(s7, cause); la t5, 1b; \
    SAME(s8, t5); li t5, tval; SAME(s9, t5); \
    CHECK(s0, 0)
    li a0, RAM + 0x4001
    li a1, 0x40000000       /* nothing there */
    li a5, 99
#ifndef __riscv_compressed
    /* 0: jump to a half word */
    TRAP(0, RAM + 0x4002, jalr ra, 1(a0))
    TRAP(0, RAM + 0x4002, jalr x0, 1(a0))
    TRAP(0, RAM + 0x4002, jalr x0, 2(a0))    /* the target's bit 0 is dropped before it is looked at */
    EXPECT 2f
1:  .word 0x0020006f        /* j 1b + 2 */
2:  CHECK(s7, 0)
    la t5, 1b
    SAME(s8, t5)
    addi t5, t5, 2
    SAME(s9, t5)
    EXPECT 2f
1:  .word 0x00000163        /* beq x0, x0, 1b + 2 */
2:  CHECK(s7, 0)
    .word 0x00001163        /* bne x0, x0: not taken, no trap */
#endif
    /* 1: fetch from nowhere: mepc is the target */
    EXPECT 2f
    jalr ra, 0(a1)
    addi s0, s0, 1
2:  CHECK(s7, 1)
    SAME(s8, a1)
    SAME(s9, a1)
    CHECK(s0, 0)
    EXPECT 2f
    jr a1
2:  CHECK(s7, 1)
    /* 2: illegal */
    TRAP(2, 0, .word 0xffffffff)
    TRAP(2, 0, .word 0x00000000)
    TRAP(2, 0, .word 0x0000705b)    /* unused opcode */
    TRAP(2, 0, .word 0x40001033)    /* sll with f7 0x20 */
    TRAP(2, 0, .word 0x80000033)    /* add with f7 0x40 */
    TRAP(2, 0, .word 0x02001013)    /* slli, shamt bit 5 */
    TRAP(2, 0, .word 0x00003003)    /* ld */
    TRAP(2, 0, .word 0x00007003)
    TRAP(2, 0, .word 0x00003023)    /* sd */
    TRAP(2, 0, .word 0x00002063)    /* branch f3 2 */
    TRAP(2, 0, .word 0x00001067)    /* jalr f3 1 */
    TRAP(2, 0, .word 0x0000200f)    /* misc-mem f3 2 */
    TRAP(2, 0, .word 0x00004073)    /* system f3 4 */
    TRAP(2, 0, .word 0x10200073)    /* sret */
    TRAP(2, 0, .word 0x30200173)    /* mret with rd */
    TRAP(2, 0, .word 0x00008073)    /* ecall with rs1 */
    TRAP(2, 0, .word 0x5c0027f3)    /* csrr of a CSR that is not there */
    TRAP(2, 0, .word 0xf1401073)    /* csrw mhartid */
    TRAP(2, 0, .word 0xf1409073)
    TRAP(2, 0, .word 0xc0001073)    /* csrw cycle */
    TRAP(2, 0, .word 0x0000500b)    /* custom-0 f3 5 */
    TRAP(2, 0, .word 0x4000400b)    /* copy with f7 32 */
    TRAP(2, 0, .word 0x1600000b)    /* custom-0 f3 0 f7 11 */
    TRAP(2, 0, .word 0x2e00000b)    /* f7 23 */
    TRAP(2, 0, .word 0x4000000b)    /* f7 32 */
    TRAP(2, 0, .word 0x4000100b)    /* mk1 with f7 32 */
    TRAP(2, 0, .word 0x0000202b)    /* custom-1 f3 2 */
#ifndef __riscv_mul
    TRAP(2, 0, .word 0x02000033)    /* mul */
    TRAP(2, 0, .word 0x02004033)    /* div */
    TRAP(2, 0, .word 0x0000400b)    /* copy: a machine without the one is without the other */
    TRAP(2, 0, .word 0x2a00000b)    /* ref: likewise */
    TRAP(2, 0, .word 0x2c00000b)    /* durable */
#endif
#ifdef __riscv_compressed
#define CTRAP(c) \
    EXPECT 2f; 1: .half c; addi s0, s0, 1; 2: CHECK(s7, 2); la t5, 1b; SAME(s8, t5); CHECK(s9, 0); CHECK(s0, 0)
    CTRAP(0x0000)           /* all zero */
    CTRAP(0x0004)           /* c.addi4spn 0 */
    CTRAP(0x2000)           /* c.fld */
    CTRAP(0x6000)           /* c.flw */
    CTRAP(0x8000)
    CTRAP(0x6101)           /* c.addi16sp 0 */
    CTRAP(0x6081)           /* c.lui 0 */
    CTRAP(0x9001)           /* c.srli, shamt bit 5 */
    CTRAP(0x9c01)           /* c.subw */
    CTRAP(0x1002)           /* c.slli, shamt bit 5 */
    CTRAP(0x4002)           /* c.lwsp x0 */
    CTRAP(0x8002)           /* c.jr x0 */
    /* 3 */
    EXPECT 2f
1:  .half 0x9002            /* c.ebreak */
2:  CHECK(s7, 3)
    la t5, 1b
    SAME(s8, t5)
#endif
    TRAP(3, 0, ebreak)
    /* 4, 6 */
    TRAP(4, RAM + 0x4001, lh a5, 0(a0))
    TRAP(4, RAM + 0x4001, lhu a5, 0(a0))
    TRAP(4, RAM + 0x4001, lw a5, 0(a0))
    TRAP(4, RAM + 0x4002, lw a5, 1(a0))
    TRAP(4, RAM + 0x4003, lw a5, 2(a0))
    TRAP(6, RAM + 0x4001, sh a5, 0(a0))
    TRAP(6, RAM + 0x4001, sw a5, 0(a0))
    TRAP(6, RAM + 0x4002, sw a5, 1(a0))
    lw a4, -1(a0)
    CHECK(a4, 0)            /* nothing was stored */
    CHECK(a5, 99)           /* nothing was loaded */
    /* 5, 7 */
    TRAP(5, 0x40000000, lw a5, 0(a1))
    TRAP(5, 0x40000003, lb a5, 3(a1))
    TRAP(7, 0x40000004, sw a5, 4(a1))
    TRAP(7, 0x40000001, sb a5, 1(a1))
    CHECK(a5, 99)
    /* a failed load just before a jump, a store, a csr write and a cell instruction */
    EXPECT 2f
    lw a5, 0(a1)
    j 3f
    nop
3:  addi s0, s0, 1
2:  CHECK(s7, 5)
    EXPECT 2f
    lw a5, 0(a1)
    sw a1, -1(a0)
2:  lw a4, -1(a0)
    CHECK(a4, 0)
    csrw mscratch, x0
    EXPECT 2f
    lw a5, 0(a1)
    csrw mscratch, a1
2:  csrr a4, mscratch
    CHECK(a4, 0)
    xc_stat(a3, x0)
    EXPECT 2f
    lw a5, 0(a1)
    xc_mk1(a4, x0, KIND_TUPLE)
2:  xc_stat(a4, x0)
    SAME(a4, a3)
    EXPECT 2f
1:  lw a5, 0(a1)
    .word 0xffffffff        /* illegal behind it: the load's trap comes first */
2:  CHECK(s7, 5)
    la t5, 1b
    SAME(s8, t5)
    CHECK(s0, 0)
    /* 11 */
    TRAP(11, 0, ecall)
    /* mstatus over a trap and mret */
    csrsi mstatus, 8
    TRAP(11, 0, ecall)
    csrr a4, mstatus
    andi a4, a4, 0x88
    CHECK(a4, 0x88)
    csrci mstatus, 8
    TRAP(11, 0, ecall)
    csrr a4, mstatus
    andi a4, a4, 0x88
    CHECK(a4, 0x80)
    /* vectored mtvec: exceptions still go to the base */
    csrr a4, mtvec
    ori a3, a4, 1
    csrw mtvec, a3
    TRAP(11, 0, ecall)
    csrr a3, mtvec
    andi a3, a3, 3
    CHECK(a3, 1)
    csrw mtvec, a4
    PASS
