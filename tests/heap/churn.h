/* Figures of the collector under load (make bench-heap). */
#ifndef TESTS_HEAP_CHURN_H
#define TESTS_HEAP_CHURN_H

#include <stdio.h>

#include "bench.h"

/* Runs every pattern with the memory profile of the bench, writes "key number" lines to out. */
void churn_figures(struct bench *b, FILE *out);

#endif
