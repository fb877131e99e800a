/* What is told about a run: counters, a profile, a picture of the heap. */
#ifndef HOST_LITH_REPORT_H
#define HOST_LITH_REPORT_H

#include "client.h"
#include "images.h"
#include "sim/observe/heap_map.h"
#include "sim/observe/profile.h"
#include "sim/observe/utilisation.h"
#include <time.h>

struct report {
    struct timespec start;
    struct lith_stats started;            /* when the kernel was ready; all 0 where that cannot be told */
    struct lith_profile *profile;         /* or NULL */
    struct lith_heap_map *map;            /* or NULL */
    struct lith_utilisation *utilisation; /* or NULL */
};

/* Before the machine starts: the time counts from here. */
void report_start(struct report *r);
/* Begins to gather what the options ask for. -1, or a status after a line on stderr. */
int report_begin(struct report *r, struct client *s, const struct image *image);
/* Writes it; returns STATUS_DONE, or another status after a line on stderr. */
int report_end(struct report *r, struct client *s);

#endif
