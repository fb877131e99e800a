/* The kernel of a small machine. */
#ifndef KERNEL_SMALL_SMALL_H
#define KERNEL_SMALL_SMALL_H

#include <stdint.h>

/* Tells the host that the program has ended, and stops the machine. */
_Noreturn void small_end(uint8_t status);

#endif
