/* Operands from everywhere, x0, and the corner cases of division. */
#include "test.h"
    TRAPS
#ifdef __riscv_mul
#define OP(op, a, b, want) li a0, a; li a1, b; op a2, a0, a1; CHECK(a2, want); op a2, a0, a1; mv a3, a2; CHECK(a3, want)
    OP(div, 0x80000000, -1, 0x80000000)
    OP(rem, 0x80000000, -1, 0)
    OP(div, 7, 0, -1)
    OP(div, -7, 0, -1)
    OP(rem, -7, 0, -7)
    OP(divu, 7, 0, -1)
    OP(remu, 0x87654321, 0, 0x87654321)
    OP(div, -7, 2, -3)
    OP(rem, -7, 2, -1)
    OP(div, 7, -2, -3)
    OP(rem, 7, -2, 1)
    OP(div, -7, -2, 3)
    OP(divu, -7, 2, 0x7ffffffc)
    OP(divu, 5, 0x80000000, 0)
    OP(remu, 0xffffffff, 0x80000000, 0x7fffffff)
    OP(div, 0x80000000, 0x80000000, 1)
    OP(div, 1, 0x80000000, 0)
    OP(rem, 1, 0x80000000, 1)
    OP(mulhu, 0xffffffff, 0xffffffff, 0xfffffffe)
    OP(mulh, 0xffffffff, 0xffffffff, 0)
    OP(mulhsu, 0xffffffff, 0xffffffff, 0xffffffff)
    OP(mulh, 0x80000000, 0x80000000, 0x40000000)
    OP(mulhsu, 0x80000000, 0x80000000, 0xc0000000)
    OP(mulhu, 0x80000000, 0x80000000, 0x40000000)
    OP(mul, 0x12345678, 0x9abcdef1, 0x366176f8)
    OP(mulhsu, 3, 0xffffffff, 2)
    OP(mulhsu, -3, 0xffffffff, 0xfffffffd)
    li a0, 6
    li a1, 7
    mul a2, a0, a1
    mul a2, a2, a2
    mul x0, a0, a1
    add a3, a2, x0
    CHECK(a3, 1764)
    li sp, RAM + 0x6000
    sw a1, 0(sp)
    lw a4, 0(sp)
    mul a5, a4, a4
    sw a5, 4(sp)
    lw a4, 4(sp)
    div a4, a4, a1
    CHECK(a4, 7)
    div x0, a0, a1
    CHECK(x0, 0)
#endif
    PASS
