/* The controller's counters, counted from outside by watching its registers cycle by cycle: for a machine whose own
 * controller has none. What is waited for room in the root queue (`barrier_wait`) cannot be seen there and stays 0. */
#ifndef SIM_HEAP_EVENTS_H
#define SIM_HEAP_EVENTS_H

#include "shim.h"

struct heap_events {
    struct shim_heap last;
    struct shim_counters counts; /* all but `instructions`, `barrier_wait` and `roots_wait` */
    uint8_t waited;              /* by the request in work */
    uint8_t request;             /* one has been seen */
    uint32_t waited_for_space;   /* by the request in work */
};

/* To be called once a cycle, all zero before the first. */
void heap_events_cycle(struct heap_events *e, const struct shim_heap *now);

#endif
