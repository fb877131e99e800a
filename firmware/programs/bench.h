/* Collector benchmarks: a fixed piece of work with collections all the time, then the controller's counters over it.
 * WORK multiplies the work; the tests use 1. */
#ifndef FIRMWARE_PROGRAMS_BENCH_H
#define FIRMWARE_PROGRAMS_BENCH_H

#include "check.h"

#ifndef WORK
#define WORK 1
#endif
#ifndef PERIOD
#define PERIOD 2000 /* cycles between attempts to start a collection, in the tests */
#endif

static uint32_t bench_stats[STAT_HISTOGRAM], bench_cycles;

/* From here on collections start as soon as PERIOD allows; when measured, as in Lisp. */
static inline void bench_begin(void) {
    if (WORK > 1)
        gc_when(GC_NURSERY, (cell_stat(STAT_CEIL) + 1) / 4);
    else
        collect_all_the_time(PERIOD);
    for (uint32_t i = 0; i < STAT_HISTOGRAM; i++) bench_stats[i] = cell_stat(i);
    bench_cycles = WORK > 1 ? cycles() : 0;
}

static inline void bench_line(const char *name, const char *what, uint32_t value) {
    printf("gc.%s.%s %lu\n", name, what, (unsigned long)value);
}

/* Prints "gc.<what>" and n / of, when measured. */
static inline void print_ratio(const char *what, uint32_t n, uint32_t of) {
    uint32_t hundredths = (uint32_t)((uint64_t)100 * n / of);
    if (WORK > 1)
        printf("gc.%s %lu.%02lu\n", what, (unsigned long)(hundredths / 100), (unsigned long)(hundredths % 100));
}

/* Prints "gc.<name>.<what> value" lines; in the tests (WORK 1) nothing. */
static inline void bench_end(const char *name) {
    if (WORK == 1) return;
    uint32_t n = cycles() - bench_cycles, made[STAT_HISTOGRAM];
    for (uint32_t i = 0; i < STAT_HISTOGRAM; i++) made[i] = cell_stat(i) - bench_stats[i];
    uint32_t per_1000 = (uint32_t)((uint64_t)made[STAT_WORDS_MOVED] * 100000 / n);
    bench_line(name, "cycles", n);
    bench_line(name, "cells_made", made[STAT_CELLS_MADE]);
    bench_line(name, "cells_freed", made[STAT_CELLS_FREED]);
    bench_line(name, "collections", made[STAT_COLLECTIONS]);
    bench_line(name, "stall_max.cycles", cell_stat(STAT_STALL_MAX));
    bench_line(name, "stall_total.cycles", made[STAT_STALL_TOTAL]);
    bench_line(name, "alloc_wait.cycles", made[STAT_ALLOC_WAIT]);
    bench_line(name, "barrier_wait.cycles", made[STAT_BARRIER_WAIT]);
    bench_line(name, "words_moved", made[STAT_WORDS_MOVED]);
    printf("gc.%s.words_moved_per_1000_cycles %lu.%02lu\n", name, (unsigned long)(per_1000 / 100),
           (unsigned long)(per_1000 % 100));
    bench_line(name, "max_live.words", cell_stat(STAT_MAX_LIVE));
}

#endif
