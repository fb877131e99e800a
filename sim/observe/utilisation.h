/* Smallest mutator utilisation: over all windows of a length, the least share of cycles in which the program did not
 * wait for the collector (minimum mutator utilisation: Cheng and Blelloch, "A parallel, real-time garbage collector",
 * 2001).
 *
 * What counts as waiting: lith_stats.gc_stall_total, alloc_wait, barrier_wait and roots_wait. The machine is looked at
 * every STEP cycles, and a window is taken for one STEP longer than it is: so the figure is never better than the
 * truth. */
#ifndef SIM_OBSERVE_UTILISATION_H
#define SIM_OBSERVE_UTILISATION_H

#include "lith_inspect.h"
#include <stdio.h>

enum { LITH_UTILISATION_STEP = 20, LITH_UTILISATION_WINDOWS = 3 };
/* Cycles. */
extern const uint32_t lith_utilisation_windows[LITH_UTILISATION_WINDOWS];

struct lith_utilisation;

/* Measures from now on, until it is freed, which must be before the machine is. NULL: out of memory. */
struct lith_utilisation *lith_utilisation_new(lith_machine *m);
void lith_utilisation_free(struct lith_utilisation *u);

/* Percent, 0 to 100, for one of the windows. What came before the start counts as time without waiting. */
double lith_utilisation_least(const struct lith_utilisation *u, int window);
/* Prints a line `utilisation_<cycles>: percent` for each window. */
void lith_utilisation_print(FILE *out, const struct lith_utilisation *u);

#endif
