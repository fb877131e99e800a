/* Start of one of the package's ISA tests (TEST_FUNC_NAME): success comes back to TEST_FUNC_RET, failure is ebreak. */
#include "sys.h"
    .section .text.start
    .globl _start
_start:
    la t0, on_trap
    csrw mtvec, t0
    j TEST_FUNC_NAME
    .globl TEST_FUNC_RET
TEST_FUNC_RET:
    li t0, SYS_EXIT
    li t1, SYS_PASS
    sw t1, 0(t0)
1:  j 1b
    .balign 4
on_trap: /* exit value: 0x80000000 + mcause */
    li t0, SYS_EXIT
    csrr t1, mcause
    li t2, 0x80000000
    or t1, t1, t2
    sw t1, 0(t0)
1:  j 1b
