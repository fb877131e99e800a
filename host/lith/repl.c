/* The prompt (repl.h): forms go to the machine as soon as their last line is typed, which the machine's own reader
 * finds out. */
#include "repl.h"
#include "input.h"
#include "kernel/session/protocol.h"
#include "signals.h"
#include "terminal.h"
#include <inttypes.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

/* Lines that are not evaluated yet. */
static char *pending;
static size_t pending_count;

static void forget(void) {
    free(pending);
    pending = NULL;
    pending_count = 0;
}

static bool add(const char *line) {
    size_t n = strlen(line);
    char *longer = realloc(pending, pending_count + n + 1);
    if (!longer) return false;
    pending = longer;
    memcpy(pending + pending_count, line, n + 1);
    pending_count += n;
    return true;
}

/* Evaluates the lines so far, this one included. */
static enum outcome evaluate(struct client *s, const char *line) {
    char first = line[strspn(line, " \t\r\n")];
    if (!pending && (!first || first == ';')) return OUTCOME_DONE;
    if (!add(line)) {
        complain("out of memory");
        forget();
        return OUTCOME_ERROR;
    }
    enum outcome outcome = client_eval(s, pending, false);
    if (outcome != OUTCOME_MORE) forget();
    return outcome;
}

static void greet(const struct client *s) {
    const struct options *o = s->options;
    printf("Lith on %s (%s), %" PRIu32 " KiB of heap.\n", o->machine,
           o->model ? "functional model" : "cycle-accurate simulation", s->hello[HELLO_HEAP] / 256);
    puts("(doc name) tells about a name, Ctrl-C interrupts, Ctrl-D leaves.");
}

static bool background(void *session) { return client_background(session, terminal_aside); }

static int repl_terminal(struct client *s) {
    int status = STATUS_DONE;
    const char *line;
    char prompt[80];
    if (!terminal_open(background, s)) return complain("the terminal cannot be used");
    greet(s);
    for (;;) {
        int width = snprintf(prompt, sizeof prompt, "%s=> ", s->namespace);
        if (pending) snprintf(prompt, sizeof prompt, "%*s", width, "#_=> ");
        enum typed typed = terminal_line(prompt, &line);
        if (typed == TYPED_END) break;
        if (typed == TYPED_INTERRUPT) {
            forget();
        } else if (evaluate(s, line) == OUTCOME_OVER) {
            status = s->status;
            break;
        }
    }
    terminal_close();
    return status;
}

/* Without a terminal: no prompt, and an error makes the status 1. */
static int repl_pipe(struct client *s) {
    int status = STATUS_DONE;
    for (char *line; (line = input_line());) {
        enum outcome outcome = evaluate(s, line);
        free(line);
        if (outcome == OUTCOME_OVER) return s->status;
        if (outcome == OUTCOME_INTERRUPTED) return STATUS_INTERRUPTED;
        if (outcome == OUTCOME_ERROR) status = STATUS_ERROR;
    }
    if (!pending || signals_ending()) return status;
    enum outcome outcome = client_eval(s, pending, true); /* says where the form begins that is not complete */
    return outcome == OUTCOME_OVER ? s->status : outcome == OUTCOME_INTERRUPTED ? STATUS_INTERRUPTED : STATUS_ERROR;
}

int repl(struct client *s) {
    int status = isatty(STDIN_FILENO) && isatty(STDOUT_FILENO) ? repl_terminal(s) : repl_pipe(s);
    forget();
    return status;
}
