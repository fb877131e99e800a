/* After a short reset (LITH_SHORT_RESET): without wait states the first instruction runs within 16 cycles. x0 and the CSRs
 * in the register file are 0; x1 to x31 have kept what they had, which the test's core has made random. */
#include "test.h"
    .section .text.start
    .globl _start
_start:
    or ra, ra, sp
    or ra, ra, gp
    or ra, ra, s0
    csrr s0, mcycle
    csrr s1, mtvec
    csrr s2, mscratch
    csrr s3, mepc
    csrr s4, mtval
    mv s5, x0
    sltiu s0, s0, 20
    CHECK(s0, 1)
    CHECK(s1, 0)
    CHECK(s2, 0)
    CHECK(s3, 0)
    CHECK(s4, 0)
    CHECK(s5, 0)
    seqz ra, ra
    CHECK(ra, 0)
    PASS
