/* References left behind in dead stack: a collection must clear their tags (docs/machine.md), at once for loads and for
 * good in RAM; what is pushed there after its start must keep its tag. What is no range of RAM
 * words is refused. Prints PASS or FAIL and a step. */
#include <lith_isa.h>
#include <lith_memmap.h>
#include <lith_xcell.h>

#define DEAD_LO (LITH_RAM_BASE + 0x4000)
#define STACK   (LITH_RAM_BASE + 0x8000)
#define OLD     -16         /* below the stack pointer: left behind */
#define NEW     -32         /* below the stack pointer: pushed after the start */

    /* The word at \offset(sp) must be tagged (1) or not (0). */
    .macro expect offset, tagged, step
    li s1, \step
    lw t0, \offset(sp)
    xc_kind(t1, t0)
    li t0, 0
    sltiu t1, t1, 32
    li t2, \tagged
    bne t1, t2, fail
    .endm

    /* No collection starts with a dead range of \lo to \hi. */
    .macro refused lo, hi
    li s1, '0'
    li a0, \lo
    li a1, \hi
    xc_gcstart(a1, a0, a1)
    bnez a1, fail
    li t0, STAT_PHASE
    xc_stat(t0, t0)
    bnez t0, fail
    .endm

    .globl _start
_start:
    li sp, STACK
    li s0, 7 << 2
    xc_mk1(t0, s0, KIND_TUPLE)
    sw t0, OLD(sp)
    li t0, 0
    expect OLD, 1, '1'

    refused 0, 0x8000                           /* the lower bits alone are those of the stack */
    refused 0x20004000, 0x20008000
    refused DEAD_LO, 0x10100000
    refused DEAD_LO + 2, STACK
    refused DEAD_LO, STACK - 2

    li a0, DEAD_LO
    xc_gcstart(a1, a0, sp)
    expect OLD, 0, '2'                          /* the walker cannot have come by yet */
    xc_mk1(t0, s0, KIND_CONT)
    sw t0, NEW(sp)
    expect NEW, 1, '3'
    li s2, STAT_PHASE
1:  xc_stat(t0, s2)
    bnez t0, 1b
    expect OLD, 0, '4'
    expect NEW, 1, '5'

    /* The next cell takes the handle of the first, with another kind. */
    xc_mk1(s3, s0, KIND_BOX)
    expect OLD, 0, '6'

    /* Two collections later the epoch is as it was. */
    li s4, 2
2:  li a0, DEAD_LO
    addi a1, sp, NEW
    xc_gcstart(a1, a0, a1)
    beqz a1, 2b
3:  xc_stat(t0, s2)
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
