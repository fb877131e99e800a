/* lith store (store_command.h). */
#include "store_command.h"
#include "host/store/check.h"
#include "host/store/moment.h"
#include "host/store/place.h"
#include "output.h"
#include "store/commit.h"
#include <errno.h>
#include <inttypes.h>
#include <limits.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

static const char *const words[] = {"info", "log", "check"};

int store_command_of(const char *word) {
    int i = 0;
    while (i < 3 && strcmp(word, words[i])) i++;
    return i < 3 ? i : -1;
}

/* ---- info ---- */

/* Segments that the log has come to. */
static uint32_t in_use(const struct log *log) { return (uint32_t)log->at.sequence; }

static void tell_commit(const struct commit *c) {
    char time[MOMENT_BYTES];
    moment_text(c->time, time);
    printf("last_commit: %" PRIu64 ", %s\n", c->number, time);
}

static const char *info(struct log *log) {
    const struct super *s = &log->super;
    uint64_t segment = (uint64_t)s->segment_blocks * BLOCK_BYTES;
    struct commit commit;
    char since[MOMENT_BYTES];
    const char *wrong = log->commit == ADDRESS_NONE ? NULL : commit_read(log, log->commit, &commit);
    if (wrong) return wrong;
    printf("store: %016" PRIx64 "\nversion: %u\nbytes: %" PRIu64 "\nbytes_used: %" PRIu64 "\n", s->store, SUPER_VERSION,
           super_block(s, s->segments, 0) * BLOCK_BYTES, super_block(s, in_use(log), 0) * BLOCK_BYTES);
    printf("segments: %" PRIu32 " of %" PRIu64 " bytes, %" PRIu32 " in use\nepoch: %" PRIu32 "\n", s->segments, segment,
           in_use(log), s->epoch);
    moment_text(s->claimed, since);
    if (s->owner)
        printf("owner: %016" PRIx64 ", since %s\n", s->owner, since);
    else
        puts("owner: none");
    if (log->commit == ADDRESS_NONE)
        puts("last_commit: none");
    else
        tell_commit(&commit);
    return NULL;
}

/* ---- log ---- */

static const char *show_log(struct log *log, uint64_t most) {
    struct commit commit;
    printf("%8s  %-25s  %10s  %10s\n", "commit", "time", "cells", "atoms");
    for (uint64_t at = log->commit; at != ADDRESS_NONE && most; at = commit.before, most--) {
        char time[MOMENT_BYTES];
        const char *wrong = commit_read(log, at, &commit);
        if (wrong) return wrong;
        moment_text(commit.time, time);
        printf("%8" PRIu64 "  %-25s  %10" PRIu32 "  %10" PRIu32 "\n", commit.number, time, commit.cells, commit.count);
    }
    return NULL;
}

/* ---- check ---- */

static void tell_damage(void *context, const char *line) {
    (void)context;
    output_flush();
    puts(line);
}

static void tell_progress(void *context, uint64_t done, uint64_t all) {
    (void)context;
    output_progress("%" PRIu64 " of %" PRIu64 " segments", done, all);
}

static const char *check(struct device *device, int *status) {
    const struct check_listener listener = {tell_damage, tell_progress, NULL};
    struct check_result r;
    const char *wrong = store_check(device, &listener, &r);
    if (wrong) return wrong;
    output_flush();
    printf("%" PRIu64 " blocks, %" PRIu64 " commits, %" PRIu64 " records: ", r.blocks, r.commits, r.records);
    if (r.damages)
        printf("%" PRIu64 " damaged\n", r.damages);
    else
        puts("all whole");
    *status = r.damages ? STATUS_ERROR : STATUS_DONE;
    return NULL;
}

int store_command(const struct options *o) {
    static struct log log;
    struct place place;
    const char *where = o->operands[1], *wrong;
    char err[PATH_MAX + 300];
    int what = store_command_of(o->operands[0]), status = STATUS_DONE;
    if (!place_open(&place, where, FILE_READ, 0, err, sizeof err)) return complain("%s", err);
    if (what == STORE_CHECK) {
        wrong = check(place.device, &status);
    } else {
        wrong = log_open(&log, place.device);
        if (!wrong) wrong = what == STORE_INFO ? info(&log) : show_log(&log, o->commits);
    }
    output_flush();
    if (wrong) status = complain("%s: %s", where, wrong);
    if (output_lost() >= 0) status = output_lost();
    place_close(&place);
    return status;
}
