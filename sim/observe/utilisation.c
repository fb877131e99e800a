#include "utilisation.h"
#include <inttypes.h>
#include <stdlib.h>

const uint32_t lith_utilisation_windows[LITH_UTILISATION_WINDOWS] = {1000, 10000, 100000};
enum { LONGEST = 100000 / LITH_UTILISATION_STEP + 1 };

struct lith_utilisation {
    lith_machine *machine;
    struct lith_observer observer;
    uint32_t last;                           /* where the newest look stands */
    uint32_t looks[LONGEST + 1];             /* cycles waited until each of the last looks, going round */
    uint32_t most[LITH_UTILISATION_WINDOWS]; /* cycles waited in the worst window, at most its length */
};

/* Differences of it hold though the counters wrap. */
static uint32_t waited(const lith_machine *m) {
    struct lith_stats s;
    lith_machine_stats(m, &s);
    return (uint32_t)(s.gc_stall_total + s.alloc_wait + s.barrier_wait + s.roots_wait);
}

static void look(void *context, lith_machine *m) {
    struct lith_utilisation *u = context;
    u->last = (u->last + 1) % (LONGEST + 1);
    u->looks[u->last] = waited(m);
    for (int i = 0; i < LITH_UTILISATION_WINDOWS; i++) {
        uint32_t length = lith_utilisation_windows[i], steps = length / LITH_UTILISATION_STEP + 1;
        uint32_t since = u->looks[(u->last + LONGEST + 1 - steps) % (LONGEST + 1)];
        uint32_t cycles = u->looks[u->last] - since;
        if (cycles > length) cycles = length;
        if (cycles > u->most[i]) u->most[i] = cycles;
    }
}

struct lith_utilisation *lith_utilisation_new(lith_machine *m) {
    struct lith_utilisation *u = calloc(1, sizeof *u);
    if (!u) return NULL;
    u->machine = m;
    for (uint32_t i = 0; i <= LONGEST; i++) u->looks[i] = waited(m);
    u->observer = (struct lith_observer){.look = look, .context = u, .period = LITH_UTILISATION_STEP};
    lith_machine_observe(m, &u->observer);
    return u;
}

void lith_utilisation_free(struct lith_utilisation *u) {
    if (!u) return;
    lith_machine_unobserve(u->machine, &u->observer);
    free(u);
}

double lith_utilisation_least(const struct lith_utilisation *u, int window) {
    return 100.0 - 100.0 * u->most[window] / lith_utilisation_windows[window];
}

void lith_utilisation_print(FILE *out, const struct lith_utilisation *u) {
    for (int i = 0; i < LITH_UTILISATION_WINDOWS; i++)
        fprintf(out, "utilisation_%" PRIu32 ": %.2f\n", lith_utilisation_windows[i], lith_utilisation_least(u, i));
}
