/* When the heap is collected, and what happens when it is full. */
#ifndef KERNEL_MACHINE_MEMORY_H
#define KERNEL_MACHINE_MEMORY_H

#include <lith/trap.h>
#include <stdbool.h>
#include <stdint.h>

/* Called once, when the library has been loaded: collections start by themselves from then on. */
void memory_init(uint32_t heap_words);

/* The heap's part of trap_other (lith/trap.h). When a cell did not fit: collects; then the instruction is tried again,
 * or the program sees "out of memory". At the low water mark a collection starts. Other traps of cell instructions go
 * on in cell_trap (error.h). False: it was none of these. */
bool memory_trap(struct trap_frame *frame);

#endif
