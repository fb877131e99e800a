/* Machines without a compiler (compiled.h). */
#include "compiled.h"
#include "kernel/one_program/console.h"
#include "output.h"
#include "signals.h"
#include <errno.h>
#include <libgen.h>
#include <limits.h>
#include <signal.h>
#include <spawn.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/wait.h>
#include <unistd.h>

#define SLICE 200000 /* cycles */

extern char **environ;

bool compiled_for(const char *machine) { return !strcmp(machine, "icebreaker"); }

/* All expressions of eval, a line each; NULL: no memory. */
static char *joined(const struct options *o) {
    size_t n = 1;
    for (int i = 0; i < o->count; i++) n += strlen(o->operands[i]) + 1;
    char *text = malloc(n), *p = text;
    for (int i = 0; text && i < o->count; i++) {
        p = stpcpy(p, o->operands[i]);
        *p++ = '\n';
    }
    if (text) *p = 0;
    return text;
}

/* Runs lisp-host, which says itself what is wrong with a program, and ends it when lith is to end. -1 or a status. */
static int compile(const char *how, const char *what, const char *image) {
    char self[PATH_MAX], compiler[PATH_MAX + 20];
    ssize_t n = readlink("/proc/self/exe", self, sizeof self - 1);
    if (n < 0) return complain("/proc/self/exe: %s", strerror(errno));
    self[n] = 0;
    snprintf(compiler, sizeof compiler, "%s/lisp-host", dirname(self));
    char *words[] = {compiler, (char *)how, (char *)what, (char *)image, NULL};
    pid_t pid;
    int status, failed = posix_spawn(&pid, compiler, NULL, NULL, words, environ);
    if (failed) return complain("icebreaker's programs are compiled by %s: %s", compiler, strerror(failed));
    while (waitpid(pid, &status, 0) < 0) {
        if (errno != EINTR) return complain("%s: %s", compiler, strerror(errno));
        kill(pid, SIGTERM);
    }
    if (signals_ending()) return 128 + signals_ending();
    if (signals_taken()) return STATUS_INTERRUPTED;
    return WIFEXITED(status) ? (WEXITSTATUS(status) ? WEXITSTATUS(status) : -1) : STATUS_ERROR;
}

/* The kernel's image with the file's contents behind it. */
static int append(const uint8_t *kernel, size_t kernel_size, FILE *f, char **flash, size_t *size) {
    fseek(f, 0, SEEK_END);
    long n = ftell(f);
    rewind(f);
    *flash = n > 0 ? malloc(kernel_size + (size_t)n) : NULL;
    if (!*flash) return complain("out of memory");
    memcpy(*flash, kernel, kernel_size);
    *size = kernel_size + fread(*flash + kernel_size, 1, (size_t)n, f);
    return -1;
}

int compiled_compile(const struct options *o, const uint8_t *kernel, size_t kernel_size, char **flash, size_t *size) {
    char path[PATH_MAX];
    const char *folder = getenv("TMPDIR");
    if (o->command == COMMAND_REPL)
        return complain("%s has no room for a prompt: it runs programs (lith run) and expressions (lith eval)",
                        o->machine);
    if (o->command == COMMAND_RUN && o->count > 1) return complain("%s: programs take no arguments", o->machine);
    snprintf(path, sizeof path, "%s/lith-XXXXXX", folder && *folder ? folder : "/tmp");
    int fd = mkstemp(path);
    if (fd < 0) return complain("%s: %s", path, strerror(errno));
    bool eval = o->command == COMMAND_EVAL;
    char *text = eval ? joined(o) : NULL;
    int status = eval && !text ? complain("out of memory")
                               : compile(eval ? "--ahead-eval" : "--ahead", eval ? text : o->operands[0], path);
    close(fd); /* the image takes the place of the file */
    FILE *f = status < 0 ? fopen(path, "rb") : NULL;
    if (status < 0)
        status = f ? append(kernel, kernel_size, f, flash, size) : complain("%s: %s", path, strerror(errno));
    if (f) fclose(f);
    remove(path);
    free(text);
    return status;
}

int compiled_start(struct client *s, const struct options *o, const char *flash, size_t size) {
    return client_power(s, o, (const uint8_t *)flash, size, NULL);
}

/* What the machine says, byte by byte; true: the program has ended. */
struct console {
    bool error, quoted, ending;
    uint8_t status;
};

static bool take(struct console *c, uint8_t byte) {
    if (c->ending) {
        c->status = byte;
        return true;
    }
    if (!c->quoted && (byte == CONSOLE_END || (byte >= CONSOLE_ERRORS && byte <= CONSOLE_QUOTE))) {
        c->ending = byte == CONSOLE_END;
        c->quoted = byte == CONSOLE_QUOTE;
        if (byte == CONSOLE_ERRORS || byte == CONSOLE_OUTPUT) c->error = byte == CONSOLE_ERRORS;
        return false;
    }
    c->quoted = false;
    output_write(c->error, &byte, 1);
    return false;
}

int compiled_run(struct client *s) {
    struct console console = {.error = false};
    struct lith_stats stats;
    for (;;) {
        uint8_t bytes[256];
        lith_machine_run(s->machine, SLICE);
        size_t n = lith_machine_uart_read(s->machine, bytes, sizeof bytes);
        for (size_t i = 0; i < n; i++) {
            if (!take(&console, bytes[i])) continue;
            output_flush();
            return console.status;
        }
        output_pace();
        lith_machine_stats(s->machine, &stats);
        if (signals_ending()) return 128 + signals_ending();
        if (output_lost() >= 0) return output_lost();
        if (signals_taken()) {
            output_flush();
            return STATUS_INTERRUPTED;
        }
        if (stats.cycles >= s->options->max_cycles) {
            output_flush();
            complain("--max-cycles reached");
            return STATUS_CYCLES;
        }
        if (!n && lith_machine_idle(s->machine)) {
            output_flush();
            complain("the machine has stopped");
            return STATUS_PANIC;
        }
    }
}
