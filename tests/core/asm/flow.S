/* Control flow: distances and alignments, fence.i after a store to the next instruction, wfi with interrupts off. */
#include "test.h"
    TRAPS
    /* a store to the instruction behind the fence */
    la a0, 1f
    lw a1, 2f
    li a2, 0
    sw a1, 0(a0)
    fence.i
    .balign 4
    .option push
    .option norvc
1:  addi a2, a2, 1          /* becomes addi a2, a2, 2 */
    .option pop
    CHECK(a2, 2)
    j 3f
    .balign 4
2:  .word 0x00260613
3:
#ifdef __riscv_compressed
    /* 32-bit and 16-bit instructions at even and odd half words, jumped to and run through */
    li a3, 0
    la a0, 4f
    jr a0
    .balign 4
    c.nop
4:  addi a3, a3, 1          /* odd target, 32 bits */
    c.addi a3, 1
    addi a3, a3, 1
    c.j 5f
    c.nop
    .balign 4
    c.nop
5:  c.addi a3, 1            /* odd target, 16 bits */
    c.jal 6f
    c.addi a3, 16
    j 7f
    c.nop
6:  addi a3, a3, 8
    c.jr ra
7:  CHECK(a3, 28)
    c.li a4, 0
    li a5, 8
8:  c.addi a4, 1
    c.addi a5, -1
    c.bnez a5, 8b
    CHECK(a4, 8)
    c.beqz a5, 9f
    FAIL_AT __LINE__
9:
#endif
    /* jalr: rd = rs1, odd target, link */
    la a0, 1f
    ori a0, a0, 1
    jalr a0, 0(a0)
2:  FAIL_AT __LINE__
1:  la a1, 2b
    SAME(a0, a1)
    /* a target from a load, and from a load two instructions back */
    li sp, RAM + 0x6000
    la a1, 1f
    sw a1, 0(sp)
    lw a2, 0(sp)
    jr a2
    FAIL_AT __LINE__
1:  la a1, 1f
    sw a1, 0(sp)
    lw a2, 0(sp)
    nop
    jr a2
    FAIL_AT __LINE__
1:  /* wfi goes on when an enabled interrupt is pending, though mstatus keeps it out */
    li a0, SYS_IRQ
    li a1, 2
    li a2, 0x800
    csrw mie, a2
    sw a1, 0(a0)
    wfi
    csrr a3, mip
    CHECK(a3, 0x800)
    li a0, SYS_IRQ_OFF
    sw x0, 0(a0)
    csrw mie, x0
    PASS
