/* What is told about a run (report.h). */
#include "report.h"
#include "sim/observe/stats.h"
#include <stdio.h>

void report_start(struct report *r) {
    *r = (struct report){.profile = NULL};
    clock_gettime(CLOCK_MONOTONIC, &r->start);
}

int report_begin(struct report *r, struct session *s, const struct image *image) {
    const struct options *o = s->options;
    char err[200];
    if (!o->profile) return -1;
    if (!image || o->image) return complain("--profile: only the kernel that is built in has its symbols here");
    r->profile = lith_profile_new(s->machine, image->elf, (size_t)(image->elf_end - image->elf), 0, err, sizeof err);
    return r->profile ? -1 : complain("--profile: %s", err);
}

int report_end(struct report *r, struct session *s) {
    const struct options *o = s->options;
    struct timespec end;
    struct lith_stats stats;
    char err[200];
    int status = STATUS_DONE;
    clock_gettime(CLOCK_MONOTONIC, &end);
    lith_machine_stats(s->machine, &stats);
    if (o->stats)
        lith_stats_print(stderr, &stats,
                         (double)(end.tv_sec - r->start.tv_sec) + (double)(end.tv_nsec - r->start.tv_nsec) / 1e9);
    if (r->profile && !lith_profile_write(r->profile, o->profile, err, sizeof err)) status = complain("%s", err);
    lith_profile_free(r->profile);
    return status;
}
