/* CSR instructions and registers. */
#include "test.h"
    TRAPS
    csrr s5, mtvec
    li a0, 0x12345678
    csrw mscratch, a0
    csrr a1, mscratch
    SAME(a1, a0)
    li a2, 0x0f0f0f0f
    csrrs a1, mscratch, a2
    SAME(a1, a0)
    csrrc a1, mscratch, a2
    CHECK(a1, 0x1f3f5f7f)
    csrrwi a1, mscratch, 21
    CHECK(a1, 0x10305070)
    csrrsi a1, mscratch, 10
    CHECK(a1, 21)
    csrrci a1, mscratch, 3
    CHECK(a1, 31)
    csrr a1, mscratch
    CHECK(a1, 28)
    /* rd = rs1, in all forms */
    li a1, 5
    csrrw a1, mscratch, a1
    CHECK(a1, 28)
    csrr a2, mscratch
    CHECK(a2, 5)
    li a1, 3
    csrrs a1, mscratch, a1
    CHECK(a1, 5)
    csrr a2, mscratch
    CHECK(a2, 7)
    li a1, 6
    csrrc a1, mscratch, a1
    CHECK(a1, 7)
    csrr a2, mscratch
    CHECK(a2, 1)
    /* swapped twice, back to back; the operand from a load */
    li a1, 11
    li a2, 22
    csrw mscratch, a1
    csrrw a2, mscratch, a2
    csrrw a1, mscratch, a1
    CHECK(a2, 11)
    CHECK(a1, 22)
    li sp, RAM + 0x6000
    li a1, 123
    sw a1, 0(sp)
    lw a2, 0(sp)
    csrrw x0, mscratch, a2
    csrr a1, mscratch
    CHECK(a1, 123)
    /* fixed bits */
    li a1, -1
    csrw mepc, a1
    csrr a2, mepc
#ifdef __riscv_compressed
    CHECK(a2, -2)
#else
    CHECK(a2, -4)
#endif
    csrw mtvec, a1
    csrr a2, mtvec
    CHECK(a2, -3)
    csrw mtvec, s5
    csrw mcause, a1
    csrr a2, mcause
    CHECK(a2, 0x8000001f)
    csrw mstatus, a1
    csrci mstatus, 8
    csrr a2, mstatus
    CHECK(a2, 0x1880)
    csrw mstatus, x0
    csrr a2, mstatus
    CHECK(a2, 0x1800)
    csrw mie, a1
    csrr a2, mie
    CHECK(a2, 0x10880)
    csrw mie, x0
    csrw mip, a1
    csrr a2, mip
    CHECK(a2, 0)
    csrr a2, misa
    li a3, 0x40800100
#ifdef __riscv_mul
    li a4, 0x1000
    or a3, a3, a4
#endif
#ifdef __riscv_compressed
    ori a3, a3, 4
#endif
    SAME(a2, a3)
    csrw misa, x0
    csrr a2, misa
    SAME(a2, a3)
    csrr a2, mhartid
    CHECK(a2, 0)
    csrr a2, mvendorid
    csrr a2, marchid
    csrr a2, mimpid
    csrr a2, mstatush
    CHECK(a2, 0)
#ifdef COUNTERS
    /* minstret counts exactly: the reads themselves, and a trap's instruction not */
    csrr a1, minstret
    csrr a2, minstret
    sub a2, a2, a1
    CHECK(a2, 1)
    csrr a1, minstret
    nop
    lw a3, 0(sp)
    beq x0, x0, 1f
    nop
1:  csrr a2, minstret
    sub a2, a2, a1
    CHECK(a2, 4)
    li a1, -1
    csrw minstret, a1
    csrr a2, minstret
    csrr a3, minstreth
    CHECK(a2, -1)
    CHECK(a3, 1)
    csrw minstreth, x0
    csrr a3, minstreth
    CHECK(a3, 0)
    /* a write to either half takes the place of the instruction's own increment, in both halves */
    li t0, -1
    csrw minstret, t0
    csrw minstreth, t0
    nop
    csrr a0, minstret
    csrr a1, minstreth
    CHECK(a0, 0)
    CHECK(a1, 0)
    csrw minstret, t0
    csrw minstret, x0
    csrr a1, minstreth
    csrr a0, minstret
    CHECK(a1, 0)
    CHECK(a0, 1)
    csrw minstret, t0
    csrrci a2, minstret, 0                  /* no write */
    csrr a1, minstreth
    CHECK(a2, -1)
    CHECK(a1, 1)
    csrw minstreth, x0
    li a0, 100
    csrw minstret, a0
    csrrsi a1, minstret, 1
    csrr a2, instret
    CHECK(a1, 100)
    CHECK(a2, 101)
    li a1, 0x7fff0000
    csrw mcycleh, x0
    csrw mcycle, a1
    csrr a2, mcycle
    sub a2, a2, a1
    sltiu a2, a2, 500
    CHECK(a2, 1)
    csrr a3, cycleh
    CHECK(a3, 0)
    csrr a3, mhpmcounter3
    CHECK(a3, 0)
    csrr a3, mcountinhibit
    CHECK(a3, 0)
#endif
    PASS
