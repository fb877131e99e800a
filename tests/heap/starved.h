/* Collections while the port never rests (t_starved.c). */
#ifndef HEAP_STARVED_H
#define HEAP_STARVED_H

#include "bench.h"

enum { STARVED_BOUND = 100000 }; /* cycles that such a collection may take */

/* Cycles of the longest collection, over all streams, on the memory of the last reset; fails beyond the bound. */
uint64_t starved_cycles_max(struct bench *b, bool print);

#endif
