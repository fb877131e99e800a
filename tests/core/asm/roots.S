/* Starts collections with every register holding a value of its own, and overwrites registers at once after gcstart:
 * upwards, downwards, by loads, cell instructions, csr instructions, division and a trap (which writes mtval).
 * The harness compares what was handed out with what the program left at SYS_ROOTS: mtval, then x1-x31. */
#include "test.h"
#define ROOTS 0x8000
#define rd_gc x31
    .section .text.start
    .globl _start
_start:
    j start
    .balign 4
scratch:                    /* within reach of x0 */
    .word 0
start:
    la t0, on_trap
    csrw mtvec, t0
    li s0, 0                /* round */
rounds:
    /* mtval: a tagged reference, from a bounds trap */
    li t0, 4
    xc_mk1(a0, t0, KIND_TUPLE)
    la s11, 1f
    xc_geti(a1, a0, 7)
1:  li t6, ROOTS
    csrr t0, mtval
    sw t0, 0(t6)
    /* x1-x30: references in the odd ones, numbers in the even ones; s0 (x8) is the round */
    .irp r, 1, 3, 5, 7, 9, 11, 13, 15, 17, 19, 21, 23, 25, 29
    xc_mk1(x\r, x0, KIND_TUPLE)
    .endr
    la s11, after_trap      /* x27 */
    .irp r, 2, 4, 6, 10, 12, 14, 16, 18, 20, 22, 24, 26, 28, 30
    li x\r, 0x10000 + \r
    .endr
    .irp r, 1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12, 13, 14, 15, 16, 17, 18, 19, 20, 21, 22, 23, 24, 25, 26, 27, 28, 29
    sw x\r, 4 * \r(x31)
    .endr
    sw x30, 4 * 30(x31)
    .irp n, 0, 1, 2, 3, 4, 5, 6
    li x31, \n
    beq s0, x31, round\n
    .endr
    PASS

round0: /* upwards; x31 is ROOTS' neighbour by now, so its saved word is replaced by the harness */
    xc_gcstart(rd_gc, x0, x0)
    .irp r, 1, 2, 3, 4, 5, 6, 7, 9, 10, 11, 12, 13, 14, 15, 16, 17, 18, 19, 20, 21, 22, 23, 24, 25, 26, 27, 28, 29, 30
    li x\r, \r
    .endr
    .irp r, 1, 2, 3, 4, 5, 6, 7, 9, 10, 11, 12, 13, 14, 15, 16, 17, 18, 19, 20, 21, 22, 23, 24, 25, 26, 27, 28, 29, 30
    addi x\r, x\r, -\r
    bnez x\r, fail
    .endr
    j next
round1: /* downwards */
    xc_gcstart(rd_gc, x0, x0)
    .irp r, 30, 29, 28, 27, 26, 25, 24, 23, 22, 21, 20, 19, 18, 17, 16, 15, 14, 13, 12, 11, 10, 9, 7, 6, 5, 4, 3, 2, 1
    li x\r, \r
    .endr
    .irp r, 1, 2, 3, 4, 5, 6, 7, 9, 10, 11, 12, 13, 14, 15, 16, 17, 18, 19, 20, 21, 22, 23, 24, 25, 26, 27, 28, 29, 30
    addi x\r, x\r, -\r
    bnez x\r, fail
    .endr
    j next
round2: /* by loads, and loads used at once */
    xc_gcstart(rd_gc, x0, x0)
    lw x30, %lo(scratch)(x0)
    lw x1, %lo(scratch)(x0)
    addi x29, x1, 0
    lw x15, %lo(scratch)(x0)
    lw x16, %lo(scratch)(x0)
    add x2, x15, x16
    sw x2, %lo(scratch)(x0)
    lw x3, %lo(scratch)(x0)
    bne x1, x30, fail
    j next
round3: /* by cell instructions, division, csr instructions */
    xc_gcstart(rd_gc, x0, x0)
    xc_geti(x29, x25, 0)
    bnez x29, fail
    xc_geti(x1, x3, 0)
    xc_mk2(x28, x5, x7, KIND_CONS)
    xc_geti(x26, x28, 1)
    bne x26, x7, fail
#ifdef __riscv_mul
    div x24, x22, x22
    addi x24, x24, -1
    bnez x24, fail
    mul x20, x18, x18
    mulhu x19, x18, x18
#endif
    csrrw x17, mscratch, x16
    csrrw x16, mscratch, x17
    jal x15, 1f
1:  auipc x14, 0
    lui x13, 1
    j next
round4: /* a trap at once: mtval is overwritten */
    xc_gcstart(rd_gc, x0, x0)
    ecall
after_trap:
    csrr x1, mtval
    bnez x1, fail
    j next
round5: /* a csr write to mtval at once, then a loop that overwrites the same register over and over */
    xc_gcstart(rd_gc, x0, x0)
    csrw mtval, x0
    li x30, 40
1:  addi x30, x30, -1
    mv x1, x30
    bnez x30, 1b
    j next

round6: /* sleep at once: the registers are handed out and the collection ends while the core sleeps */
    xc_gcstart(rd_gc, x0, x0)
    li t0, SYS_IRQ
    li t1, 1
    li t2, 0x80
    csrw mie, t2
    sw t1, 0(t0)
    wfi
    li t0, 10
    xc_stat(t1, t0)
    bnez t1, fail
    li t0, SYS_IRQ_OFF
    sw x0, 0(t0)
    csrw mie, x0
    j next

next:
    addi s0, s0, 1
    /* wait until the collection is over: phase (counter 10) 0 */
    li t0, 10
1:  xc_stat(t1, t0)
    bnez t1, 1b
    j rounds
fail:
    FAIL_AT __LINE__
    .balign 4
on_trap:
    csrw mepc, s11
    mret
