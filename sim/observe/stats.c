#include "stats.h"
#include <inttypes.h>

void lith_stats_print(FILE *out, const struct lith_stats *s, double host_seconds) {
    const struct {
        const char *key;
        uint64_t value;
    } lines[] = {{"cycles", s->cycles},
                 {"instructions", s->instructions},
                 {"cells_allocated", s->cells_made},
                 {"cells_freed", s->cells_freed},
                 {"gc_cycles", s->gc_cycles},
                 {"gc_minor", s->minors},
                 {"gc_words_promoted", s->promoted},
                 {"gc_remembered_overflows", s->overflows},
                 {"gc_stall_max", s->gc_stall_max},
                 {"gc_stall_total", s->gc_stall_total},
                 {"gc_words_moved", s->words_moved},
                 {"alloc_wait", s->alloc_wait},
                 {"alloc_wait_max", s->alloc_wait_max},
                 {"barrier_wait", s->barrier_wait},
                 {"roots_wait", s->roots_wait},
                 {"heap_words_max_live", s->heap_words_max_live},
                 {"memory_violations", s->memory_violations}};
    for (size_t i = 0; i < sizeof lines / sizeof *lines; i++)
        fprintf(out, "%s: %" PRIu64 "\n", lines[i].key, lines[i].value);
    static const char *const bins[] = {"0", "1", "2", "3", "4_7", "8_15", "16_31", "32_up"};
    for (int i = 0; i < 8; i++) fprintf(out, "gc_stalls_of_%s: %" PRIu64 "\n", bins[i], s->stall_histogram[i]);
    fprintf(out, "host_seconds: %.3f\n", host_seconds);
    fprintf(out, "sim_cycles_per_second: %.0f\n", host_seconds > 0 ? (double)s->cycles / host_seconds : 0);
}
