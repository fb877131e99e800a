/* Macros of the core's own assembler tests.
 *
 * A test checks itself: CHECK compares a register with a value, TAGGED and UNTAGGED ask xc.kind. A failure ends the run
 * with the line number as exit value; PASS ends it well. s10, s11 and t6 belong to the macros; the trap handler (TRAPS)
 * leaves mcause, mepc and mtval in s7, s8, s9 and goes on at the address in s11.
 *
 * With MACHINE defined the test is a RAM image for a whole machine or its model (tests/model): RAM begins elsewhere, and
 * the end is a line on the UART, "PASS" or "FAIL line". */

#ifdef MACHINE
#define RAM LITH_RAM_BASE
#else
#define RAM 0
#endif
/* icebreaker counts nothing, neither core nor controller. */
#if defined(MACHINE) && !defined(__riscv_mul)
#define CELLS_COUNTED(n) 0
#else
#define CELLS_COUNTED(n) (n)
#define COUNTERS
#endif

#include "sys.h"
#include <lith_memmap.h>
#include <lith_xcell.h>

#ifdef MACHINE
    .macro END text
    .pushsection .rodata
95: .asciz "\text\n"
    .popsection
    la s10, 95b
    j end_
    .endm

    .macro FAIL_AT line
    END "FAIL \line"
    .endm

    .macro FAIL_TRAP
    END "FAIL unexpected trap"
    .endm

    .macro PASS
    END "PASS"
    .endm
#else
    .macro END value
    li s10, SYS_EXIT
    li t6, \value
    sw t6, 0(s10)
90: j 90b
    .endm

    .macro FAIL_AT line
    END \line
    .endm

    .macro FAIL_TRAP
    li s10, SYS_EXIT
    li t6, 0x10000
    or t6, t6, s7
    sw t6, 0(s10)
90: j 90b
    .endm

    .macro PASS
    END SYS_PASS
    .endm
#endif

    .macro CHECK_ reg, value, line
    li t6, \value
    beq \reg, t6, 91f
    FAIL_AT \line
91:
    .endm
#define CHECK(reg, value) CHECK_ reg, value, __LINE__

    .macro SAME_ reg, other, line
    beq \reg, \other, 91f
    FAIL_AT \line
91:
    .endm
#define SAME(reg, other) SAME_ reg, other, __LINE__

    .macro KIND_BELOW_ reg, below, line
    xc_kind(t6, \reg)
    sltiu t6, t6, 32
    xori t6, t6, \below
    beqz t6, 91f
    FAIL_AT \line
91:
    .endm
#define TAGGED(reg) KIND_BELOW_ reg, 1, __LINE__
#define UNTAGGED(reg) KIND_BELOW_ reg, 0, __LINE__

/* First thing in a test: the handler, and s11 = 0 meaning that no trap is expected. */
    .macro TRAPS
    .section .text.start
    .globl _start
_start:
    la t6, 92f
    csrw mtvec, t6
    li s11, 0
    j 93f
    .balign 4
92: csrr s7, mcause
    csrr s8, mepc
    csrr s9, mtval
    bnez s11, 94f
    FAIL_TRAP
#ifdef MACHINE
end_: /* sends the text at s10 */
    li s9, LITH_UART_DATA
    lbu t6, 0(s10)
    beqz t6, 95f
    sw t6, 0(s9)
    addi s10, s10, 1
    j end_
95: wfi
    j 95b
#endif
94: csrw mepc, s11
    li s11, 0
    mret
93:
    .endm

/* The instruction(s) after EXPECT up to `at` must trap at label `at`; execution goes on at the label `after`. */
    .macro EXPECT after
    li s7, -1
    la s11, \after
    .endm
