/* Standard output and error output (output.h). */
#include "output.h"
#include "options.h"
#include <errno.h>
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>

#define PACE_NS 20000000

static bool waiting; /* something is in stdout's buffer, since: */
static struct timespec since;

static void failed(void) {
    if (errno == EPIPE) exit(128 + SIGPIPE);
    complain("cannot write to the standard output: %s", strerror(errno));
    _Exit(STATUS_WRONG_USE);
}

void output_flush(void) {
    waiting = false;
    if (fflush(stdout)) failed();
}

void output_write(bool error, const void *bytes, size_t n) {
    if (error) {
        output_flush();
        fwrite(bytes, 1, n, stderr);
        return;
    }
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
