/* The simulator's public interface: picks the back end, checks the configuration, passes calls on. */
#define _GNU_SOURCE /* the name that the program was called by */
#include "lith_sim.h"
#include "backend.h"
#include "fst.h"
#include "output_file.h"
#include <errno.h>
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

struct lith_machine {
    const struct lith_backend_ops *ops;
    void *machine;
    const char *name;
    uint64_t now;
    struct lith_observer *observers;
    struct output_file *trace; /* or NULL */
};

/* ---- waveforms ---- */

/* What is said when one cannot be written, and the file that its writer puts the signals' names into meanwhile. */
static char trace_lost[PATH_MAX + 200], trace_names[PATH_MAX + 8];

/* The writer maps files into memory; where they cannot grow, that memory is not there. */
static void on_missing_memory(int signal_number) {
    (void)signal_number;
    output_file_remove_all();
    unlink(trace_names);
    const char *const words[] = {program_invocation_short_name, ": ", trace_lost, "\n"};
    for (size_t i = 0; i < 4; i++) (void)!write(STDERR_FILENO, words[i], strlen(words[i]));
    _exit(2);
}

/* The waveform's file is begun here and written by the back end under its temporary name. */
static bool begin_trace(lith_machine *m, struct lith_config *cfg, char *err, size_t err_size) {
    if (!cfg->trace) return true;
    m->trace = malloc(sizeof *m->trace);
    if (!m->trace) {
        snprintf(err, err_size, "out of memory");
        return false;
    }
    if (output_file_begin(m->trace, cfg->trace, err, err_size)) {
        cfg->trace = m->trace->temporary;
        snprintf(trace_names, sizeof trace_names, "%s.hier", m->trace->temporary);
        snprintf(trace_lost, sizeof trace_lost, "%s: no room for the waveform: a full disk, or a limit (ulimit -f)",
                 m->trace->name);
        signal(SIGBUS, on_missing_memory);
        return true;
    }
    free(m->trace);
    return false;
}

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
    m->trace = NULL;
    struct lith_config config = *cfg;
    m->machine = begin_trace(m, &config, err, err_size) ? m->ops->create(&config, err, err_size) : NULL;
    if (m->machine) return m;
    if (config.trace != cfg->trace) {
        output_file_drop(m->trace);
        free(m->trace);
    }
    free(m);
    return NULL;
}

bool lith_machine_end(lith_machine *m, char *err, size_t err_size) {
    bool good = true;
    m->ops->destroy(m->machine);
    if (m->trace && fst_is_whole(m->trace->temporary)) {
        good = output_file_finish(m->trace, err, err_size);
    } else if (m->trace) {
        good = false;
        snprintf(err, err_size, "%s", trace_lost);
        output_file_drop(m->trace);
    }
    free(m->trace);
    free(m);
    return good;
}

void lith_machine_free(lith_machine *m) {
    char err[200];
    if (m) lith_machine_end(m, err, sizeof err);
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

uint32_t lith_machine_flash_address(const lith_machine *m) { return m->ops->flash_address(m->machine); }

bool lith_machine_ram_word(const lith_machine *m, uint32_t address, uint64_t *word) {
    return m->ops->ram_word(m->machine, address, word);
}

void lith_machine_heap(const lith_machine *m, struct lith_heap_state *out) { m->ops->heap(m->machine, out); }

uint32_t lith_machine_heap_word(const lith_machine *m, uint32_t place) { return m->ops->heap_word(m->machine, place); }

uint32_t lith_machine_heap_entry(const lith_machine *m, uint32_t handle) {
    return m->ops->heap_entry(m->machine, handle);
}
