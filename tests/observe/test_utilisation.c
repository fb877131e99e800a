/* The smallest mutator utilisation against every window there is, looked at in every cycle.
 * test_utilisation PROGRAM... (raw binaries) */
#include "harness.h"
#include "utilisation.h"
#include <stdlib.h>

static char **programs;

/* Cycles waited until each cycle, of which parts are left out to see that they are missed. */
struct waits {
    uint32_t cycles, most;
    uint32_t *all, *without_space, *without_stalls;
};

static void look(void *context, lith_machine *m) {
    struct waits *w = context;
    struct lith_stats s;
    if (w->cycles == w->most) return;
    lith_machine_stats(m, &s);
    w->cycles++;
    w->all[w->cycles] = (uint32_t)(s.gc_stall_total + s.alloc_wait + s.barrier_wait + s.roots_wait);
    w->without_space[w->cycles] = (uint32_t)(w->all[w->cycles] - s.alloc_wait);
    w->without_stalls[w->cycles] = (uint32_t)(w->all[w->cycles] - s.gc_stall_total);
}

static double least(const uint32_t *waited, uint32_t cycles, uint32_t length) {
    uint32_t most = 0;
    for (uint32_t i = 1; i <= cycles; i++) {
        uint32_t in_window = waited[i] - waited[i > length ? i - length : 0];
        if (in_window > length) in_window = length; /* waits are counted when they end */
        if (in_window > most) most = in_window;
    }
    return 100.0 - 100.0 * most / length;
}

/* Whether the figure can be that of these waits: never better, and worse by one step at most. */
static bool fits(double figure, double least, uint32_t length) {
    return figure <= least + 1e-9 && figure >= least - 100.0 * LITH_UTILISATION_STEP / length - 1e-9;
}

static uint32_t *counts(uint32_t cycles) {
    uint32_t *to = calloc(cycles + 1, sizeof *to);
    assert_non_null(to);
    return to;
}

static void every_window(void **state) {
    (void)state;
    enum { CYCLES = 1500000 };
    static const uint32_t heaps[] = {30000, 0}; /* short of space; all there is */
    bool space_seen = false, stalls_seen = false;
    struct waits w = {.most = CYCLES};
    w.all = counts(CYCLES);
    w.without_space = counts(CYCLES);
    w.without_stalls = counts(CYCLES);
    for (char **p = programs; *p; p++)
        for (int h = 0; h < 2; h++) {
            uint32_t heap = heaps[h];
            lith_machine *m = subject_machine(&(struct subject){"ulx3s", LITH_RTL, *p, heap});
            struct lith_observer observer = {.look = look, .context = &w, .period = 1};
            struct lith_utilisation *u = lith_utilisation_new(m);
            assert_non_null(u);
            w.cycles = 0;
            lith_machine_observe(m, &observer);
            run_out(m, CYCLES);
            lith_machine_unobserve(m, &observer);
            assert_true(w.cycles > 1000000);
            for (int i = 0; i < LITH_UTILISATION_WINDOWS; i++) {
                uint32_t length = lith_utilisation_windows[i];
                double figure = lith_utilisation_least(u, i);
                if (!fits(figure, least(w.all, w.cycles, length), length))
                    fail_msg("%s, heap of %u words, windows of %u cycles: %.2f instead of %.2f", *p, heap, length,
                             figure, least(w.all, w.cycles, length));
                space_seen |= !fits(figure, least(w.without_space, w.cycles, length), length);
                stalls_seen |= !fits(figure, least(w.without_stalls, w.cycles, length), length);
            }
            lith_utilisation_free(u);
            lith_machine_free(m);
        }
    free(w.all);
    free(w.without_space);
    free(w.without_stalls);
    /* A figure without these would have been found. */
    assert_true(space_seen && stalls_seen);
}

int main(int argc, char **argv) {
    (void)argc;
    programs = argv + 1;
    const struct CMUnitTest tests[] = {cmocka_unit_test(every_window)};
    return cmocka_run_group_tests(tests, NULL, NULL);
}
