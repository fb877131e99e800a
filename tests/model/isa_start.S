/* Start of one of the ISA tests of the picorv32 package (TEST_FUNC_NAME) as a RAM image. The tests write their name to
 * the first word of RAM, hence the nop. Success comes back to TEST_FUNC_RET, failure is ebreak. */
#include <lith_memmap.h>
    .section .text.start, "ax"
    .globl _start
_start:
    .option norvc
    nop
    la t0, failed
    csrw mtvec, t0
    j TEST_FUNC_NAME
    .globl TEST_FUNC_RET
TEST_FUNC_RET:
    la a0, pass
    j say
    .balign 4
failed:
    la a0, fail
say:
    li a1, LITH_UART_DATA
1:  lbu a2, 0(a0)
    beqz a2, 2f
    sw a2, 0(a1)
    addi a0, a0, 1
    j 1b
2:  wfi
    j 2b
pass: .asciz "PASS\n"
fail: .asciz "FAIL\n"
