#include "pauses.h"
#include <stdio.h>

#ifdef __riscv
#include <lith/runtime.h>
#else
static uint32_t cycles(void) { return 0; }
#endif

enum { PAUSES_MOST = 16000 };
static struct pause pauses[PAUSES_MOST];
static uint32_t count, longest, total, begun;

void pause_begin(void) { begun = cycles(); }

void pause_end(void) {
    uint32_t now = cycles();
    if (count < PAUSES_MOST) pauses[count] = (struct pause){begun, now};
    count++;
    total += now - begun;
    if (now - begun > longest) longest = now - begun;
}

static uint32_t minimum(uint32_t a, uint32_t b) { return a < b ? a : b; }

/* A worst window ends where a pause ends, or begins where one begins: both are tried for each. */
uint32_t pauses_most(const struct pause *p, uint32_t n, uint32_t window) {
    uint32_t most = 0, from = 0, inside = 0; /* cycles of pauses `from` to the present one, whole ones */
    for (uint32_t i = 0; i < n; i++) {
        inside += p[i].end - p[i].begin;
        while (p[i].end - p[from].end >= window) inside -= p[from].end - p[from].begin, from++;
        uint32_t reach = p[i].end - p[from].begin, over = reach > window ? reach - window : 0;
        if (inside - over > most) most = inside - over;
    }
    uint32_t to = 0; /* the first pause that begins behind the window */
    inside = 0;
    for (uint32_t i = 0; i < n; i++) {
        while (to < n && p[to].begin - p[i].begin < window) inside += p[to].end - p[to].begin, to++;
        uint32_t reach = p[to - 1].end - p[i].begin, over = reach > window ? reach - window : 0;
        if (inside - over > most) most = inside - over;
        inside -= p[i].end - p[i].begin;
    }
    return minimum(most, window);
}

static void print_hundredths(const char *key, uint32_t n) {
    printf("%s %lu.%02lu\n", key, (unsigned long)(n / 100), (unsigned long)(n % 100));
}

void pauses_print(void) {
    static const struct {
        const char *key;
        uint32_t cycles;
    } windows[] = {{"mmu.1k.percent", 1000}, {"mmu.10k.percent", 10000}, {"mmu.100k.percent", 100000}};
    printf("pauses %lu\npauses.cycles %lu\npause %lu\n", (unsigned long)count, (unsigned long)total,
           (unsigned long)longest);
    if (count > PAUSES_MOST) return; /* malloc's calls: too many for this */
    for (uint32_t i = 0; i < sizeof windows / sizeof *windows; i++) {
        uint32_t most = pauses_most(pauses, count, windows[i].cycles);
        print_hundredths(windows[i].key, (uint32_t)(10000 - 10000ull * most / windows[i].cycles));
    }
}
