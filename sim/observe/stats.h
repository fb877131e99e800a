/* --stats: the machine's counters as text. */
#ifndef SIM_OBSERVE_STATS_H
#define SIM_OBSERVE_STATS_H

#include "lith_sim.h"
#include <stdio.h>

/* Prints `key: value` lines (docs/simulator.md, "Counters"). host_seconds: what the run took, in real time. */
void lith_stats_print(FILE *out, const struct lith_stats *s, double host_seconds);

#endif
