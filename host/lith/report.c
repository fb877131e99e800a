/* What is told about a run (report.h). */
#include "report.h"
#include "sim/observe/stats.h"
#include <inttypes.h>
#include <limits.h>
#include <stdio.h>

void report_start(struct report *r) {
    *r = (struct report){.profile = NULL, .map = NULL, .utilisation = NULL};
    clock_gettime(CLOCK_MONOTONIC, &r->start);
}

int report_begin(struct report *r, struct client *s, const struct image *image) {
    const struct options *o = s->options;
    char err[200];
    if (s->greeted) lith_machine_stats(s->machine, &r->started);
    if (o->profile) {
        r->profile =
            lith_profile_new(s->machine, image->elf, (size_t)(image->elf_end - image->elf), 0, err, sizeof err);
        if (!r->profile) return complain("--profile: %s", err);
    }
    if (o->heap_map) {
        r->map = lith_heap_map_new(s->machine, err, sizeof err);
        if (!r->map) return complain("--heap-map: %s", err);
    }
    if (o->stats && !o->model && !(r->utilisation = lith_utilisation_new(s->machine)))
        return complain("--stats: out of memory");
    return -1;
}

/* "ulx3s: run life.lisp", or NULL for a session at the prompt. */
static const char *title_of(const struct options *o, char *to, size_t size) {
    if (o->command == COMMAND_REPL) return NULL;
    snprintf(to, size, "%s: %s %s", o->machine, o->command == COMMAND_RUN ? "run" : "eval", o->operands[0]);
    return to;
}

int report_end(struct report *r, struct client *s) {
    const struct options *o = s->options;
    struct timespec end;
    struct lith_stats stats;
    char err[PATH_MAX + 200], title[100];
    int status = STATUS_DONE;
    clock_gettime(CLOCK_MONOTONIC, &end);
    lith_machine_stats(s->machine, &stats);
    if (o->stats)
        lith_stats_print(stderr, &stats,
                         (double)(end.tv_sec - r->start.tv_sec) + (double)(end.tv_nsec - r->start.tv_nsec) / 1e9);
    if (o->stats && s->greeted)
        fprintf(stderr, "boot_cycles: %" PRIu64 "\nboot_cells_allocated: %" PRIu64 "\nboot_gc_cycles: %" PRIu64 "\n",
                r->started.cycles, r->started.cells_made, r->started.gc_cycles);
    if (r->utilisation) lith_utilisation_print(stderr, r->utilisation);
    if (r->profile && !lith_profile_write(r->profile, o->profile, err, sizeof err)) status = complain("%s", err);
    if (r->map && !lith_heap_map_write(r->map, o->heap_map, title_of(o, title, sizeof title), err, sizeof err))
        status = complain("%s", err);
    lith_utilisation_free(r->utilisation);
    lith_heap_map_free(r->map);
    lith_profile_free(r->profile);
    return status;
}
