/* The simulator's public interface: picks the back end, checks the configuration, passes calls on. */
#include "lith_sim.h"
#include "backend.h"
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

struct lith_machine {
    const struct lith_backend_ops *ops;
    void *machine;
};

lith_machine *lith_machine_new(const struct lith_config *cfg, char *err, size_t err_size) {
    static const char *const machines[] = {"ulx3s", "icebreaker", "onchip", NULL};
    size_t i = 0;
    while (cfg->machine && machines[i] && strcmp(cfg->machine, machines[i]) != 0) i++;
    if (!cfg->machine || !machines[i]) {
        snprintf(err, err_size, "no machine `%s`: there are ulx3s, icebreaker and onchip",
                 cfg->machine ? cfg->machine : "");
        return NULL;
    }
    lith_machine *m = malloc(sizeof *m);
    if (!m) {
        snprintf(err, err_size, "out of memory");
        return NULL;
    }
    m->ops = cfg->backend == LITH_MODEL ? &lith_model_ops : &lith_rtl_ops;
    m->machine = m->ops->create(cfg, err, err_size);
    if (!m->machine) {
        free(m);
        return NULL;
    }
    return m;
}

void lith_machine_free(lith_machine *m) {
    if (!m) return;
    m->ops->destroy(m->machine);
    free(m);
}

uint64_t lith_machine_run(lith_machine *m, uint64_t cycles) { return m->ops->run(m->machine, cycles); }

size_t lith_machine_uart_read(lith_machine *m, uint8_t *buf, size_t n) { return m->ops->uart_read(m->machine, buf, n); }

size_t lith_machine_uart_write(lith_machine *m, const uint8_t *buf, size_t n) {
    return m->ops->uart_write(m->machine, buf, n);
}

bool lith_machine_idle(const lith_machine *m) { return m->ops->idle(m->machine); }

void lith_machine_stats(const lith_machine *m, struct lith_stats *out) { m->ops->stats(m->machine, out); }
