/* Standard output and error output (output.h). */
#include "output.h"
#include "options.h"
#include "signals.h"
#include <errno.h>
#include <signal.h>
#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>
#include <unistd.h>

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

/* ---- what is shown while something takes its time ---- */

static bool shown;

static double seconds(void) {
    struct timespec now;
    clock_gettime(CLOCK_MONOTONIC, &now);
    return (double)now.tv_sec + 1e-9 * (double)now.tv_nsec;
}

void output_progress(const char *format, ...) {
    static double next;
    const char *terminal = getenv("TERM");
    if (!next) next = seconds() + 0.3;
    if (seconds() < next || !isatty(STDOUT_FILENO) || !isatty(STDERR_FILENO)) return;
    if (!terminal || !strcmp(terminal, "dumb")) return;
    next = seconds() + 0.1;
    va_list arguments;
    va_start(arguments, format);
    fputs("\r\033[K", stderr);
    vfprintf(stderr, format, arguments);
    va_end(arguments);
    shown = true;
}

static void end_progress(void) {
    if (shown) fputs("\r\033[K", stderr);
    shown = false;
}

void output_flush(void) {
    end_progress();
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
    end_progress();
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
