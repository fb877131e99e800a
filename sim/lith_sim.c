/* The simulator's public interface: picks the back end, checks the configuration, passes calls on. */
#include "lith_sim.h"
#include "backend.h"
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

struct lith_machine {
    const struct lith_backend_ops *ops;
    void *machine;
    const char *name;
    uint64_t now;
    struct lith_observer *observers;
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
    m->name = machines[i];
    m->now = 0;
    m->observers = NULL;
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

/* Cycles until the next look is due, at most `limit`. */
static uint64_t until_look(const lith_machine *m, uint64_t limit) {
    for (const struct lith_observer *o = m->observers; o; o = o->next)
        if (o->due - m->now < limit) limit = o->due - m->now;
    return limit;
}

/* Takes the looks that are due; one that needs the whole heap waits for the next cycle if it has to. */
static void take_looks(lith_machine *m) {
    for (struct lith_observer *o = m->observers, *next; o; o = next) {
        next = o->next;
        if (o->due > m->now) continue;
        struct lith_heap_state heap = {.whole = true};
        if (o->whole_heap) m->ops->heap(m->machine, &heap);
        if (heap.whole) o->look(o->context, m);
        o->due = m->now + (heap.whole ? o->period : 1);
    }
}

uint64_t lith_machine_run(lith_machine *m, uint64_t cycles) {
    uint64_t start = m->now, end = cycles > UINT64_MAX - start ? UINT64_MAX : start + cycles;
    size_t waiting = m->ops->uart_waiting(m->machine);
    while (m->now < end) {
        uint64_t slice = until_look(m, end - m->now), ran = m->ops->run(m->machine, slice);
        m->now += ran;
        take_looks(m);
        if (ran < slice || m->ops->uart_waiting(m->machine) != waiting) break;
    }
    return m->now - start;
}

void lith_machine_observe(lith_machine *m, struct lith_observer *o) {
    o->due = m->now + o->period;
    o->next = m->observers;
    m->observers = o;
}

void lith_machine_unobserve(lith_machine *m, struct lith_observer *o) {
    struct lith_observer **at = &m->observers;
    while (*at && *at != o) at = &(*at)->next;
    if (*at) *at = o->next;
}

size_t lith_machine_uart_read(lith_machine *m, uint8_t *buf, size_t n) { return m->ops->uart_read(m->machine, buf, n); }

size_t lith_machine_uart_write(lith_machine *m, const uint8_t *buf, size_t n) {
    return m->ops->uart_write(m->machine, buf, n);
}

bool lith_machine_idle(const lith_machine *m) { return m->ops->idle(m->machine); }

void lith_machine_stats(const lith_machine *m, struct lith_stats *out) { m->ops->stats(m->machine, out); }

uint64_t lith_machine_now(const lith_machine *m) { return m->now; }

const char *lith_machine_name(const lith_machine *m) { return m->name; }

uint32_t lith_machine_pc(const lith_machine *m) { return m->ops->pc(m->machine); }

bool lith_machine_asleep(const lith_machine *m) { return m->ops->asleep(m->machine); }

bool lith_machine_ram_word(const lith_machine *m, uint32_t address, uint64_t *word) {
    return m->ops->ram_word(m->machine, address, word);
}

void lith_machine_heap(const lith_machine *m, struct lith_heap_state *out) { m->ops->heap(m->machine, out); }

uint32_t lith_machine_heap_word(const lith_machine *m, uint32_t place) { return m->ops->heap_word(m->machine, place); }

uint32_t lith_machine_heap_entry(const lith_machine *m, uint32_t handle) {
    return m->ops->heap_entry(m->machine, handle);
}
