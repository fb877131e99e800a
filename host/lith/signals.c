/* Ctrl-C (signals.h). */
#include "signals.h"
#include <errno.h>
#include <fcntl.h>
#include <signal.h>
#include <stdlib.h>
#include <unistd.h>

static int ends[2]; /* of a pipe: a byte for each signal */

static void on_interrupt(int signal) {
    (void)signal;
    int before = errno;
    (void)!write(ends[1], "", 1);
    errno = before;
}

void signals_init(void) {
    struct sigaction action = {.sa_handler = on_interrupt};
    if (pipe2(ends, O_NONBLOCK | O_CLOEXEC)) abort();
    sigemptyset(&action.sa_mask);
    sigaction(SIGINT, &action, NULL);
}

unsigned signals_taken(void) {
    char bytes[16];
    ssize_t n = read(ends[0], bytes, sizeof bytes);
    return n > 0 ? (unsigned)n : 0;
}

int signals_descriptor(void) { return ends[0]; }
