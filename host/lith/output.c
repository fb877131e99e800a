/* Standard output and error output (output.h). */
#include "output.h"
#include "options.h"
#include "signals.h"
#include <errno.h>
#include <signal.h>
#include <stdio.h>
#include <string.h>
#include <time.h>

#define PACE_NS 20000000

static bool waiting; /* something is in stdout's buffer, since: */
static struct timespec since;
static int lost = -1;

static void failed(void) {
    if (lost >= 0) return;
    if (errno == EPIPE)
        lost = 128 + SIGPIPE;
    else if (errno == EINTR && signals_ending())
        lost = 128 + signals_ending();
    else
        lost = complain("cannot write to the standard output: %s", strerror(errno));
}

int output_lost(void) { return lost; }

void output_flush(void) {
    waiting = false;
    if (lost < 0 && fflush(stdout)) failed();
}

void output_write(bool error, const void *bytes, size_t n) {
    if (error) {
        output_flush();
        fwrite(bytes, 1, n, stderr);
        return;
    }
    if (lost >= 0) return;
    if (fwrite(bytes, 1, n, stdout) != n) failed();
    if (!waiting) clock_gettime(CLOCK_MONOTONIC, &since);
    waiting = true;
}

void output_pace(void) {
    struct timespec now;
    if (!waiting) return;
    clock_gettime(CLOCK_MONOTONIC, &now);
    if ((now.tv_sec - since.tv_sec) * 1000000000 + now.tv_nsec - since.tv_nsec > PACE_NS) output_flush();
}
