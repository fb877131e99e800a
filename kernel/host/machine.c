/* What the language needs of the machine, on the host. */
#include "machine.h"
#include <lith/cell.h>
#include <stdio.h>
#include <time.h>

void machine_write(int stream, uint8_t byte) { putc(byte, stream == 2 ? stderr : stdout); }
void machine_flush(void) { fflush(stdout); }
int machine_read(void) { return getchar(); }
void machine_collect(void) { host_collect(); }
uint64_t machine_cycles(void) {
    struct timespec t;
    clock_gettime(CLOCK_MONOTONIC, &t);
    return (uint64_t)t.tv_sec * 1000000000u + (uint64_t)t.tv_nsec;
}
