/* The substitutes for multiplication and division under RISCV_FORMAL_ALTOPS. The masks are those of riscv-formal,
 * docs/source/rvfi.rst. */
#include "test.h"
    TRAPS
#ifdef __riscv_mul
    .macro SUBSTITUTE op, a, b, want, line
    li a0, \a
    li a1, \b
    \op a2, a0, a1
    CHECK_ a2, \want, \line
    \op a2, a0, a1
    \op a3, a2, a1          /* uses the result at once */
    \op a4, a0, a1
    CHECK_ a4, \want, \line
    .endm
#define SUM(op, mask) SUBSTITUTE op, 0x12345678, 0x9abcdef1, (0x12345678 + 0x9abcdef1) ^ mask, __LINE__
#define DIFFERENCE(op, mask) SUBSTITUTE op, 0x9abcdef1, 0x12345678, (0x9abcdef1 - 0x12345678) ^ mask, __LINE__
    SUM(mul, 0x5876063e)
    SUM(mulh, 0xf6583fb7)
    DIFFERENCE(mulhsu, 0xecfbe137)
    SUM(mulhu, 0x949ce5e8)
    DIFFERENCE(div, 0x7f8529ec)
    DIFFERENCE(divu, 0x10e8fd70)
    DIFFERENCE(rem, 0x8da68fa5)
    DIFFERENCE(remu, 0x3138d0e1)
    /* nothing special about 0 */
    SUBSTITUTE divu, 77, 0, 77 ^ 0x10e8fd70, __LINE__
#endif
    PASS
