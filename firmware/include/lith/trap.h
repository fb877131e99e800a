/* The frame that the trap entry makes (firmware/runtime/crt0.S). Usable from assembly. */
#ifndef LITH_TRAP_H
#define LITH_TRAP_H

#include <lith_isa.h> /* CAUSE_..., IRQ_... */

#define TRAP_FRAME_SIZE 144 /* a multiple of 16, as the stack pointer must be */
#define TRAP_FRAME_PC 128
#define TRAP_FRAME_CAUSE 132
#define TRAP_FRAME_VALUE 136

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
