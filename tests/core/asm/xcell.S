/* Every Xcell instruction's result and tag. */
#include "test.h"
    TRAPS
    li s0, 4
    li s1, 8
    xc_mk2(s2, s0, s1, KIND_CONS)
    TAGGED(s2)
    xc_kind(a0, s2)
    CHECK(a0, KIND_CONS)
    xc_geti(a0, s2, 0)
    CHECK(a0, 4)
    xc_geti(a0, s2, 1)
    CHECK(a0, 8)
    li a1, 1
    xc_get(a0, s2, a1)
    CHECK(a0, 8)
    xc_get(a0, s2, x0)
    CHECK(a0, 4)
    xc_len(a0, s2)
    CHECK(a0, 2)
    UNTAGGED(a0)
    /* a reference in a cell comes back with its tag */
    xc_mk2(s3, s2, s0, KIND_CONS)
    xc_geti(a0, s3, 0)
    TAGGED(a0)
    SAME(a0, s2)
    xc_geti(a0, s3, 1)
    UNTAGGED(a0)
    /* open cell: set (value, index and cell just computed), seti, seal */
    li a1, 3
    xc_new(s4, a1, KIND_TUPLE)
    TAGGED(s4)
    xc_len(a0, s4)
    CHECK(a0, 3)
    xc_geti(a0, s4, 2)
    CHECK(a0, 2)
    li a2, 1
    xc_set(s4, a2, s3)
    addi a3, s0, 16
    xc_seti(s4, 0, a3)
    mv a4, s4
    addi a5, a2, 1
    xc_set(a4, a5, a3)
    xc_seal(a0, s4)
    TAGGED(a0)
    SAME(a0, s4)
    xc_geti(a0, s4, 0)
    CHECK(a0, 20)
    xc_geti(a0, s4, 1)
    TAGGED(a0)
    SAME(a0, s3)
    xc_geti(a0, s4, 2)
    CHECK(a0, 20)
    /* raw cell */
    li a1, 6
    xc_new(s5, a1, KIND_BYTES)
    xc_len(a0, s5)
    CHECK(a0, 6)
    li a2, 5
    li a3, 0x1a7
    xc_setb(s5, a2, a3)
    xc_setb(s5, x0, a1)
    xc_seal(s5, s5)
    xc_getb(a0, s5, a2)
    CHECK(a0, 0xa7)
    UNTAGGED(a0)
    xc_getb(a0, s5, x0)
    CHECK(a0, 6)
    xc_geti(a0, s5, 1)
    CHECK(a0, 0xa700)
    /* atom */
    xc_mk1(s6, s2, KIND_ATOM)
    xc_aget(a0, s6)
    TAGGED(a0)
    SAME(a0, s2)
    xc_swap(a0, s6, s3)
    SAME(a0, s2)
    TAGGED(a0)
    xc_aget(a0, s6)
    SAME(a0, s3)
    mv a1, s2               /* expected differs: nothing written, old value comes back */
    xc_cas(a1, s6, s4)
    SAME(a1, s3)
    TAGGED(a1)
    xc_aget(a0, s6)
    SAME(a0, s3)
    mv a1, s3               /* expected is right */
    xc_cas(a1, s6, s4)
    SAME(a1, s3)
    xc_aget(a0, s6)
    SAME(a0, s4)
    TAGGED(a0)
    xc_rov(a2, s6)
    TAGGED(a2)
    xc_kind(a0, a2)
    CHECK(a0, KIND_ATOM)
    xc_aget(a0, a2)
    SAME(a0, s4)
    /* kernel instructions */
    xc_mk1(a1, s0, KIND_TUPLE)
    xc_mk1(a2, s1, KIND_TUPLE)
    xc_retarget(a0, a1, a2)
    CHECK(a0, 1)
    UNTAGGED(a0)
    xc_geti(a0, a1, 0)
    CHECK(a0, 8)
    xc_peek(a0, a2, x0)
    CHECK(a0, 4)
    xc_stat(a0, x0)         /* cells made */
    CHECK(a0, CELLS_COUNTED(7))
#ifdef __riscv_mul          /* cores without it have no xc.copy, xc.durable, xc.ref */
    /* copy: open, longer, with references, and straight behind an answer */
    li a1, 4
    xc_geti(a0, s4, 1)
    xc_copy(s7, s4, a1, KIND_VECTOR)
    TAGGED(s7)
    xc_kind(a2, s7)
    CHECK(a2, KIND_VECTOR)
    xc_len(a2, s7)
    CHECK(a2, 4)
    xc_geti(a2, s7, 1)
    SAME(a2, a0)
    TAGGED(a2)
    xc_geti(a2, s7, 3)
    CHECK(a2, 2)
    xc_seti(s7, 3, s2)
    xc_geti(a2, s7, 3)
    SAME(a2, s2)
    TAGGED(a2)
    /* bytes: shorter, and what the last word has beyond them is 0 */
    li a1, 5
    xc_copy(a0, s5, a1, KIND_STRING)
    xc_len(a2, a0)
    CHECK(a2, 5)
    xc_geti(a2, a0, 1)
    CHECK(a2, 0)
    xc_copy(a0, a0, x0, KIND_BYTES)
    xc_len(a2, a0)
    CHECK(a2, 0)
    /* durable cells: the reference from the word without its tag, and from one with it; straight behind an answer */
    xc_mk1(a1, s0, KIND_TUPLE)
    addi a2, a1, 4
    addi a2, a2, -4
    UNTAGGED(a2)
    xc_ref(a0, a2)
    CHECK(a0, 2)
    UNTAGGED(a0)
    xc_durable(a0, a1)
    xc_ref(a0, a0)
    SAME(a0, a1)
    TAGGED(a0)
    mv a1, x0
    xc_ref(a0, a2)
    TAGGED(a0)
    xc_geti(a3, a0, 0)
    CHECK(a3, 4)
    addi a2, a2, (KIND_BYTES - KIND_TUPLE) << 2
    xc_ref(a0, a2)          /* raw bytes would show handles */
    CHECK(a0, 2)
    UNTAGGED(a0)
#endif
    li a3, 1
    xc_ctl(x0, a3, x0)
    /* the third operand straight from a load, a cell answer, an ALU result, and a multiplication */
    li sp, RAM + 0x6000
    sw s4, 0(sp)
    lw a1, 0(sp)
    xc_cas(a1, s6, s2)
    SAME(a1, s4)
    xc_aget(a1, s6)
    xc_cas(a1, s6, s3)
    SAME(a1, s2)
    mv a1, s3
    xc_cas(a1, s6, x0)
    SAME(a1, s3)
    xc_aget(a0, s6)
    CHECK(a0, 0)
    li a1, 2
    xc_new(s4, a1, KIND_TUPLE)
    li a2, 1
    sw a2, 4(sp)
    lw a2, 4(sp)
    xc_set(s4, a2, s2)
    xc_geti(a0, s4, 1)
    SAME(a0, s2)
    li a2, 1
    lw a3, 0(sp)
    xc_set(s4, x0, a3)
    xc_geti(a0, s4, 0)
    TAGGED(a0)
    /* results to x0 */
    xc_geti(x0, s2, 0)
    xc_mk1(x0, s0, KIND_TUPLE)
    CHECK(x0, 0)
    PASS
