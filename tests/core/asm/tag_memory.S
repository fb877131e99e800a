/* Tags in memory: whole words keep them, parts clear them. */
#include "test.h"
    TRAPS
    li a0, 12
    xc_mk1(s0, a0, KIND_TUPLE)
    li t0, 3
    add s1, s0, t0
    sub s1, s1, t0
    li sp, RAM + 0x6000
    /* back to back, and with an instruction between */
    sw s0, 0(sp)
    lw a1, 0(sp)
    TAGGED(a1)
    SAME(a1, s1)
    sw s1, 4(sp)
    lw a1, 4(sp)
    UNTAGGED(a1)
    sw s0, 4(sp)
    nop
    lw a1, 4(sp)
    nop
    TAGGED(a1)
    /* loads of parts */
    lb a1, 0(sp)
    UNTAGGED(a1)
    lbu a1, 0(sp)
    UNTAGGED(a1)
    lh a1, 0(sp)
    UNTAGGED(a1)
    lhu a1, 0(sp)
    UNTAGGED(a1)
    lw a1, 0(sp)
    TAGGED(a1)
    /* stores of parts, even of the byte that is there */
#define CLEARS(...) sw s0, 0(sp); lw a1, 0(sp); TAGGED(a1); __VA_ARGS__; lw a1, 0(sp); UNTAGGED(a1); SAME(a1, s1)
    CLEARS(sb s0, 0(sp))
    CLEARS(lbu a2, 1(sp); sb a2, 1(sp))
    CLEARS(lbu a2, 2(sp); sb a2, 2(sp))
    CLEARS(lbu a2, 3(sp); sb a2, 3(sp))
    CLEARS(sh s0, 0(sp))
    CLEARS(lhu a2, 2(sp); sh a2, 2(sp))
    CLEARS(sw s1, 0(sp))
    /* a part does not touch the word beside it */
    sw s0, 4(sp)
    sb x0, 3(sp)
    sb x0, 8(sp)
    lw a1, 4(sp)
    TAGGED(a1)
#ifdef __riscv_compressed
    c.swsp s0, 16(sp)
    c.lwsp a1, 16(sp)
    TAGGED(a1)
    mv a3, sp
    c.sw s0, 20(a3)
    c.lw a1, 20(a3)
    TAGGED(a1)
    c.swsp s1, 16(sp)
    c.lwsp a1, 16(sp)
    UNTAGGED(a1)
#endif
    /* a loaded reference used at once, by an ALU operation, a store and a cell instruction */
    lw a1, 4(sp)
    mv a2, a1
    TAGGED(a2)
    lw a1, 4(sp)
    sw a1, 24(sp)
    lw a2, 24(sp)
    TAGGED(a2)
    lw a1, 4(sp)
    xc_geti(a2, a1, 0)
    CHECK(a2, 12)
    xc_mk1(a1, a0, KIND_TUPLE)
    sw a1, 28(sp)
    lw a2, 28(sp)
    TAGGED(a2)
    SAME(a1, a2)
    PASS
