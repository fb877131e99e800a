/* The word that says how large the heap is, as the test has it. */
#ifndef LITH_MEMMAP_H
#define LITH_MEMMAP_H

#include <stdint.h>

extern volatile uint32_t heap_size;
#define LITH_SYSTEM_HEAP_WORDS ((uintptr_t)&heap_size)

#endif
