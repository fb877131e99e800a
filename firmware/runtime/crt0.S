/* Start-up and trap entry.
 *
 * The image's first word is the first instruction, so it runs as well from the boot ROM's jump as from a simulator's
 * RAM preload. All RAM behind the image is cleared, tags included: after a warm reset it may hold references to cells
 * of the life before. */
#include <lith/trap.h>
#include <lith_xcell.h>

    .section .init, "ax"
    .globl _start
_start:
    .option push
    .option norelax
    la gp, __global_pointer$
    la sp, __stack_top /* which a full image may bring near to gp while the linker still makes it smaller */
    .option pop
    la t0, trap_entry
    csrw mtvec, t0
    la t0, __bss_start
1:  sw zero, 0(t0)
    addi t0, t0, 4
    bltu t0, sp, 1b
    call runtime_start
    call main
    call runtime_exit
2:  wfi
    j 2b

/* Saves every register, tag and all, in a struct trap_frame below the stack pointer, calls trap(frame), restores them
 * and returns to frame->pc. */
    .text
    .align 2
    .globl trap_entry
trap_entry:
    addi sp, sp, -TRAP_FRAME_SIZE
    sw ra, 4(sp)
    sw gp, 12(sp)
    sw tp, 16(sp)
    sw t0, 20(sp)
    sw t1, 24(sp)
    sw t2, 28(sp)
    sw s0, 32(sp)
    sw s1, 36(sp)
    sw a0, 40(sp)
    sw a1, 44(sp)
    sw a2, 48(sp)
    sw a3, 52(sp)
    sw a4, 56(sp)
    sw a5, 60(sp)
    sw a6, 64(sp)
    sw a7, 68(sp)
    sw s2, 72(sp)
    sw s3, 76(sp)
    sw s4, 80(sp)
    sw s5, 84(sp)
    sw s6, 88(sp)
    sw s7, 92(sp)
    sw s8, 96(sp)
    sw s9, 100(sp)
    sw s10, 104(sp)
    sw s11, 108(sp)
    sw t3, 112(sp)
    sw t4, 116(sp)
    sw t5, 120(sp)
    sw t6, 124(sp)
    addi t0, sp, TRAP_FRAME_SIZE
    sw t0, 8(sp)
    csrr t0, mepc
    sw t0, TRAP_FRAME_PC(sp)
    csrr t0, mcause
    sw t0, TRAP_FRAME_CAUSE(sp)
    csrr t0, mtval
    sw t0, TRAP_FRAME_VALUE(sp)
    mv a0, sp
    call trap
    csrw mtval, zero /* it is a root, and may name what was just let go */
    lw t0, TRAP_FRAME_PC(sp)
    csrw mepc, t0
    lw ra, 4(sp)
    lw gp, 12(sp)
    lw tp, 16(sp)
    lw t0, 20(sp)
    lw t1, 24(sp)
    lw t2, 28(sp)
    lw s0, 32(sp)
    lw s1, 36(sp)
    lw a0, 40(sp)
    lw a1, 44(sp)
    lw a2, 48(sp)
    lw a3, 52(sp)
    lw a4, 56(sp)
    lw a5, 60(sp)
    lw a6, 64(sp)
    lw a7, 68(sp)
    lw s2, 72(sp)
    lw s3, 76(sp)
    lw s4, 80(sp)
    lw s5, 84(sp)
    lw s6, 88(sp)
    lw s7, 92(sp)
    lw s8, 96(sp)
    lw s9, 100(sp)
    lw s10, 104(sp)
    lw s11, 108(sp)
    lw t3, 112(sp)
    lw t4, 116(sp)
    lw t5, 120(sp)
    lw t6, 124(sp)
    lw sp, 8(sp)
    mret

/* bool gc_start(void): starts a collection; the stack below the caller's frame is dead. */
    .globl gc_start
gc_start:
    la a0, __stack_bottom
    xc_gcstart(a0, a0, sp)
    ret
