/* Linked into lith with -Wl,--wrap=...: a line on which each byte takes LINE_DELAY cycles longer, in each direction.
 * What was asked of host files is added to the file named by LINE_COUNTS when lith ends, as one line:
 *
 *   how many requests were served · how many of them were under way at once · cycles from the first to the last
 *
 * A request that was made when another had been answered is served two delays after that one at least. So those served
 * within two delays were all made without an answer to any of them: they are counted, and nothing is timed. */
#include "host/files/files.h"
#include "lith_sim.h"
#include <inttypes.h>
#include <stdio.h>
#include <stdlib.h>

enum { FLIGHT = 1 << 16, SERVED_MAX = 10000 };

static struct flight {
    uint8_t bytes[FLIGHT];
    uint64_t due[FLIGHT];
    uint32_t head, tail;
} to_host, to_machine;

static uint64_t now, delay;
static uint64_t served[SERVED_MAX];
static uint32_t served_count, most;

uint64_t __real_lith_machine_run(lith_machine *m, uint64_t cycles);
size_t __real_lith_machine_uart_read(lith_machine *m, uint8_t *bytes, size_t n);
size_t __real_lith_machine_uart_write(lith_machine *m, const uint8_t *bytes, size_t n);
bool __real_lith_machine_idle(const lith_machine *m);
uint8_t __real_files_serve(uint8_t type, const uint8_t *payload, size_t n, uint8_t *answer, size_t *answer_size);
lith_machine *__real_lith_machine_new(const struct lith_config *config, char *err, size_t err_size);

static bool is_empty(const struct flight *f) { return f->head == f->tail; }
static bool is_due(const struct flight *f) { return !is_empty(f) && f->due[f->head % FLIGHT] <= now; }

static size_t enter(struct flight *f, const uint8_t *bytes, size_t n) {
    size_t done = 0;
    for (; done < n && f->tail - f->head < FLIGHT; done++, f->tail++) {
        f->bytes[f->tail % FLIGHT] = bytes[done];
        f->due[f->tail % FLIGHT] = now + delay;
    }
    return done;
}

static void shorten(const struct flight *f, uint64_t *cycles) {
    if (is_empty(f)) return;
    uint64_t due = f->due[f->head % FLIGHT], left = due > now ? due - now : 1;
    if (left < *cycles) *cycles = left;
}

/* Time goes by for what is on the line, also when the machine sleeps. */
uint64_t __wrap_lith_machine_run(lith_machine *m, uint64_t cycles) {
    uint8_t bytes[256];
    shorten(&to_host, &cycles);
    shorten(&to_machine, &cycles);
    uint64_t ran = __real_lith_machine_run(m, cycles);
    bool on_line = !is_empty(&to_host) || !is_empty(&to_machine);
    if (on_line && ran < cycles && __real_lith_machine_idle(m)) ran = cycles;
    now += ran;
    for (size_t n; (n = __real_lith_machine_uart_read(m, bytes, sizeof bytes)) > 0;) enter(&to_host, bytes, n);
    while (is_due(&to_machine) && __real_lith_machine_uart_write(m, &to_machine.bytes[to_machine.head % FLIGHT], 1))
        to_machine.head++;
    return ran;
}

size_t __wrap_lith_machine_uart_read(lith_machine *m, uint8_t *bytes, size_t n) {
    size_t done = 0;
    (void)m;
    for (; done < n && is_due(&to_host); done++) bytes[done] = to_host.bytes[to_host.head++ % FLIGHT];
    return done;
}

size_t __wrap_lith_machine_uart_write(lith_machine *m, const uint8_t *bytes, size_t n) {
    (void)m;
    return enter(&to_machine, bytes, n);
}

bool __wrap_lith_machine_idle(const lith_machine *m) {
    return is_empty(&to_host) && is_empty(&to_machine) && __real_lith_machine_idle(m);
}

uint8_t __wrap_files_serve(uint8_t type, const uint8_t *payload, size_t n, uint8_t *answer, size_t *answer_size) {
    if (served_count < SERVED_MAX) {
        uint32_t first = served_count;
        served[served_count++] = now;
        while (first && now - served[first - 1] < 2 * delay) first--;
        if (served_count - first > most) most = served_count - first;
    }
    return __real_files_serve(type, payload, n, answer, answer_size);
}

static void count(void) {
    const char *path = getenv("LINE_COUNTS");
    FILE *f = path ? fopen(path, "a") : NULL;
    if (!f) return;
    fprintf(f, "%u %u %" PRIu64 "\n", served_count, most, served_count ? served[served_count - 1] - served[0] : 0);
    fclose(f);
}

lith_machine *__wrap_lith_machine_new(const struct lith_config *config, char *err, size_t err_size) {
    const char *given = getenv("LINE_DELAY");
    delay = given ? strtoull(given, NULL, 0) : 0;
    atexit(count);
    return __real_lith_machine_new(config, err, err_size);
}
