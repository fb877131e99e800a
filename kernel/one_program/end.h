/* The kernel of a small machine. */
#ifndef KERNEL_ONE_PROGRAM_END_H
#define KERNEL_ONE_PROGRAM_END_H

#include <stdint.h>

/* Tells the host that the program has ended, and stops the machine. */
_Noreturn void one_program_end(uint8_t status);

#endif
