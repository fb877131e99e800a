/* Boot ROM, first and last steps: what has to run without RAM.
 *
 *   test RAM -> boot() tests the heap and loads the image -> wipe what we used of RAM and registers -> image
 *
 * A fault is reported over the UART in one line, then the machine waits in wfi. */
#include <lith_memmap.h>
#include <lith_xcell.h>
#include "boot.h"

    .section .start, "ax"
    .globl _start
_start:
    la t0, trap
    csrw mtvec, t0
    li a0, LITH_RAM_BASE
    li t0, LITH_SYSTEM_RAM_BYTES
    lw a1, 0(t0)
    add a1, a1, a0              /* end of RAM */

/* Three passes over a0 <= address < a1, the size being a multiple of 16: write each word's address; expect it and
 * write its complement; expect that and write 0. Finds stuck and crossed address and data lines, and leaves RAM
 * without tags. */
    mv t0, a0
1:  sw t0, 0(t0)
    addi t1, t0, 4
    sw t1, 4(t0)
    addi t1, t0, 8
    sw t1, 8(t0)
    addi t1, t0, 12
    sw t1, 12(t0)
    addi t0, t0, 16
    bltu t0, a1, 1b

    mv t0, a0
2:  lw t1, 0(t0)
    lw t2, 4(t0)
    bne t1, t0, ram_fault
    not t1, t1
    sw t1, 0(t0)
    addi t0, t0, 4
    bne t2, t0, ram_fault
    not t2, t2
    sw t2, 0(t0)
    addi t0, t0, 4
    bltu t0, a1, 2b

    mv t0, a0
3:  lw t1, 0(t0)
    lw t2, 4(t0)
    sw zero, 0(t0)
    not t1, t1
    bne t1, t0, ram_fault
    addi t0, t0, 4
    not t2, t2
    bne t2, t0, ram_fault
    sw zero, 0(t0)
    addi t0, t0, 4
    bltu t0, a1, 3b

/* The top of RAM is ours: stack and tables. boot() returns the image's entry. */
    mv sp, a1
    mv a0, a1
    call boot

/* The image finds the registers and all RAM behind it as after reset. */
    mv t0, a0
    li t1, BOOT_RESERVE
    sub sp, sp, t1
    add t1, t1, sp
4:  sw zero, 0(sp)
    addi sp, sp, 4
    bltu sp, t1, 4b
    jal clear_registers
    li ra, 0
    li sp, 0
    li a0, 0
    jr t0

/* All but ra, sp, a0 and t0. */
clear_registers:
    li gp, 0
    li tp, 0
    li t1, 0
    li t2, 0
    li s0, 0
    li s1, 0
    li a1, 0
    li a2, 0
    li a3, 0
    li a4, 0
    li a5, 0
    li a6, 0
    li a7, 0
    li s2, 0
    li s3, 0
    li s4, 0
    li s5, 0
    li s6, 0
    li s7, 0
    li s8, 0
    li s9, 0
    li s10, 0
    li s11, 0
    li t3, 0
    li t4, 0
    li t5, 0
    li t6, 0
    ret

ram_fault:
    mv a1, t0
    la a0, ram_message

/* Prints "boot: ", the text at a0 and, if a1 is not 0, that number in hexadecimal; waits for ever. Uses no RAM. */
    .globl boot_fail
boot_fail:
    mv s0, a0
    la a0, boot_message
    jal put_text
    mv a0, s0
    jal put_text
    beqz a1, 2f
    li t1, 28
1:  srl t0, a1, t1
    andi t0, t0, 15
    sltiu t2, t0, 10
    addi t0, t0, 'a' - 10
    beqz t2, 3f
    addi t0, t0, '0' - ('a' - 10)
3:  jal t3, put_byte
    addi t1, t1, -4
    bgez t1, 1b
2:  li t0, '\n'
    jal t3, put_byte
4:  wfi
    j 4b

/* The text at a0; uses t0, t4, t5, returns to ra. */
put_text:
    lbu t0, 0(a0)
    beqz t0, 1f
    jal t3, put_byte
    addi a0, a0, 1
    j put_text
1:  ret

/* The byte in t0; uses t4, t5, returns to t3. */
put_byte:
    li t4, LITH_UART_STATUS
1:  lw t5, 0(t4)
    andi t5, t5, LITH_UART_STATUS_TX_ROOM
    beqz t5, 1b
    sw t0, LITH_UART_DATA - LITH_UART_STATUS(t4)
    jr t3

/* Anything that traps before an image has its own handler. */
    .align 2
trap:
    csrr a1, mepc
    la a0, trap_message
    j boot_fail

/* Starts a collection in which everything is dead, registers and all RAM included, and waits for its end. Returns 1,
 * or 0 when it does not end. */
    .globl collect_everything
collect_everything:
    addi sp, sp, -64
    sw ra, 0(sp)
    sw s0, 4(sp)
    sw s1, 8(sp)
    sw s2, 12(sp)
    sw s3, 16(sp)
    sw s4, 20(sp)
    sw s5, 24(sp)
    sw s6, 28(sp)
    sw s7, 32(sp)
    sw s8, 36(sp)
    sw s9, 40(sp)
    sw s10, 44(sp)
    sw s11, 48(sp)
    li t0, 0
    jal clear_registers
    li a0, LITH_SYSTEM_RAM_BYTES
    lw a1, 0(a0)
    li a0, LITH_RAM_BASE
    add a1, a1, a0
    xc_gcstart(a0, a0, a1)
    beqz a0, 2f
    li t0, COLLECTION_TRIES
    li t1, STAT_PHASE
    li a0, 1
1:  xc_stat(t2, t1)
    beqz t2, 2f
    addi t0, t0, -1
    bnez t0, 1b
    li a0, 0
2:  lw ra, 0(sp)
    lw s0, 4(sp)
    lw s1, 8(sp)
    lw s2, 12(sp)
    lw s3, 16(sp)
    lw s4, 20(sp)
    lw s5, 24(sp)
    lw s6, 28(sp)
    lw s7, 32(sp)
    lw s8, 36(sp)
    lw s9, 40(sp)
    lw s10, 44(sp)
    lw s11, 48(sp)
    addi sp, sp, 64
    ret

    .section .rodata
boot_message: .asciz "boot: "
ram_message:  .asciz "RAM fault at "
trap_message: .asciz "trap at "
