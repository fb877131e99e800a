/* forgery-<machine> [instructions [seed]]: random programs in lock-step, with an account of every reference that the
 * controller gave out: no word may carry a tag without being one of them. */
#include "lockstep.h"
#include "stream.h"

#include <inttypes.h>
#include <lith_memmap.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>

#define RAM_MAX LITH_RAM_SIZE
#define RUN_LENGTH 40000 /* instructions of one random program, at most */

int main(int argc, char **argv) {
    static uint8_t ram[RAM_MAX];
    uint64_t wanted = argc > 1 ? strtoull(argv[1], NULL, 0) : 1000000;
    uint64_t seed = argc > 2 && *argv[2] ? strtoull(argv[2], NULL, 0) : (uint64_t)time(NULL);
    struct lockstep_counts n = {0};
    uint64_t runs = 0, ends[5] = {0};
    enum lockstep_end end = LOCKSTEP_COUNT;
    printf("seed %" PRIu64 "\n", seed);
    for (; n.instructions < wanted && end != LOCKSTEP_DIFFERS; runs++) {
        struct stream_options o = {
            .seed = seed + runs, .compressed = LOCKSTEP_COMPRESSED, .ram_size = LOCKSTEP_SHIM.ram_words * 4};
        struct stream s = stream_make(&o, ram);
        struct lockstep_job job = {.ram = ram,
                                   .ram_size = s.size,
                                   .instructions = RUN_LENGTH,
                                   .code_low = s.code_low,
                                   .code_high = s.code_high};
        end = lockstep_run(&job, &n);
        ends[end]++;
        if (end == LOCKSTEP_DIFFERS) printf("this run alone: seed %" PRIu64 "\n", seed + runs);
    }
    printf("%" PRIu64 " random programs: %" PRIu64 " instructions, %" PRIu64 " traps, %" PRIu64 " interrupts, %" PRIu64
           " cells made, %" PRIu64 " collections, %" PRIu64 " durable cells given, %" PRIu64
           " tagged words written, %" PRIu64 " cycles\n",
           runs, n.instructions, n.traps, n.interrupts, n.cells, n.collections, n.given, n.tagged_writes, n.cycles);
    printf("ends: %" PRIu64 " asleep, %" PRIu64 " at the count, %" PRIu64 " wrote to code, %" PRIu64 " undetermined\n",
           ends[LOCKSTEP_SLEEPS], ends[LOCKSTEP_COUNT], ends[LOCKSTEP_SELF_MODIFIED], ends[LOCKSTEP_UNKNOWN]);
    printf("traps by cause:");
    for (int i = 0; i < 32; i++)
        if (n.causes[i]) printf(" %d: %" PRIu64, i, n.causes[i]);
    printf("\n");
    bool pass = end != LOCKSTEP_DIFFERS;
    printf("%d passed, %d failed\n", pass, !pass);
    return !pass;
}
