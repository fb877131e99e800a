/* Ctrl-C and the end (signals.h). */
#include "signals.h"
#include <errno.h>
#include <fcntl.h>
#include <signal.h>
#include <stdlib.h>
#include <unistd.h>

static int ends[2]; /* of a pipe: a byte for each signal */
static volatile sig_atomic_t ending;

static void on_interrupt(int signal) {
    (void)signal;
    int before = errno;
    (void)!write(ends[1], "", 1);
    errno = before;
}

static void on_ending(int signal) {
    ending = signal;
    on_interrupt(signal);
}

/* Unless it is ignored, as under nohup. */
static void note_ending(int signal) {
    struct sigaction action = {.sa_handler = on_ending, .sa_flags = (int)SA_RESETHAND}, before;
    sigemptyset(&action.sa_mask);
    if (sigaction(signal, NULL, &before) == 0 && before.sa_handler == SIG_DFL) sigaction(signal, &action, NULL);
}

void signals_init(void) {
    struct sigaction action = {.sa_handler = on_interrupt};
    if (pipe2(ends, O_NONBLOCK | O_CLOEXEC)) abort();
    sigemptyset(&action.sa_mask);
    sigaction(SIGINT, &action, NULL);
    note_ending(SIGTERM);
    note_ending(SIGHUP);
    signal(SIGXFSZ, SIG_IGN);
    signal(SIGPIPE, SIG_IGN);
}

unsigned signals_taken(void) {
    char bytes[16];
    if (ending) return 0;
    ssize_t n = read(ends[0], bytes, sizeof bytes);
    return n > 0 ? (unsigned)n : 0;
}

int signals_descriptor(void) { return ends[0]; }

int signals_ending(void) { return ending; }

void signals_end(void) {
    if (!ending) return;
    signal(ending, SIG_DFL);
    raise(ending);
}
