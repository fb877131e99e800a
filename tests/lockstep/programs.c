/* lockstep-<machine> program.bin...: each program runs to its end in lock-step and must say PASS. */
#include "lockstep.h"

#include <inttypes.h>
#include <stdio.h>
#include <string.h>

#define RAM_MAX (1 << 18)
#define INSTRUCTIONS_MAX 40000000

static uint32_t read_file(const char *path, uint8_t *bytes, uint32_t size) {
    FILE *file = fopen(path, "rb");
    if (!file) return 0;
    uint32_t n = (uint32_t)fread(bytes, 1, size, file);
    fclose(file);
    return n;
}

static bool passes(const char *path) {
    static uint8_t ram[RAM_MAX];
    static char text[4096];
    struct lockstep_counts n = {0};
    struct lockstep_job job = {.ram = ram, .instructions = INSTRUCTIONS_MAX, .text = text, .text_size = sizeof text};
    job.ram_size = read_file(path, ram, sizeof ram);
    enum lockstep_end end = job.ram_size ? lockstep_run(&job, &n) : LOCKSTEP_DIFFERS;
    bool pass = end == LOCKSTEP_SLEEPS && strstr(text, "PASS\n");
    printf("%s: %s (%" PRIu64 " instructions, %" PRIu64 " cycles, %" PRIu64 " cells, %" PRIu64 " collections)\n", path,
           pass ? "in step" : "FAILED", n.instructions, n.cycles, n.cells, n.collections);
    if (!pass && !job.ram_size) printf("cannot read it: make programs\n");
    if (!pass && end != LOCKSTEP_DIFFERS) printf("end %d, the program said: %s\n", end, text);
    fflush(stdout);
    return pass;
}

int main(int argc, char **argv) {
    int passed = 0, failed = 0;
    for (int i = 1; i < argc; i++)
        if (passes(argv[i]))
            passed++;
        else
            failed++;
    printf("%d passed, %d failed\n", passed, failed);
    return failed || !passed;
}
