/* Linked into lith with -Wl,--wrap=wire_init: puts a damaging line between host and machine, from the first byte on.
 * SEED=n repeats a run; the frames that were spoilt or sent again are added to the file named by LINE_COUNTS. */
#include "damage.h"
#include "wire.h"
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

static const struct damage damage = {
    .drop = 3000, .flip = 3000, .insert = 3000, .twice = 3000, .burst_twice = 500, .burst_noise = 500};
static struct random dice;
static struct wire *wire;
static wire_filter *listener;
static void *listener_context;

void __real_wire_init(struct wire *w, lith_machine *machine, wire_filter *filter, void *context);

static size_t spoil(void *context, enum wire_direction direction, uint8_t *bytes, size_t n) {
    uint8_t room[2 * WIRE_CHUNK + 64];
    (void)context;
    if (listener) n = listener(listener_context, direction, bytes, n);
    memcpy(room, bytes, n);
    size_t left = damage_burst(&damage, &dice, room, n);
    if (left > 2 * n) left = 2 * n;
    memcpy(bytes, room, left);
    return left;
}

static void count(void) {
    const char *path = getenv("LINE_COUNTS");
    FILE *f = path ? fopen(path, "a") : NULL;
    if (!f) return;
    fprintf(f, "%u\n", wire->link.counts.frames_damaged + wire->link.counts.frames_resent);
    fclose(f);
}

void __wrap_wire_init(struct wire *w, lith_machine *machine, wire_filter *filter, void *context) {
    const char *seed = getenv("SEED");
    dice.state = seed ? strtoull(seed, NULL, 0) : 0;
    wire = w;
    listener = filter;
    listener_context = context;
    __real_wire_init(w, machine, spoil, NULL);
    atexit(count);
}
