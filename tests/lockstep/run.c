/* run [-m machine] [-b rtl|model] [-c cycles] [-s] program.bin
 *
 * Puts a program into RAM, runs it and prints what it sends. Exit status 0 if it said PASS. -s prints the machine's
 * counters at the end, one "key value" a line. */
#include "sim/lith_sim.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#define RAM_MAX (1 << 18)
#define TEXT_MAX 65536

struct options {
    const char *machine, *program;
    enum lith_backend backend;
    uint64_t cycles;
    bool stats;
};

static int usage(void) {
    fprintf(stderr, "usage: run [-m machine] [-b rtl|model] [-c cycles] [-s] program.bin\n");
    return 2;
}

static bool parse(int argc, char **argv, struct options *o) {
    *o = (struct options){.machine = "ulx3s", .backend = LITH_MODEL, .cycles = 400000000};
    for (int i = 1; i < argc; i++) {
        bool more = i + 1 < argc;
        if (strcmp(argv[i], "-s") == 0)
            o->stats = true;
        else if (strcmp(argv[i], "-m") == 0 && more)
            o->machine = argv[++i];
        else if (strcmp(argv[i], "-b") == 0 && more)
            o->backend = strcmp(argv[++i], "rtl") == 0 ? LITH_RTL : LITH_MODEL;
        else if (strcmp(argv[i], "-c") == 0 && more)
            o->cycles = strtoull(argv[++i], NULL, 0);
        else if (argv[i][0] != '-' && !o->program)
            o->program = argv[i];
        else
            return false;
    }
    return o->program != NULL;
}

static size_t read_file(const char *path, uint8_t *bytes, size_t size) {
    FILE *file = fopen(path, "rb");
    if (!file) return 0;
    size_t n = fread(bytes, 1, size, file);
    fclose(file);
    return n;
}

static void print_stats(const struct lith_stats *s) {
    printf("cycles %llu\ninstructions %llu\n", (unsigned long long)s->cycles, (unsigned long long)s->instructions);
    printf("cells_made %llu\ncells_freed %llu\n", (unsigned long long)s->cells_made,
           (unsigned long long)s->cells_freed);
    printf("collections %llu\nwords_moved %llu\n", (unsigned long long)s->gc_cycles,
           (unsigned long long)s->words_moved);
    printf("stall_max %llu\nstall_total %llu\n", (unsigned long long)s->gc_stall_max,
           (unsigned long long)s->gc_stall_total);
    printf("alloc_wait %llu\nbarrier_wait %llu\n", (unsigned long long)s->alloc_wait,
           (unsigned long long)s->barrier_wait);
    printf("max_live %llu\nviolations %llu\n", (unsigned long long)s->heap_words_max_live,
           (unsigned long long)s->memory_violations);
}

/* Runs until the program stops or the cycles are used up; returns the number of bytes it sent. */
static size_t run_program(lith_machine *m, uint64_t cycles, uint8_t *text) {
    size_t length = 0;
    for (uint64_t used = 0; used < cycles && length < TEXT_MAX;) {
        uint64_t ran = lith_machine_run(m, cycles - used);
        size_t got = lith_machine_uart_read(m, text + length, TEXT_MAX - length);
        fwrite(text + length, 1, got, stdout);
        length += got;
        used += ran;
        if (!got && (ran == 0 || lith_machine_idle(m))) break;
    }
    return length;
}

int main(int argc, char **argv) {
    static uint8_t ram[RAM_MAX], text[TEXT_MAX + 1];
    struct options o;
    char err[200];
    if (!parse(argc, argv, &o)) return usage();
    struct lith_config cfg = {.machine = o.machine, .backend = o.backend, .ram = ram};
    cfg.ram_size = read_file(o.program, ram, sizeof ram);
    if (!cfg.ram_size) {
        fprintf(stderr, "run: cannot read %s: build it first\n", o.program);
        return 2;
    }
    lith_machine *m = lith_machine_new(&cfg, err, sizeof err);
    if (!m) {
        fprintf(stderr, "run: %s\n", err);
        return 2;
    }
    size_t length = run_program(m, o.cycles, text);
    struct lith_stats stats;
    lith_machine_stats(m, &stats);
    if (o.stats) print_stats(&stats);
    bool pass = strncmp((char *)text, "PASS", 4) == 0 || strstr((char *)text, "\nPASS") != NULL;
    if (!length) fprintf(stderr, "run: %s said nothing in %llu cycles\n", o.program, (unsigned long long)stats.cycles);
    lith_machine_free(m);
    return pass && !stats.memory_violations ? 0 : 1;
}
