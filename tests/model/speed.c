/* speed program.bin: how fast the simulators run it. Prints "key value" lines. */
#include "sim/lith_sim.h"

#include <lith_memmap.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>

#define RAM_MAX LITH_RAM_SIZE
#define RTL_CYCLES 8000000
#define MODEL_INSTRUCTIONS 400000000

static double now(void) {
    struct timespec t;
    clock_gettime(CLOCK_PROCESS_CPUTIME_ID, &t);
    return (double)t.tv_sec + 1e-9 * (double)t.tv_nsec;
}

/* Cycles a second over `cycles` cycles; for the model these are instructions. The first tenth warms up. */
static double speed(const uint8_t *ram, size_t size, enum lith_backend backend, uint64_t cycles) {
    char err[200];
    struct lith_config cfg = {.machine = "ulx3s", .backend = backend, .ram = ram, .ram_size = size};
    lith_machine *m = lith_machine_new(&cfg, err, sizeof err);
    if (!m) {
        fprintf(stderr, "speed: %s\n", err);
        exit(2);
    }
    lith_machine_run(m, cycles / 10);
    double start = now();
    uint64_t ran = lith_machine_run(m, cycles);
    double seconds = now() - start;
    lith_machine_free(m);
    if (ran < cycles) {
        fprintf(stderr, "speed: the program ended too soon: give it more work\n");
        exit(1);
    }
    return (double)ran / seconds;
}

int main(int argc, char **argv) {
    static uint8_t ram[RAM_MAX];
    FILE *file = argc == 2 ? fopen(argv[1], "rb") : NULL;
    size_t size = file ? fread(ram, 1, sizeof ram, file) : 0;
    if (!size) {
        fprintf(stderr, "usage: speed program.bin\n");
        return 2;
    }
    fclose(file);
    printf("sim.cycles_per_second %.0f\n", speed(ram, size, LITH_RTL, RTL_CYCLES));
    printf("model.instructions_per_second %.0f\n", speed(ram, size, LITH_MODEL, MODEL_INSTRUCTIONS));
    return 0;
}
