/* The pauses of a heap in software: each stretch of cycles in which the program stands still for it. From them the
 * longest one and the smallest utilisation over windows, as sim/observe/utilisation.h has them for Lith. */
#ifndef COLLECTORS_PAUSES_H
#define COLLECTORS_PAUSES_H

#include <stdbool.h>
#include <stdint.h>

void pause_begin(void);
void pause_end(void);

struct pause {
    uint32_t begin, end; /* cycles */
};
/* The most cycles of pauses in a window of `window` cycles, for `n` pauses in their order. */
uint32_t pauses_most(const struct pause *pauses, uint32_t n, uint32_t window);

/* Prints them as lines "key value": collections, their cycles, the longest, the utilisation. */
void pauses_print(void);

#endif
