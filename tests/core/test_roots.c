/* The words that the core hands out when a collection starts, against those that the program saved just before. */
#include "test_core.h"

#include <stdio.h>
#include <stdlib.h>

struct watch {
    unsigned checked, wrong;
    bool busy;
    uint64_t expected[32];
};

static int by_value(const void *a, const void *b) {
    uint64_t x = *(const uint64_t *)a, y = *(const uint64_t *)b;
    return x < y ? -1 : x > y;
}

static void watch_roots(struct sys *s, void *user) {
    struct watch *w = user;
    if (s->out.gc_start) {
        /* word 0: mtval, words 1-31: the registers; gcstart's own rd (x31) is 1 and untagged by then */
        for (unsigned k = 0; k < 32; k++) {
            uint32_t word = SYS_ROOTS / 4 + k;
            w->expected[k] = s->ram[word] | (s->tag[word] ? TAG : 0);
        }
        w->expected[31] = 1;
        w->busy = true;
    } else if (w->busy && s->roots != 0 && !s->out.rr_busy) {
        w->busy = false;
        w->checked++;
        bool first = s->root[0] == w->expected[0];
        qsort(s->root, s->roots, sizeof *s->root, by_value);
        qsort(w->expected, 32, sizeof *w->expected, by_value);
        bool same = s->roots == 32 && first;
        for (unsigned k = 0; k < 32 && same; k++)
            if (s->root[k] != w->expected[k]) same = false;
        if (!same) w->wrong++;
    }
}

void test_roots(struct tally *t, const char *binary, uint32_t seed) {
    for (unsigned round = 0; round < 60; round++) {
        unsigned wait = round % 4 * 60;
        struct sys *s = sys_new(binary, seed + round, wait, NULL);
        struct watch w = {0, 0, false, {0}};
        s->each_cycle = watch_roots;
        s->irq_delay = 20000; /* long after the end of the collection during which the program sleeps */
        s->user = &w;
        if (sys_run(s, 400000) && s->exit_value == SYS_PASS && s->broken == NULL && w.checked == 7 && w.wrong == 0) {
            t->passed++;
        } else {
            t->failed++;
            printf("FAILED %s: roots, wait %u/256, seed %u: %u of %u hand-outs wrong, exit value 0x%x, %s\n", binary,
                   wait, seed + round, w.wrong, w.checked, s->exit_value, s->broken ? s->broken : "");
        }
        sys_free(s);
    }
}
