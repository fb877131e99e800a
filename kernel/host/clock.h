/* Time on the host (clock.c). */
#ifndef KERNEL_HOST_CLOCK_H
#define KERNEL_HOST_CLOCK_H

#include <stdint.h>

/* Has each quantum last a random number of calls and loops, from 1 to n, also when there is nobody to switch to. */
void clock_random(uint32_t n, uint64_t seed);

#endif
