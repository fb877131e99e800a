/* NBD servers as devices (host/store/nbd.h).
 *
 * usage: nbd ADDRESS: random blocks are written, flushed, and read again, by another connection too
 *        nbd ADDRESS gone|hung PROCESS: the server is ended, or stopped, within
 *        nbd ADDRESS slow: it takes longer for what is written than it may
 *        nbd ADDRESS full: it has no room for what is written, which is no end of the connection */
#include "host/store/nbd.h"
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>

#define MILLISECONDS 300
#define BLOCKS 2000u
#define WRITES 300u
#define COUNT_MOST 20u

static uint64_t state = 1;
static uint32_t chance(uint32_t n) {
    state = state * 6364136223846793005u + 1442695040888963407u;
    return (uint32_t)(state >> 33) % n;
}

_Noreturn static void broken(const char *what, const char *why) {
    printf("FAIL %s: %s\n", what, why ? why : "nothing is wrong");
    exit(1);
}

static struct device *opened(const char *address, int milliseconds) {
    char err[500];
    struct device *device = nbd_device_open(address, true, milliseconds, err, sizeof err);
    if (!device) broken("opening", err);
    return device;
}

static uint8_t shadow[BLOCKS][BLOCK_BYTES], some[COUNT_MOST][BLOCK_BYTES];

static void must(const char *what, const char *wrong) {
    if (wrong) broken(what, wrong);
}

static void random_blocks(const char *address) {
    struct device *device = opened(address, 10000);
    uint32_t blocks = device->blocks < BLOCKS ? (uint32_t)device->blocks : BLOCKS;
    must("reading all", device->read(device, 0, blocks, shadow));
    for (uint32_t i = 0; i < WRITES; i++) {
        uint32_t count = 1 + chance(COUNT_MOST), block = chance(blocks - count);
        for (uint32_t at = 0; at < count * BLOCK_BYTES; at++)
            shadow[block + at / BLOCK_BYTES][at % BLOCK_BYTES] = (uint8_t)chance(256);
        must("writing", device->write(device, block, count, shadow[block]));
        if (!chance(20)) must("flushing", device->flush(device));
        count = 1 + chance(COUNT_MOST);
        block = chance(blocks - count);
        must("reading", device->read(device, block, count, some));
        if (memcmp(some, shadow[block], count * BLOCK_BYTES)) broken("reading", "another block");
    }
    must("flushing", device->flush(device));
    nbd_device_close(device);
    device = opened(address, 10000);
    for (uint32_t block = 0; block < blocks; block++) {
        must("reading", device->read(device, block, 1, some));
        if (memcmp(some, shadow[block], BLOCK_BYTES)) broken("reading again", "another block");
    }
    nbd_device_close(device);
}

static double seconds(void) {
    struct timespec now;
    clock_gettime(CLOCK_MONOTONIC, &now);
    return (double)now.tv_sec + 1e-9 * (double)now.tv_nsec;
}

/* Sends it a signal that ends or stops it, and waits until it has. */
static void send_signal(const char *process, int signal_sent) {
    char path[60], text[300];
    int number = atoi(process);
    if (number <= 0) broken("a process", "it has no number");
    snprintf(path, sizeof path, "/proc/%d/stat", number);
    kill((pid_t)number, signal_sent);
    for (;;) {
        FILE *f = fopen(path, "r");
        const char *state_of = f && fgets(text, sizeof text, f) ? strrchr(text, ')') : NULL;
        if (f) fclose(f);
        if (!state_of || strchr("TZX", state_of[2])) return;
        nanosleep(&(struct timespec){.tv_nsec = 1000000}, NULL);
    }
}

/* All fails from now on: the first time after the time that there is for it, then at once. */
static void lost(struct device *device, const char *part) {
    double start = seconds();
    const char *wrong = device->write(device, 1, 1, some);
    if (!wrong || (part && !strstr(wrong, part))) broken("a lost server", wrong);
    if (seconds() - start > 10 * MILLISECONDS / 1000.0) broken("a lost server", "takes too long");
    start = seconds();
    for (uint32_t i = 0; i < 100 && seconds() - start < MILLISECONDS / 1000.0; i++)
        if (!device->read(device, 1, 1, some) || !device->write(device, 1, 1, some) || !device->flush(device))
            broken("behind a lost server", NULL);
    if (seconds() - start >= MILLISECONDS / 1000.0) broken("behind a lost server", "it is still asked");
}

int main(int argc, char **argv) {
    signal(SIGPIPE, SIG_IGN);
    if (argc == 2) {
        random_blocks(argv[1]);
    } else {
        struct device *device = opened(argv[1], MILLISECONDS);
        const char *what = argv[2];
        must("reading", device->read(device, 1, 1, some));
        if (argc == 4) send_signal(argv[3], !strcmp(what, "gone") ? SIGKILL : SIGSTOP);
        if (!strcmp(what, "full")) {
            for (uint32_t i = 0; i < 3; i++) {
                const char *wrong = device->write(device, 1, 1, some);
                if (!wrong || strcmp(wrong, "the server's disk is full")) broken("a full server", wrong);
                must("reading", device->read(device, 1, 1, some));
            }
        } else {
            lost(device, !strcmp(what, "gone") ? NULL : "the server does not answer");
        }
        nbd_device_close(device);
    }
    puts("1 passed, 0 failed");
    return 0;
}
