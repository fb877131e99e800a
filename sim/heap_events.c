#include "heap_events.h"
#include <stdbool.h>

enum { IDLE, MARK, SLIDE };

static int bin_of(uint8_t wait) { return wait < 4 ? wait : wait < 8 ? 4 : wait < 16 ? 5 : wait < 32 ? 6 : 7; }

static void mutator_events(struct heap_events *e, const struct shim_heap *now) {
    const struct shim_heap *last = &e->last;
    struct shim_counters *c = &e->counts;
    bool entry_goes_out = now->mutator == SHIM_MUTATOR_FREE_LINK || now->mutator == SHIM_MUTATOR_NEW_HEADER;
    if (entry_goes_out && !(last->mutator >= SHIM_MUTATOR_FREE_LINK && last->mutator <= SHIM_MUTATOR_NEW_HEADER))
        c->made++;
    if (now->mutator == SHIM_MUTATOR_WAIT) {
        c->alloc_wait++;
        if (++e->waited_for_space > c->alloc_wait_max) c->alloc_wait_max = e->waited_for_space;
    }
    bool begins =
        now->mutator == SHIM_MUTATOR_LOOK && last->mutator != now->mutator && last->mutator != SHIM_MUTATOR_WAIT;
    if (begins) {
        if (e->request) c->histogram[bin_of(e->waited)]++;
        e->request = 1;
        e->waited = 0;
        e->waited_for_space = 0;
    }
    if (now->wait > e->waited) {
        c->stall_total += (uint32_t)(now->wait - e->waited);
        e->waited = now->wait;
        if (now->wait > c->stall_max) c->stall_max = now->wait;
    }
}

static void collector_events(struct heap_events *e, const struct shim_heap *now) {
    struct shim_counters *c = &e->counts;
    if (e->last.phase == SLIDE && now->phase == IDLE) {
        c->collections++;
        uint32_t used = now->alloc + now->other - now->high;
        if (used > c->most_live) c->most_live = used;
    }
    if (e->last.collector == now->collector) return;
    if (e->last.collector == SHIM_COLLECTOR_FREE) c->freed++;
    if (e->last.collector == SHIM_COLLECTOR_MOVE_ENTRY) c->moved += 1u + now->length;
}

void heap_events_cycle(struct heap_events *e, const struct shim_heap *now) {
    mutator_events(e, now);
    if (now->phase != IDLE || e->last.phase != IDLE) collector_events(e, now);
    e->last = *now;
}
