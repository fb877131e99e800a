/* What the language needs of the machine, on the host. */
#include "machine.h"
#include "host/lith/files.h"
#include "kernel/session/protocol.h"
#include <lith/cell.h>
#include <stdbool.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>

void machine_write(int stream, uint8_t byte) { putc(byte, stream == 2 ? stderr : stdout); }
void machine_flush(void) { fflush(stdout); }
uint32_t machine_input(char *bytes, uint32_t n) { return fgets(bytes, (int)n, stdin) ? (uint32_t)strlen(bytes) : 0; }
/* There is no session here. */
uint32_t machine_program(char *bytes, uint32_t n) { return (void)bytes, (void)n, 0; }
const char *machine_file(uint8_t type, uint8_t payload[], uint32_t *n) {
    static uint8_t answer[MESSAGE_MAX + 1];
    size_t size;
    bool failed = files_serve(type, payload, *n, answer, &size) == FILE_FAILED;
    answer[size] = 0;
    *n = (uint32_t)size;
    if (failed) return (const char *)answer;
    memcpy(payload, answer, size);
    return NULL;
}
void machine_collect(void) { host_collect(); }
uint64_t machine_cycles(void) {
    struct timespec t;
    clock_gettime(CLOCK_MONOTONIC, &t);
    return (uint64_t)t.tv_sec * 1000000000u + (uint64_t)t.tv_nsec;
}
