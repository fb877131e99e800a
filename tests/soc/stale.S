/* References left behind in dead stack: a collection must clear their tags (docs/machine.md), at once for loads and for
 * good in RAM; what is pushed there after its start must keep its tag. Prints PASS or FAIL and a step. */
#include <lith/kinds.h>
#include <lith_memmap.h>

#define DEAD_LO 0x10004000
#define STACK   0x10008000
#define OLD     -16         /* below the stack pointer: left behind */
#define NEW     -32         /* below the stack pointer: pushed after the start */

    .macro kind rd, rs
    .insn r 0x0b, 0, 6, \rd, \rs, x0
    .endm

    /* The word at \offset(sp) must be tagged (1) or not (0). */
    .macro expect offset, tagged, step
    li s1, \step
    lw t0, \offset(sp)
    kind t1, t0
    li t0, 0
    sltiu t1, t1, 32
    li t2, \tagged
    bne t1, t2, fail
    .endm

    .globl _start
_start:
    li sp, STACK
    li s0, 7 << 2
    .insn r 0x0b, 1, KIND_TUPLE, t0, s0, x0     /* xc.mk1 */
    sw t0, OLD(sp)
    li t0, 0
    expect OLD, 1, '1'

    li a0, DEAD_LO
    .insn r 0x0b, 0, 18, a1, a0, sp             /* xc.gcstart */
    expect OLD, 0, '2'                          /* the walker cannot have come by yet */
    .insn r 0x0b, 1, KIND_CONT, t0, s0, x0
    sw t0, NEW(sp)
    expect NEW, 1, '3'
    li s2, STAT_PHASE
1:  .insn r 0x0b, 0, 19, t0, s2, x0             /* xc.stat */
    bnez t0, 1b
    expect OLD, 0, '4'
    expect NEW, 1, '5'

    /* The next cell takes the handle of the first, with another kind. */
    .insn r 0x0b, 1, KIND_BOX, s3, s0, x0
    expect OLD, 0, '6'

    /* Two collections later the epoch is as it was. */
    li s4, 2
2:  li a0, DEAD_LO
    addi a1, sp, NEW
    .insn r 0x0b, 0, 18, a1, a0, a1
    beqz a1, 2b
3:  .insn r 0x0b, 0, 19, t0, s2, x0
    bnez t0, 3b
    expect OLD, 0, '7'
    expect NEW, 1, '8'
    addi s4, s4, -1
    bnez s4, 2b
    la a0, pass
    j print
fail:
    la a0, step
    sb s1, 0(a0)
    la a0, failed
print:
    li t1, LITH_UART_BASE
4:  lbu t0, 0(a0)
    beqz t0, 6f
5:  lw t2, LITH_UART_STATUS - LITH_UART_BASE(t1)
    andi t2, t2, LITH_UART_STATUS_TX_ROOM
    beqz t2, 5b
    sw t0, LITH_UART_DATA - LITH_UART_BASE(t1)
    addi a0, a0, 1
    j 4b
6:  wfi
    j 6b
pass:   .asciz "PASS\n"
failed: .ascii "FAIL step "
step:   .asciz "?\n"
