/* What is told about a run (report.h). */
#include "report.h"
#include <inttypes.h>
#include <stdio.h>

static void print_stats(const struct lith_stats *s, double seconds) {
    const struct {
        const char *name;
        uint64_t value;
    } lines[] = {{"cycles", s->cycles},
                 {"instructions", s->instructions},
                 {"cells_allocated", s->cells_made},
                 {"gc_cycles", s->gc_cycles},
                 {"gc_stall_max", s->gc_stall_max},
                 {"gc_stall_total", s->gc_stall_total},
                 {"alloc_wait", s->alloc_wait},
                 {"heap_words_max_live", s->heap_words_max_live}};
    for (size_t i = 0; i < sizeof lines / sizeof *lines; i++)
        fprintf(stderr, "%s: %" PRIu64 "\n", lines[i].name, lines[i].value);
    fprintf(stderr, "host_seconds: %.3f\nsim_cycles_per_second: %.0f\n", seconds,
            seconds > 0 ? (double)s->cycles / seconds : 0);
}

void report_start(struct report *r) { clock_gettime(CLOCK_MONOTONIC, &r->start); }

int report_begin(struct report *r, struct session *s, const struct image *image) {
    (void)r;
    (void)s;
    (void)image;
    return -1;
}

int report_end(struct report *r, struct session *s) {
    struct timespec end;
    struct lith_stats stats;
    if (!s->options->stats) return STATUS_DONE;
    clock_gettime(CLOCK_MONOTONIC, &end);
    lith_machine_stats(s->machine, &stats);
    print_stats(&stats, (double)(end.tv_sec - r->start.tv_sec) + (double)(end.tv_nsec - r->start.tv_nsec) / 1e9);
    return STATUS_DONE;
}
