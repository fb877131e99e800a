/* An interrupt at every cycle of a program, on every line: the program counts its interrupts and checks its results. */
#include "test_core.h"

#include <stdio.h>

#define SWEEP 400 /* longer than the program's body without wait states */

void test_interrupts(struct tally *t, const char *binary, uint32_t seed) {
    for (unsigned delay = 0; delay < SWEEP; delay++)
        for (unsigned wait = 0; wait <= 96; wait += 96) {
            struct sys *s = sys_new(binary, seed + delay, wait, NULL);
            s->irq_delay = delay;
            if (sys_run(s, 200000) && s->exit_value == SYS_PASS && s->broken == NULL) {
                t->passed++;
            } else {
                t->failed++;
                printf("FAILED %s: interrupt after %u cycles, wait %u/256, seed %u: exit %d, value 0x%x, %s\n", binary,
                       delay, wait, seed + delay, s->ended, s->exit_value, s->broken ? s->broken : "");
            }
            sys_free(s);
        }
}
