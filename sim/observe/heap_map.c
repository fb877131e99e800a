#include "heap_map.h"
#include "heap_history.h"
#include "output_file.h"
#include <inttypes.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

/* Cycles between two probes of the controller's registers at the start, and probes for each walk of the heap. */
enum { PROBE_PERIOD = 256, PROBES_PER_COLUMN = 16 };

struct lith_heap_map {
    lith_machine *machine;
    struct lith_observer probe;
    struct heap_history history;
    unsigned probes;         /* of this column */
    uint64_t last;           /* time of the last one */
    struct lith_stats stats; /* at that time */
};

/* Blocks below `to` have been moved, `words` in all: the slide puts them down without a gap. */
static void note_moved(struct history_column *c, uint32_t to, uint64_t words) {
    uint32_t from = words < to ? to - (uint32_t)words : 0;
    if (c->moved_from == c->moved_to || from < c->moved_from) c->moved_from = from;
    if (to > c->moved_to) c->moved_to = to;
}

/* What has happened since the last probe goes into the column being filled. */
static void note_events(struct lith_heap_map *h, const struct lith_heap_state *s, uint64_t now) {
    struct history_column *c = &h->history.columns[h->history.count];
    struct lith_stats stats;
    lith_machine_stats(h->machine, &stats);
    uint64_t cycles = now - h->last, moved = stats.words_moved - h->stats.words_moved;
    c->cycles += cycles;
    if (s->phase == LITH_HEAP_MARK) c->marking += cycles;
    if (s->phase == LITH_HEAP_SLIDE) c->sliding += cycles;
    c->stalled += stats.gc_stall_total - h->stats.gc_stall_total;
    c->waiting += stats.alloc_wait - h->stats.alloc_wait;
    c->collections += (uint32_t)(stats.gc_cycles - h->stats.gc_cycles);
    c->minors += (uint32_t)(stats.minors - h->stats.minors);
    c->moved += moved;
    if (moved) note_moved(c, s->phase == LITH_HEAP_SLIDE ? s->slide_to : s->old_end, moved);
    h->last = now;
    h->stats = stats;
}

static void look(void *context, lith_machine *m) {
    struct lith_heap_map *h = context;
    uint64_t now = lith_machine_now(m);
    struct heap_memory memory = heap_memory_of(m);
    if (h->history.broken[0]) return;
    note_events(h, &memory.state, now);
    if (++h->probes < PROBES_PER_COLUMN) return;
    h->probes = 0;
    if (!heap_history_look(&h->history, &memory, now)) return;
    if (heap_history_next(&h->history)) h->probe.period *= 2;
}

struct lith_heap_map *lith_heap_map_new(lith_machine *m, char *err, size_t err_size) {
    struct lith_heap_map *h = calloc(1, sizeof *h);
    if (!h || !heap_history_init(&h->history, lith_machine_now(m))) {
        snprintf(err, err_size, "no memory for the heap map");
        free(h);
        return NULL;
    }
    h->machine = m;
    h->last = lith_machine_now(m);
    lith_machine_stats(m, &h->stats);
    h->probe = (struct lith_observer){.look = look, .context = h, .period = PROBE_PERIOD, .whole_heap = true};
    lith_machine_observe(m, &h->probe);
    return h;
}

void lith_heap_map_free(struct lith_heap_map *h) {
    if (!h) return;
    lith_machine_unobserve(h->machine, &h->probe);
    heap_history_free(&h->history);
    free(h);
}

bool lith_heap_map_write(struct lith_heap_map *h, const char *path, const char *title, char *err, size_t err_size) {
    char plain[160];
    struct output_file file;
    snprintf(plain, sizeof plain, "%s: the heap over %" PRIu64 " cycles", lith_machine_name(h->machine),
             h->last - h->history.begun);
    if (!output_file_begin(&file, path, err, err_size)) return false;
    heap_history_draw(&h->history, file.stream, title ? title : plain);
    if (!output_file_finish(&file, err, err_size)) return false;
    snprintf(err, err_size, "%s", h->history.broken);
    return !h->history.broken[0];
}
