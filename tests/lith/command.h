/* Runs build/lith, or a program beside it, as a person would: arguments, input, and what comes out. */
#ifndef TESTS_LITH_COMMAND_H
#define TESTS_LITH_COMMAND_H

#include <stdbool.h>
#include <stddef.h>
#include <sys/types.h>

struct result {
    int status;      /* exit status, or 128 + signal as shells have it */
    char *out, *err; /* what was written; freed by the next run */
};

struct invocation {
    const char *input;            /* of the standard input, or NULL: it is empty */
    const char *interrupt_at;     /* a signal is sent when this text has come out, and the input stays open; or NULL */
    const char *again_at;         /* and once more when this has come out; or NULL */
    int signal;                   /* which one, 0: SIGINT */
    unsigned long file_most;      /* bytes that a file may have (ulimit -f), 0: any */
    const char *program;          /* another one of lith's folder, or NULL */
    bool out_closed, out_full;    /* nobody reads the standard output; it is /dev/full */
    bool in_missing, out_missing; /* there is no such file descriptor */
};

/* Runs lith with the arguments (up to NULL). */
struct result lith_with(struct invocation how, const char *const *arguments);
#define LITH(...) lith_with((struct invocation){0}, (const char *const[]){__VA_ARGS__, NULL})
#define LITH_HOW(how, ...) lith_with((struct invocation)how, (const char *const[]){__VA_ARGS__, NULL})
#define LITH_INPUT(text, ...) lith_with((struct invocation){.input = text}, (const char *const[]){__VA_ARGS__, NULL})

/* Writes a file of the test's own folder; returns its path, valid until four more have been asked for. */
const char *test_path(const char *name);
const char *test_file(const char *name, const void *bytes, size_t n);
const char *test_text(const char *name, const char *text);
/* A whole file, to be freed. */
char *read_whole(const char *path, size_t *n);

/* The expected outcome, whole texts; err_part: a part of what is on stderr, which is otherwise empty. */
void expect(struct result r, int status, const char *out, const char *err_part);
/* The same, stderr being one line that begins with "lith: ". */
void expect_refused(struct result r, int status, const char *part);

#endif
