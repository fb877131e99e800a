/* lith: a Lisp prompt, programs and expressions on a simulated Lith machine. docs/lith.md says what it does. */
#include "client.h"
#include "compiled.h"
#include "images.h"
#include "options.h"
#include "output.h"
#include "repl.h"
#include "report.h"
#include "signals.h"
#include "socket.h"
#include "store_command.h"
#include <errno.h>
#include <fcntl.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

/* The flash has 16 MiB, of which 2 are the FPGA's; a program is held in memory. */
enum { IMAGE_MAX = 14 << 20, PROGRAM_MAX = 1 << 30 };

/* A whole file of at most so many bytes. -1, or a status after a line on stderr. */
static int read_file(const char *path, size_t most, char **bytes, size_t *n) {
    FILE *f = fopen(path, "rb");
    size_t room = 1 << 16;
    *n = 0;
    *bytes = f ? malloc(room) : NULL;
    errno = f ? 0 : errno;
    for (size_t got; *bytes && *n <= most && (got = fread(*bytes + *n, 1, room - *n, f)) > 0;)
        if ((*n += got) == room) *bytes = realloc(*bytes, room *= 2);
    bool failed = !f || !*bytes || ferror(f);
    if (failed)
        complain("%s: %s", path, strerror(errno ? errno : ENOMEM));
    else if (*n > most)
        complain("%s: larger than %zu MiB", path, most >> 20);
    if (f) fclose(f);
    return failed || *n > most ? STATUS_WRONG_USE : -1;
}

static int outcome_status(const struct client *s, enum outcome outcome) {
    switch (outcome) {
    case OUTCOME_DONE:
        return STATUS_DONE;
    case OUTCOME_INTERRUPTED:
        return STATUS_INTERRUPTED;
    case OUTCOME_OVER:
        return s->status;
    default:
        return STATUS_ERROR;
    }
}

static int eval(struct client *s) {
    enum outcome outcome = OUTCOME_DONE;
    for (int i = 0; i < s->options->count && outcome == OUTCOME_DONE; i++)
        outcome = client_eval(s, s->options->operands[i], true);
    return outcome_status(s, outcome);
}

static int carry_out(struct client *s, struct text program) {
    const struct options *o = s->options;
    switch (o->command) {
    case COMMAND_EVAL:
        return eval(s);
    case COMMAND_RUN:
        return outcome_status(s, client_run(s, o->count, o->operands, program));
    default:
        return repl(s);
    }
}

/* Whoever started lith may have closed a standard descriptor. The next file to be opened would get its number, and be
 * read or written as standard input or output; so /dev/null takes its place. */
static void keep_standard_descriptors(void) {
    int fd;
    do fd = open("/dev/null", O_RDONLY);
    while (fd >= 0 && fd <= STDERR_FILENO);
    if (fd >= 0) close(fd);
}

int main(int argc, char **argv) {
    static struct client session;
    struct options options;
    struct report report;
    struct sd_medium *card = NULL;
    char *flash = NULL, *program = NULL;
    size_t flash_size, program_size = 0;
    keep_standard_descriptors();
    int status = options_read(&options, argc, argv);
    if (status < 0 && options.command == COMMAND_STORE) return store_command(&options);
    if (status < 0 && options.image && options.profile)
        status = complain("--profile goes with the image that is built in, whose symbols are known, not with --image");
    if (status < 0 && options.image) status = read_file(options.image, IMAGE_MAX, &flash, &flash_size);
    if (status < 0 && options.command == COMMAND_RUN)
        status = read_file(options.operands[0], PROGRAM_MAX, &program, &program_size);
    const struct image *image = image_of(options.machine);
    const uint8_t *kernel = flash ? (const uint8_t *)flash : image ? image->flash : NULL;
    size_t kernel_size = flash ? flash_size : image ? (size_t)(image->flash_end - image->flash) : 0;
    if (status < 0 && !kernel) status = complain("no image for %s is built in: give one by --image", options.machine);
    bool compiled = compiled_for(options.machine) && !options.image;
    if (status < 0) signals_init();
    if (status < 0 && compiled) status = compiled_compile(&options, kernel, kernel_size, &flash, &flash_size);
    if (status < 0) status = socket_open(&options, &card);
    if (status < 0) report_start(&report);
    if (status < 0 && compiled) {
        status = compiled_start(&session, &options, flash, flash_size);
    } else if (status < 0) {
        status = client_start(&session, &options, kernel, kernel_size, card);
    }
    if (session.machine) {
        if (status < 0) status = report_begin(&report, &session, image);
        if (status < 0)
            status = compiled ? compiled_run(&session) : carry_out(&session, (struct text){program, program_size});
        if (card && status != STATUS_CYCLES && !client_close(&session) && status == STATUS_DONE) status = STATUS_ERROR;
        int reported = report_end(&report, &session), ended = client_end(&session);
        output_flush();
        if (output_lost() >= 0 && ended == STATUS_DONE) ended = output_lost();
        /* A file that could not be written matters more than a program that ended well. */
        if (status == STATUS_DONE || status == STATUS_CYCLES)
            status = reported != STATUS_DONE ? reported : ended != STATUS_DONE ? ended : status;
    }
    int stored = socket_close();
    if (status == STATUS_DONE || status == STATUS_CYCLES) status = stored != STATUS_DONE ? stored : status;
    free(flash);
    free(program);
    signals_end();
    return status;
}
