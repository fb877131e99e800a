/* Xcell's causes 24-30: mepc, mtval with its tag, nothing changed, and the order of precedence. */
#include "test.h"
    TRAPS
    li s0, 0
    /* CELL(cause, ref, tagged?, instruction): mtval must be ref's word */
#define CELL(cause, ref, TAGNESS, ...) \
    EXPECT 2f; 1: __VA_ARGS__; addi s0, s0, 1; 2: CHECK(s7, cause); la t5, 1b; \
    SAME(s8, t5); SAME(s9, ref); TAGNESS(s9); \
    CHECK(s0, 0); CHECK(a0, 76)
    li a0, 76               /* must stay: results of trapping instructions go here */
    li s1, 4
    li s2, 1                /* looks like a reference, has no tag */
    xc_mk2(s3, s1, s1, KIND_CONS)
    xc_mk1(s4, s1, KIND_ATOM)
    li a1, 4
    xc_new(s5, a1, KIND_BYTES)
    li a1, 2
    xc_new(s6, a1, KIND_TUPLE)
    add a2, s3, x0
    addi a3, s3, 4
    addi a3, a3, -4         /* s3's word without its tag */
    /* 24 */
    CELL(24, s2, UNTAGGED, xc_get(a0, s2, x0))
    CELL(24, a3, UNTAGGED, xc_geti(a0, a3, 0))
    CELL(24, s2, UNTAGGED, xc_getb(a0, s2, x0))
    CELL(24, s2, UNTAGGED, xc_set(s2, x0, s1))
    CELL(24, s2, UNTAGGED, xc_seti(s2, 0, s1))
    CELL(24, s2, UNTAGGED, xc_setb(s2, x0, s1))
    CELL(24, s2, UNTAGGED, xc_seal(a0, s2))
    CELL(24, s2, UNTAGGED, xc_len(a0, s2))
    CELL(24, s2, UNTAGGED, xc_aget(a0, s2))
    CELL(24, s2, UNTAGGED, xc_swap(a0, s2, s1))
    CELL(24, s2, UNTAGGED, xc_cas(a0, s2, s1))
    CELL(24, s2, UNTAGGED, xc_rov(a0, s2))
    CELL(24, s2, UNTAGGED, xc_retarget(a0, s2, s3))
    CELL(24, s3, TAGGED, xc_retarget(a0, s3, s2))
    CELL(24, s2, UNTAGGED, xc_peek(a0, s2, x0))
    CELL(24, x0, UNTAGGED, xc_len(a0, x0))
#ifdef __riscv_mul
    CELL(24, s2, UNTAGGED, xc_copy(a0, s2, s1, KIND_ATOM))
    CELL(24, a3, UNTAGGED, xc_durable(a0, a3))
#endif
    /* 25 */
    CELL(25, s4, TAGGED, xc_geti(a0, s4, 0))
    CELL(25, s4, TAGGED, xc_get(a0, s4, x0))
    CELL(25, s3, TAGGED, xc_getb(a0, s3, x0))
    CELL(25, s6, TAGGED, xc_setb(s6, x0, s1))
    CELL(25, s3, TAGGED, xc_aget(a0, s3))
    CELL(25, s3, TAGGED, xc_swap(a0, s3, s1))
    CELL(25, s3, TAGGED, xc_cas(a0, s3, s1))
    CELL(25, s3, TAGGED, xc_rov(a0, s3))
    CELL(25, s1, UNTAGGED, xc_new(a0, s1, KIND_ATOM))
    CELL(25, s1, UNTAGGED, xc_mk2(a0, s1, s1, KIND_ATOM))
    CELL(25, s3, TAGGED, xc_retarget(a0, s3, s5))
#ifdef __riscv_mul
    CELL(25, s4, TAGGED, xc_copy(a0, s4, s1, KIND_TUPLE))
    CELL(25, s6, TAGGED, xc_durable(a0, s6)) /* open */
    CELL(25, s3, TAGGED, xc_copy(a0, s3, s1, KIND_ATOM))
    CELL(25, s3, TAGGED, xc_copy(a0, s3, s1, KIND_BYTES)) /* would show handles */
    CELL(25, s5, TAGGED, xc_copy(a0, s5, s1, KIND_TUPLE)) /* would forge references */
#endif
    /* 26 */
    CELL(26, s3, TAGGED, xc_geti(a0, s3, 2))
    CELL(26, s3, TAGGED, xc_geti(a0, s3, -1))
    CELL(26, s3, TAGGED, xc_get(a0, s3, s1))
    CELL(26, s5, TAGGED, xc_getb(a0, s5, s1))
    CELL(26, s6, TAGGED, xc_set(s6, s1, s1))
    CELL(26, s6, TAGGED, xc_seti(s6, 2, s1))
    CELL(26, s6, TAGGED, xc_seti(s6, -1, s1))
    CELL(26, s5, TAGGED, xc_setb(s5, s1, s1))
    li a4, 4096
    CELL(26, a4, UNTAGGED, xc_new(a0, a4, KIND_TUPLE))
#ifdef __riscv_mul
    CELL(26, s3, TAGGED, xc_copy(a0, s3, a4, KIND_TUPLE))
#endif
    /* 27 */
    CELL(27, s3, TAGGED, xc_seti(s3, 0, s1))
    CELL(27, s3, TAGGED, xc_set(s3, x0, s1))
    xc_rov(a5, s4)
    CELL(27, a5, TAGGED, xc_swap(a0, a5, s1))
    CELL(27, a5, TAGGED, xc_cas(a0, a5, s1))
    /* 28 */
    CELL(28, s2, UNTAGGED, xc_mk1(a0, s2, KIND_TUPLE))
    li a4, 3
    CELL(28, a4, UNTAGGED, xc_mk1(a0, a4, KIND_TUPLE))
    CELL(28, s1, UNTAGGED, xc_mk2(a0, s1, s2, KIND_CONS))
    CELL(28, s3, TAGGED, xc_mk1(a0, s3, KIND_BYTES))
    CELL(28, s6, TAGGED, xc_seti(s6, 0, s2))
    CELL(28, s6, TAGGED, xc_set(s6, x0, a4))
    CELL(28, s4, TAGGED, xc_swap(a0, s4, s2))
    CELL(28, s4, TAGGED, xc_cas(a0, s4, s2))
    /* nothing was changed */
    xc_geti(a4, s6, 0)
    CHECK(a4, 2)
    xc_aget(a4, s4)
    CHECK(a4, 4)
    xc_geti(a4, s3, 0)
    CHECK(a4, 4)
    /* 30: a stub of kind 31 put in place by retarget; the answer to an instruction again is the same */
    li a4, 8
    xc_mk1(a5, a4, KIND_TUPLE)
    xc_mk1(s6, a4, 31)
    xc_retarget(a4, a5, s6)
    CHECK(a4, 1)
    CELL(30, a5, TAGGED, xc_geti(a0, a5, 0))
    CELL(30, a5, TAGGED, xc_geti(a0, a5, 0))
#ifdef __riscv_mul
    li a6, -1
    CELL(30, a5, TAGGED, xc_copy(a0, a5, a6, KIND_TUPLE))
#endif
    xc_peek(a4, a5, x0)
    CHECK(a4, 8)
    /* 29: fill the heap; its message is the same after a collection */
    li a4, 100
3:  EXPECT 4f
    xc_new(a5, a4, KIND_TUPLE)
    j 3b
4:  CHECK(s7, 29)
    SAME(s9, a4)
    UNTAGGED(s9)
#ifdef __riscv_mul
    CELL(29, s3, TAGGED, xc_copy(a0, s3, a4, KIND_CONS))
#endif
    /* mtval is a root, and a csr read gives it back with the tag as often as one likes */
    EXPECT 5f
    xc_geti(a0, s3, 9)
5:  csrr a4, mtval
    TAGGED(a4)
    csrrs a4, mtval, x0
    TAGGED(a4)
    csrrci a4, mtval, 0
    TAGGED(a4)
    csrrsi a4, mtval, 1     /* writes: the tag is gone */
    TAGGED(a4)
    csrr a4, mtval
    UNTAGGED(a4)
    EXPECT 5f
    xc_geti(a0, s3, 9)
5:  csrr a4, mtval
    TAGGED(a4)
    EXPECT 5f
    ecall                   /* a plain trap writes it untagged */
5:  csrr a4, mtval
    CHECK(a4, 0)
    UNTAGGED(a4)
    PASS
