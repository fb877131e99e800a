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

/* The message on its way to the host's files, then the answer on its way back. */
static uint8_t message[MESSAGE_HEADER + MESSAGE_MAX], answer[MESSAGE_HEADER + MESSAGE_MAX];
static uint32_t message_bytes, answer_bytes, answer_at;

static uint32_t size_of(const uint8_t *header) { return MESSAGE_HEADER + (header[1] | (uint32_t)header[2] << 8); }

static void serve(void) {
    size_t n;
    answer[0] =
        files_serve(message[0], message + MESSAGE_HEADER, message_bytes - MESSAGE_HEADER, answer + MESSAGE_HEADER, &n);
    answer[1] = (uint8_t)n;
    answer[2] = (uint8_t)(n >> 8);
    answer_bytes = MESSAGE_HEADER + (uint32_t)n;
    answer_at = message_bytes = 0;
}

/* No more than one message is taken at a time. */
int machine_file_put(const uint8_t *bytes, uint32_t n) {
    int taken = 0;
    while (n-- && answer_at == answer_bytes) {
        message[message_bytes++] = bytes[taken++];
        if (message_bytes >= MESSAGE_HEADER && message_bytes == size_of(message)) serve();
    }
    return taken;
}

int machine_file_get(uint8_t *bytes, uint32_t n) {
    if (n > answer_bytes - answer_at) n = answer_bytes - answer_at;
    memcpy(bytes, answer + answer_at, n);
    answer_at += n;
    return (int)n;
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
