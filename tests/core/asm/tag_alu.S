/* Tag rules T1-T5 of lith_tag.v (docs/xcell.md), each both ways, with operands at each distance in the pipeline. */
#include "test.h"
    TRAPS
    li a0, 40
    xc_mk1(s0, a0, KIND_TUPLE) /* s0: a reference, value kept in s1 without tag */
    li t0, 3
    add s1, s0, t0
    sub s1, s1, t0
    xc_mk1(s2, a0, KIND_TUPLE) /* s2: another one */
    li s3, -1
    li s4, 1
    TAGGED(s0)
    UNTAGGED(s1)
    SAME(s0, s1)
    TAGGED(s2)

/* keep: the operation keeps value and tag; drop: no tag whatever the value */
#define KEEP(...) __VA_ARGS__; TAGGED(a1); SAME(a1, s1); nop; __VA_ARGS__; mv a2, a1; TAGGED(a2); SAME(a2, s1)
#define DROP(...) __VA_ARGS__; UNTAGGED(a1); nop; __VA_ARGS__; mv a2, a1; UNTAGGED(a2)

    /* T1: with 0 */
    KEEP(addi a1, s0, 0)
    DROP(addi a1, s0, 4)
    DROP(addi a1, s1, 0)
    KEEP(ori a1, s0, 0)
    DROP(ori a1, s0, 1)     /* the bit is set already: same value, no tag */
    SAME(a1, s1)
    KEEP(xori a1, s0, 0)
    DROP(xori a1, s0, 4)
    DROP(xori a1, s0, -1)
    KEEP(add a1, s0, x0)
    KEEP(add a1, x0, s0)
    li a3, 0
    KEEP(add a1, s0, a3)
    KEEP(add a1, a3, s0)
    DROP(add a1, s0, s4)
    DROP(add a1, s4, s0)
    KEEP(or a1, s0, a3)
    KEEP(or a1, a3, s0)
    DROP(or a1, s0, s4)
    DROP(or a1, s4, s0)
    DROP(or a1, s0, s1)
    KEEP(xor a1, s0, a3)
    KEEP(xor a1, a3, s0)
    DROP(xor a1, s0, s4)
    DROP(xor a1, s4, s0)
    /* the zero comes late: loaded, multiplied or just computed */
    li a4, RAM + 0x4000
    sw x0, 0(a4)
    KEEP(lw a5, 0(a4); add a1, s0, a5)
    KEEP(lw a5, 0(a4); add a1, a5, s0)
    KEEP(sub a5, s1, s1; or a1, s0, a5)
    /* T2: sub keeps the first operand's only */
    KEEP(sub a1, s0, a3)
    KEEP(sub a1, s0, x0)
    DROP(sub a1, s0, s4)
    DROP(sub a1, x0, s0)
    DROP(sub a1, a3, s0)
    /* T3: and with all ones */
    KEEP(andi a1, s0, -1)
    DROP(andi a1, s0, -2)
    DROP(andi a1, s0, 0)
    KEEP(and a1, s0, s3)
    KEEP(and a1, s3, s0)
    DROP(and a1, s0, a3)
    DROP(and a1, s0, s1)    /* equal words */
    SAME(a1, s1)
    DROP(and a1, x0, s0)
    DROP(add a1, s0, s3)    /* all ones are neutral for and alone */
    DROP(or a1, s0, s3)
    DROP(xor a1, s0, s3)
    /* T4: shifts by an immediate 0 */
    KEEP(slli a1, s0, 0)
    KEEP(srli a1, s0, 0)
    KEEP(srai a1, s0, 0)
    DROP(slli a1, s0, 1)
    DROP(srli a1, s0, 1)
    DROP(srai a1, s0, 31)
    DROP(sll a1, s0, x0)
    SAME(a1, s1)
    DROP(srl a1, s0, a3)
    DROP(sra a1, s0, a3)
    /* T5: two tagged operands */
    DROP(add a1, s0, s2)
    DROP(or a1, s0, s0)
    SAME(a1, s1)
    DROP(and a1, s0, s0)
    DROP(and a1, s0, s2)
    DROP(xor a1, s0, s0)
    DROP(sub a1, s0, s2)
    DROP(sub a1, s0, s0)
    /* all else */
    DROP(slt a1, s0, x0)
    DROP(sltu a1, x0, s0)
    DROP(slti a1, s0, 0)
    DROP(sltiu a1, s0, 0)
    DROP(lui a1, 0)
    DROP(auipc a1, 0)
    DROP(xc_kind(a1, s0))
    CHECK(a1, KIND_TUPLE)
    xc_kind(a1, s1)
    CHECK(a1, 33)
    xc_kind(a1, x0)
    CHECK(a1, 32)
    xc_kind(a1, s3)
    CHECK(a1, 35)
    DROP(jal a1, 1f; 1:)
    DROP(csrr a1, mscratch)
#ifdef __riscv_mul
    DROP(mul a1, s0, s4)
    SAME(a1, s1)
    DROP(mulhu a1, s0, s3)
    DROP(div a1, s0, s4)
    SAME(a1, s1)
    DROP(remu a1, s0, s3)
    SAME(a1, s1)
#endif
#ifdef __riscv_compressed
    KEEP(c.mv a1, s0)
    KEEP(li a1, 0; c.add a1, s0)
    KEEP(mv a1, s0; c.add a1, a3)
    DROP(mv a1, s0; c.add a1, s4)
    KEEP(mv a1, s0; c.addi a1, 0)
    DROP(mv a1, s0; c.addi a1, 1)
    KEEP(mv a1, s0; c.andi a1, -1)
    DROP(mv a1, s0; c.andi a1, 1)
    KEEP(mv a1, s0; c.or a1, a3)
    KEEP(mv a1, s0; c.xor a1, a3)
    KEEP(mv a1, s0; c.sub a1, a3)
    DROP(mv a1, s0; c.sub a1, a4)
    KEEP(li a1, -1; c.and a1, s0)
    DROP(mv a1, s0; c.slli a1, 1)
    DROP(mv a1, s0; c.li a1, 0)
#endif
    /* a csr instruction's write keeps no tag */
    csrw mscratch, s0
    DROP(csrr a1, mscratch)
    SAME(a1, s1)
    csrw mtval, s0
    DROP(csrr a1, mtval)
    SAME(a1, s1)
    /* x0 keeps nothing */
    mv x0, s0
    lw x0, 0(a4)
    DROP(mv a1, x0)
    CHECK(a1, 0)
    /* the reference itself is still good */
    xc_geti(a1, s0, 0)
    CHECK(a1, 40)
    PASS
