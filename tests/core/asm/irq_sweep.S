/* A body of multi-cycle instructions that the harness interrupts at some cycle, for each of the three lines in turn.
 * The handler counts in RAM, spoils nothing, and finds mcause, mtval and mstatus as they must be. */
#include "test.h"
    .section .text.start
    .globl _start
_start:
    j start
    .balign 4
count:                      /* within reach of x0 */
    .word 0
start:
    la t0, table
    ori t0, t0, 1
    csrw mtvec, t0
    li t0, 0x10880
    csrw mie, t0
    li sp, 0x6000
    li s0, 1                /* the line */
    li s1, 0                /* interrupts so far */
    li s6, 1000
    li s7, 7
    xc_mk2(s2, s6, x0, KIND_CONS)
    xc_mk1(s3, x0, KIND_ATOM)
    csrsi mstatus, 8
again:
    li t0, SYS_IRQ
    sw s0, 0(t0)
    li a0, 0
    li a4, 3
body:
#ifdef __riscv_mul
    div a1, s6, s7
    add a0, a0, a1          /* 142 */
    rem a1, s6, s7
    add a0, a0, a1          /* 6 */
    mul a1, s7, s7
    add a0, a0, a1          /* 49 */
    mulh a1, s7, s7
    add a0, a0, a1
#else
    addi a0, a0, 197
#endif
    xc_geti(a1, s2, 0)
    add a0, a0, a1          /* 1000 */
    sw a0, 0(sp)
    lw a1, 0(sp)
    add a1, a1, a1
    sub a1, a1, a0
    sw a1, 4(sp)
    lw a0, 4(sp)
    beqz x0, 1f
    addi a0, a0, 1
1:  bnez x0, fail
    li a2, 2
    xc_new(s4, a2, KIND_TUPLE)
    li a3, 1
    xc_set(s4, a3, s2)
    xc_seti(s4, 0, s6)
    xc_seal(s4, s4)
    xc_get(a5, s4, a3)
    xc_geti(a5, a5, 0)
    add a0, a0, a5          /* 1000 */
    xc_aget(a5, s3)
    xc_cas(a5, s3, s4)
    xc_swap(a5, s3, x0)
    xc_geti(a5, a5, 0)
    add a0, a0, a5          /* 1000 */
    csrw mscratch, a0
    csrrs a5, mscratch, x0
    sub a0, a0, a5
    csrrw a5, mscratch, x0
    add a0, a0, a5
    li a5, 500
    csrrw a5, mscratch, a5
    add a0, a0, a5          /* 0 */
    csrrw a5, mscratch, x0
    add a0, a0, a5          /* 500 */
    jal ra, 2f
    addi a4, a4, -1
    bnez a4, body
    j 3f
2:  jalr x0, 0(ra)
3:  li t0, 11091            /* 3 * (197 + 3500) */
    bne a0, t0, fail
    /* interrupts off and on: none may come in between */
    csrci mstatus, 8
    lw t1, %lo(count)(x0)
    nop
    nop
    lw t2, %lo(count)(x0)
    bne t1, t2, fail
    csrsi mstatus, 8
    addi s1, s1, 1
4:  lw t1, %lo(count)(x0)       /* it may still be on its way */
    blt t1, s1, 4b
    bne t1, s1, fail
    slli s0, s0, 1
    li t0, 8
    bne s0, t0, again
    PASS
fail:
    FAIL_AT __LINE__

handle: /* t0 was saved; t1: the cause that it should be */
    sw t2, -12(sp)
    csrr t0, mcause
    bne t0, t1, fail
    csrr t0, mtval
    bnez t0, fail
    csrr t0, mstatus
    andi t0, t0, 0x88
    li t2, 0x80
    bne t0, t2, fail
    lw t0, %lo(count)(x0)
    addi t0, t0, 1
    sw t0, %lo(count)(x0)
    li t0, SYS_IRQ_OFF
    sw x0, 0(t0)
    fence
    lw t0, -4(sp)
    lw t1, -8(sp)
    lw t2, -12(sp)
    nop
    mret

    .balign 4
    .option push
    .option norvc
table:
    j fail
    .rept 6
    j fail
    .endr
    j on_timer              /* 7 */
    .rept 3
    j fail
    .endr
    j on_external           /* 11 */
    .rept 4
    j fail
    .endr
    j on_heap               /* 16 */
    .option pop
on_timer:
    sw t0, -4(sp)
    sw t1, -8(sp)
    li t1, 0x80000007
    li t0, 1
    bne s0, t0, fail
    j handle
on_external:
    sw t0, -4(sp)
    sw t1, -8(sp)
    li t1, 0x8000000b
    li t0, 2
    bne s0, t0, fail
    j handle
on_heap:
    sw t0, -4(sp)
    sw t1, -8(sp)
    li t1, 0x80000010
    li t0, 4
    bne s0, t0, fail
    j handle
