/* The start of a host program that the language runs in. */
#ifndef KERNEL_HOST_START_H
#define KERNEL_HOST_START_H

#include "kernel/process/kernel.h"
#include <lith/cell.h>
#include <stdint.h>

#define HOST_C_STACK (128 * 1024) /* bytes of C's stack that the language may have */

/* Called once, by main: its frame is the highest that holds references. The heap has `words` words, with a collection
 * every `every` cells (host_heap_init); the language throws an error before it takes more than `c_stack` bytes of C's
 * stack. */
static inline __attribute__((always_inline)) void host_start(uint32_t words, uint32_t every, uint32_t c_stack) {
    char *here = __builtin_frame_address(0);
    host_heap_init(words, every, here + 256);
    kernel_init(here - c_stack);
}

#endif
