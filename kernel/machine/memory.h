/* When the heap is collected, and what happens when it is full. */
#ifndef MACHINE_MEMORY_H
#define MACHINE_MEMORY_H

#include <lith/trap.h>
#include <stdint.h>

/* Called once, when the library has been loaded: collections start by themselves from then on. */
void memory_init(uint32_t heap_words);

/* A cell did not fit: collects; then the instruction is tried again, or the program sees "out of memory". */
void memory_full(struct trap_frame *frame);

/* The heap's low water mark is reached: a collection starts. */
void memory_low(void);

#endif
