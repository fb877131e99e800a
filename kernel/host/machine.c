/* What the language needs of the machine, on the host. */
#include "kernel/process/machine.h"
#include "host/files/files.h"
#include "kernel/session/protocol.h"
#include <lith/cell.h>
#include <stdbool.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>

void machine_write(int stream, uint8_t byte) { putc(byte, stream == 2 ? stderr : stdout); }
void machine_flush(void) { fflush(stdout); }
int machine_input(char *bytes, uint32_t n) { return fgets(bytes, (int)n, stdin) ? (int)strlen(bytes) : 0; }
/* There is no session here. */
uint32_t machine_program(char *bytes, uint32_t n) { return (void)bytes, (void)n, 0; }

static uint8_t answer[MESSAGE_MAX + 1];
static size_t answer_bytes;
static bool answer_good;

void machine_file_ask(uint8_t type, const uint8_t *payload, uint32_t n) {
    answer_good = files_serve(type, payload, n, answer, &answer_bytes) != FILE_FAILED;
    answer[answer_bytes] = 0;
}

const uint8_t *machine_file_answer(bool *good, uint32_t *n) {
    *good = answer_good;
    *n = (uint32_t)answer_bytes;
    return answer;
}

void machine_panic(const char *why) {
    fflush(stdout);
    fprintf(stderr, "panic: %s\n", why);
    abort();
}

void machine_collect(void) { host_collect(); }
uint64_t machine_cycles(void) {
    struct timespec t;
    clock_gettime(CLOCK_MONOTONIC, &t);
    return (uint64_t)t.tv_sec * 1000000000u + (uint64_t)t.tv_nsec;
}
