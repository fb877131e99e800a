/* The frame that the trap entry makes (firmware/runtime/crt0.S). Usable from assembly. */
#ifndef LITH_TRAP_H
#define LITH_TRAP_H

#define TRAP_FRAME_SIZE 144 /* a multiple of 16, as the stack pointer must be */
#define TRAP_FRAME_PC 128
#define TRAP_FRAME_CAUSE 132
#define TRAP_FRAME_VALUE 136

/* Causes of plain traps, in mcause; those of cells are in <lith/kinds.h>. */
#define CAUSE_ILLEGAL 2
#define CAUSE_LOAD 5
#define CAUSE_STORE 7
#define CAUSE_ECALL 11
#define CAUSE_IRQ 0x80000000
#define IRQ_TIMER 7
#define IRQ_EXTERNAL 11
#define IRQ_HEAP 16

#ifndef __ASSEMBLER__
#include <stdint.h>

struct cell;

/* Registers are declared as references, since any of them may hold one. x[0] is not used. */
struct trap_frame {
    struct cell *x[32];
    uint32_t pc; /* where execution goes on */
    uint32_t cause;
    struct cell *value; /* mtval: of a cell trap the offending word, with its tag */
};

/* All traps come here, with interrupts off. The runtime's default handles those of the collector (FULL, the low-water
 * interrupt) and reports any other as fatal; a program may take over others by defining trap_other, which returns
 * true if it has dealt with the trap. */
void trap(struct trap_frame *frame);
_Bool trap_other(struct trap_frame *frame);
#endif

#endif
