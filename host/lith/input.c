/* The standard input (input.h). */
#include "input.h"
#include "signals.h"
#include <poll.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

static char buffer[4096];
static size_t have, given;

/* Fills the empty buffer; as input_read. */
static ssize_t fill(bool wait) {
    struct pollfd in[] = {{.fd = STDIN_FILENO, .events = POLLIN}, {.fd = signals_descriptor(), .events = POLLIN}};
    if (poll(in, 2, wait ? -1 : 0) <= 0 || in[1].revents) return -1;
    ssize_t n = read(STDIN_FILENO, buffer, sizeof buffer);
    given = 0;
    have = n > 0 ? (size_t)n : 0;
    return n;
}

ssize_t input_read(void *bytes, size_t n, bool line, bool wait) {
    if (given == have) {
        ssize_t got = fill(wait);
        if (got <= 0) return got;
    }
    if (n > have - given) n = have - given;
    const char *end = line ? memchr(buffer + given, '\n', n) : NULL;
    if (end) n = (size_t)(end + 1 - (buffer + given));
    memcpy(bytes, buffer + given, n);
    given += n;
    return (ssize_t)n;
}

char *input_line(void) {
    char *line = NULL;
    for (size_t n = 0;;) {
        if (given == have && fill(true) <= 0) return line;
        char *end = memchr(buffer + given, '\n', have - given);
        size_t some = end ? (size_t)(end + 1 - (buffer + given)) : have - given;
        char *longer = realloc(line, n + some + 1);
        if (!longer) {
            free(line);
            return NULL;
        }
        line = longer;
        memcpy(line + n, buffer + given, some);
        n += some;
        line[n] = 0;
        given += some;
        if (end) return line;
    }
}
