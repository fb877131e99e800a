/* Collections while the port never rests (t_starved.c). */
#ifndef HEAP_STARVED_H
#define HEAP_STARVED_H

#include "bench.h"

/* Cycles that such a collection may take; without a handle cache, which no machine with an SDRAM lacks, each request
 * makes one or two accesses more. */
enum { STARVED_BOUND = 100000, STARVED_BOUND_UNCACHED = 150000 };

/* Cycles of the longest collection, over all streams, on the memory of the last reset; fails beyond the bound. */
uint64_t starved_cycles_max(struct bench *b, bool print);

#endif
