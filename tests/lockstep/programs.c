/* programs-<machine> [-w words] [-c collections] program.bin...: each program runs to its end in lock-step and must say
 * PASS. -w: the heap that the machine reports; -c: collections that each program must meet. */
#include "lockstep.h"

#include <inttypes.h>
#include <lith_memmap.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#define RAM_MAX LITH_RAM_SIZE
#define INSTRUCTIONS_MAX 40000000

static uint32_t read_file(const char *path, uint8_t *bytes, uint32_t size) {
    FILE *file = fopen(path, "rb");
    if (!file) return 0;
    uint32_t n = (uint32_t)fread(bytes, 1, size, file);
    fclose(file);
    return n;
}

static bool passes(const char *path, uint32_t heap_words, uint64_t collections) {
    static uint8_t ram[RAM_MAX];
    static char text[4096];
    struct lockstep_counts n = {0};
    struct lockstep_job job = {
        .ram = ram, .heap_words = heap_words, .instructions = INSTRUCTIONS_MAX, .text = text, .text_size = sizeof text};
    job.ram_size = read_file(path, ram, sizeof ram);
    enum lockstep_end end = job.ram_size ? lockstep_run(&job, &n) : LOCKSTEP_DIFFERS;
    bool pass = end == LOCKSTEP_SLEEPS && strstr(text, "PASS\n") && n.collections >= collections;
    printf("%s: %s (%" PRIu64 " instructions, %" PRIu64 " cycles, %" PRIu64 " cells, %" PRIu64 " collections)\n", path,
           pass ? "in step" : "FAILED", n.instructions, n.cycles, n.cells, n.collections);
    if (!pass && !job.ram_size) printf("cannot read it: make programs\n");
    if (!pass && n.collections < collections) printf("too few collections: %" PRIu64 " are wanted\n", collections);
    if (!pass && end != LOCKSTEP_DIFFERS) printf("end %d, the program said: %s\n", end, text);
    fflush(stdout);
    return pass;
}

int main(int argc, char **argv) {
    int passed = 0, failed = 0, i = 1;
    uint32_t heap_words = 0;
    uint64_t collections = 0;
    for (; i + 1 < argc && argv[i][0] == '-'; i += 2) {
        if (strcmp(argv[i], "-w") == 0) heap_words = (uint32_t)strtoul(argv[i + 1], NULL, 0);
        if (strcmp(argv[i], "-c") == 0) collections = strtoull(argv[i + 1], NULL, 0);
    }
    for (; i < argc; i++)
        if (passes(argv[i], heap_words, collections))
            passed++;
        else
            failed++;
    printf("%d passed, %d failed\n", passed, failed);
    return failed || !passed;
}
