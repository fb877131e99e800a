/* --heap-map: a picture of a machine's heap over time, as an SVG file (docs/simulator.md, "Heap maps").
 *
 * The heap is looked at while the machine runs, from lith_heap_map_new to lith_heap_map_free inside lith_machine_run;
 * the looks become fewer the longer it runs, so that there are never more than a picture can show. */
#ifndef SIM_OBSERVE_HEAP_MAP_H
#define SIM_OBSERVE_HEAP_MAP_H

#include "lith_sim.h"

struct lith_heap_map;

/* NULL on error, with one line in err. To be freed before the machine. */
struct lith_heap_map *lith_heap_map_new(lith_machine *m, char *err, size_t err_size);
void lith_heap_map_free(struct lith_heap_map *h);

/* Draws what has been seen so far. title: text above the picture, or NULL. False on error, with one line in err: the
 * file cannot be written, or the heap was found broken (the picture then ends there). */
bool lith_heap_map_write(struct lith_heap_map *h, const char *path, const char *title, char *err, size_t err_size);

#endif
