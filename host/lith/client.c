/* The host's end of a session (client.h). */
#include "client.h"
#include "host/files/files.h"
#include "images.h"
#include "input.h"
#include "kernel/session/protocol.h"
#include "output.h"
#include "signals.h"
#include "sim/lith_inspect.h"
#include <inttypes.h>
#include <limits.h>
#include <lith_flash.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>

enum {
    SLICE = 200000,           /* cycles */
    BACKGROUND_SLICE = 20000, /* a hundredth of a second on the simulated hardware */
    BOOT_LIMIT = 400000000,   /* many times what it takes */
};

static void over(struct client *s, int status) {
    s->answered = true;
    s->outcome = OUTCOME_OVER;
    s->status = status;
}

/* ---- what the machine says outside of frames: its boot ROM, and a kernel that panics ---- */

static size_t listen(void *context, enum wire_direction direction, uint8_t *bytes, size_t n) {
    struct client *s = context;
    for (size_t i = 0; direction == WIRE_FROM_MACHINE && i < n; i++) {
        if (bytes[i] != '\n') {
            if (s->line_length < sizeof s->line - 1) s->line[s->line_length++] = (char)bytes[i];
            continue;
        }
        s->line[s->line_length] = 0;
        s->line_length = 0;
        if (!strncmp(s->line, "boot: ", 6) || !strncmp(s->line, "panic: ", 7)) strcpy(s->last_words, s->line);
    }
    return n;
}

static void machine_stopped(struct client *s) {
    output_flush();
    if (!s->last_words[0])
        snprintf(s->last_words, sizeof s->last_words, "it does not answer, asleep at pc %08" PRIx32 " for ever",
                 lith_machine_pc(s->machine));
    complain("%s: %s", s->greeted ? "the kernel gave up" : "the machine does not start", s->last_words);
    over(s, s->greeted ? STATUS_PANIC : STATUS_WRONG_USE);
}

/* ---- streams ---- */

/* A session begins: nothing is on the way. */
static void forget_streams(struct client *s) {
    s->control.have = s->file.have = s->answer_at = s->answer_size = 0;
    for (int use = 0; use < STREAM_USES; use++) s->streams[use] = use == STREAM_CONTROL ? 0 : LINK_NONE;
}

/* Takes what the machine has opened; what this host has no use for is refused. */
static void take_streams(struct client *s) {
    uint8_t use;
    for (int number; (number = link_opened(&s->wire.link, &use)) >= 0;) {
        if (use < STREAM_USES && use != STREAM_PROGRAM && s->streams[use] == LINK_NONE)
            s->streams[use] = number;
        else
            link_close(&s->wire.link, (unsigned)number);
    }
}

/* How many bytes were read of the stream for that use, 0: none. */
static size_t get(struct client *s, int use, void *bytes, size_t n) {
    int some = s->streams[use] < 0 ? 0 : link_read(&s->wire.link, (unsigned)s->streams[use], bytes, n);
    return some > 0 ? (size_t)some : 0;
}

/* How many were written. */
static size_t give(struct client *s, int use, const void *bytes, size_t n) {
    int some = s->streams[use] < 0 ? 0 : link_write(&s->wire.link, (unsigned)s->streams[use], bytes, n);
    return some > 0 ? (size_t)some : 0;
}

static size_t room(const struct client *s, int use) {
    return s->streams[use] < 0 ? 0 : link_writable(&s->wire.link, (unsigned)s->streams[use]);
}

static bool readable(const struct client *s, int use) {
    return s->streams[use] >= 0 && link_readable(&s->wire.link, (unsigned)s->streams[use]);
}

static bool end_file(struct client *s, int use) {
    return s->streams[use] >= 0 && link_end(&s->wire.link, (unsigned)s->streams[use]);
}

/* ---- from the machine ---- */

static void pass_output(struct client *s) {
    static const struct {
        int use;
        bool error;
    } outputs[] = {{STREAM_STDIO, false}, {STREAM_STDERR, true}};
    uint8_t bytes[4096];
    for (size_t i = 0; i < 2; i++)
        for (size_t n; (n = get(s, outputs[i].use, bytes, sizeof bytes)) > 0;) output_write(outputs[i].error, bytes, n);
}

/* Reads towards a whole message; true: there is one, whose payload is behind its three bytes. */
static bool take(struct client *s, int use, struct inbox *in, size_t *payload) {
    for (;;) {
        *payload = in->have < MESSAGE_HEADER ? 0 : in->bytes[1] | (size_t)in->bytes[2] << 8;
        size_t want = MESSAGE_HEADER + *payload;
        if (in->have >= MESSAGE_HEADER && in->have == want) {
            in->have = 0;
            return true;
        }
        size_t n = get(s, use, in->bytes + in->have, want - in->have);
        if (!n) return false;
        in->have += n;
    }
}

static void take_hello(struct client *s, const uint8_t *payload, size_t n) {
    for (size_t i = 0; i < 8 && i * 4 + 3 < n; i++, payload += 4)
        s->hello[i] = payload[0] | (uint32_t)payload[1] << 8 | (uint32_t)payload[2] << 16 | (uint32_t)payload[3] << 24;
    s->greeted = true;
    s->answered = true;
    output_flush();
    if (s->hello[HELLO_VERSION] == SESSION_VERSION) return;
    complain("the kernel speaks version %" PRIu32 " of the session, not %u: build image and lith together",
             s->hello[HELLO_VERSION], SESSION_VERSION);
    over(s, STATUS_WRONG_USE);
}

static void take_result(struct client *s, const uint8_t *payload, size_t n) {
    static const enum outcome outcomes[] = {OUTCOME_DONE, OUTCOME_ERROR, OUTCOME_MORE, OUTCOME_INTERRUPTED};
    s->answered = true;
    s->outcome = n && payload[0] < 4 ? outcomes[payload[0]] : OUTCOME_ERROR;
    if (n > sizeof s->namespace) n = sizeof s->namespace;
    if (n) memcpy(s->namespace, payload + 1, n - 1);
    s->namespace[n ? n - 1 : 0] = 0;
}

static void take_control(struct client *s) {
    const uint8_t *payload = s->control.bytes + MESSAGE_HEADER;
    for (size_t n; !s->answered && take(s, STREAM_CONTROL, &s->control, &n);) {
        switch (s->control.bytes[0]) {
        case MESSAGE_HELLO:
            take_hello(s, payload, n);
            break;
        case MESSAGE_RESULT:
            take_result(s, payload, n);
            break;
        case MESSAGE_INPUT:
            s->input_wanted = true;
            s->interrupts = 0; /* the program has gone on since, so the next Ctrl-C is a first one */
            break;
        case MESSAGE_EXIT:
            over(s, n ? payload[0] : 0);
            break;
        default: /* of a later kernel */
            break;
        }
    }
}

/* Answers requests about files in their order: the next one when the answer before is on its way. True: there was one.
 */
static bool serve_files(struct client *s) {
    size_t n, size = 0;
    bool some = false;
    while (s->answer_at == s->answer_size && take(s, STREAM_FILE, &s->file, &n)) {
        output_flush();
        s->answers[0] =
            files_serve(s->file.bytes[0], s->file.bytes + MESSAGE_HEADER, n, s->answers + MESSAGE_HEADER, &size);
        s->answers[1] = (uint8_t)size;
        s->answers[2] = (uint8_t)(size >> 8);
        s->answer_size = MESSAGE_HEADER + size;
        s->answer_at = give(s, STREAM_FILE, s->answers, s->answer_size);
        some = true;
    }
    return some;
}

/* ---- to the machine ---- */

/* A command's texts go over a stream of their own. */
static void send_texts(struct client *s) {
    if (s->text_count && s->streams[STREAM_PROGRAM] == LINK_NONE)
        s->streams[STREAM_PROGRAM] = link_open(&s->wire.link, STREAM_PROGRAM);
    while (s->text_count) {
        s->text_at += give(s, STREAM_PROGRAM, s->texts->bytes + s->text_at, s->texts->n - s->text_at);
        if (s->text_at < s->texts->n || !end_file(s, STREAM_PROGRAM)) return;
        s->texts++;
        s->text_count--;
        s->text_at = 0;
    }
}

/* The command has ended: nobody wants the rest. */
static void close_texts(struct client *s) {
    if (s->streams[STREAM_PROGRAM] >= 0) link_close(&s->wire.link, (unsigned)s->streams[STREAM_PROGRAM]);
    s->streams[STREAM_PROGRAM] = LINK_NONE;
    s->text_count = 0;
}

static void send_input(struct client *s, bool wait) {
    uint8_t bytes[1024];
    size_t most = room(s, STREAM_STDIO);
    if (!s->input_wanted || !most) return;
    output_flush();
    /* The prompt's own input goes on behind the line that a program reads. */
    bool line = s->options->command == COMMAND_REPL;
    ssize_t n = input_read(bytes, most < sizeof bytes ? most : sizeof bytes, line, wait);
    if (n > 0) give(s, STREAM_STDIO, bytes, (size_t)n);
    if (n > 0 || (n == 0 && end_file(s, STREAM_STDIO))) s->input_wanted = false;
}

/* Ctrl-C is passed on to the machine, which heeds it soon, whatever runs. A second one before the command has ended
 * ends lith for certain. At the prompt, where a whole session would be lost, the third one does: the second may yet end
 * a handler or a finally form that the first one has led to. */
static void take_signals(struct client *s) {
    unsigned n = signals_taken(), most = s->options->command == COMMAND_REPL ? 3 : 2;
    if (signals_ending()) over(s, 128 + signals_ending());
    if (!n) return;
    s->interrupts += n;
    s->interrupt_due = true;
    s->input_wanted = false;
    if (s->greeted && s->interrupts < most) return;
    output_flush();
    if (s->greeted) complain("interrupted again: %s is given up", most == 2 ? "the program" : "the session");
    over(s, STATUS_INTERRUPTED);
}

/* A message without payload; false: there is no room for it now. */
static bool send_message(struct client *s, uint8_t type) {
    const uint8_t message[MESSAGE_HEADER] = {type};
    return room(s, STREAM_CONTROL) >= sizeof message &&
           give(s, STREAM_CONTROL, message, sizeof message) == sizeof message;
}

/* False: there is no room for it now. */
static bool send_clock(struct client *s) {
    uint8_t message[MESSAGE_HEADER + 8] = {MESSAGE_CLOCK, 8};
    struct timespec now;
    clock_gettime(CLOCK_REALTIME, &now);
    uint64_t ms = (uint64_t)now.tv_sec * 1000 + (uint64_t)now.tv_nsec / 1000000;
    for (uint32_t i = 0; i < 8; i++, ms >>= 8) message[MESSAGE_HEADER + i] = (uint8_t)ms;
    return room(s, STREAM_CONTROL) >= sizeof message &&
           give(s, STREAM_CONTROL, message, sizeof message) == sizeof message;
}

static void send_all(struct client *s) {
    if (s->greeted && s->clock_due && send_clock(s)) s->clock_due = false;
    if (s->command_due && send_message(s, s->command_due)) s->command_due = 0;
    if (s->interrupt_due && !s->command_due && send_message(s, MESSAGE_INTERRUPT)) s->interrupt_due = false;
    send_texts(s);
    s->answer_at += give(s, STREAM_FILE, s->answers + s->answer_at, s->answer_size - s->answer_at);
}

/* ---- commands ---- */

/* False: the machine has stopped for good, has begun anew, or waits until we send something. */
static bool runs(struct client *s, uint64_t cycles) {
    bool alive = wire_run(&s->wire, cycles);
    if (link_restarted(&s->wire.link)) {
        forget_streams(s);
        if (s->greeted) return false;
    }
    take_streams(s);
    if (s->last_words[0] && lith_machine_idle(s->machine)) return false;
    return alive && (s->greeted || s->wire.now < BOOT_LIMIT);
}

static void show_start(const struct client *s) {
    output_progress("Starting %s: it has read %u %% of kernel and library.", s->options->machine,
                    image_read(s->flash, s->flash_size, lith_machine_flash_address(s->machine)));
}

/* Runs the machine until it has answered. */
static enum outcome await(struct client *s) {
    struct wire *w = &s->wire;
    s->answered = s->interrupt_due = s->input_wanted = false;
    s->interrupts = 0;
    while (!s->answered) {
        uint64_t left = s->options->max_cycles - w->now;
        send_all(s);
        bool alive = runs(s, left < SLICE ? left : SLICE);
        if (!s->greeted) show_start(s);
        pass_output(s);
        alive |= serve_files(s);
        take_control(s);
        take_signals(s);
        if (output_lost() >= 0) over(s, output_lost());
        if (s->answered) break;
        if (w->now >= s->options->max_cycles) {
            output_flush();
            complain("stopped after %" PRIu64 " cycles (--max-cycles)", w->now);
            over(s, STATUS_CYCLES);
        } else if (s->input_wanted) {
            send_input(s, !alive);
        } else if (!alive && s->answer_at == s->answer_size && !s->interrupt_due) {
            machine_stopped(s);
        }
        output_pace();
    }
    output_flush();
    return s->outcome;
}

int client_power(struct client *s, const struct options *o, const uint8_t *flash, size_t flash_size,
                 struct sd_medium *card) {
    struct lith_config config = {.machine = o->machine,
                                 .backend = o->model ? LITH_MODEL : LITH_RTL,
                                 .flash = flash,
                                 .flash_size = flash_size,
                                 .flash_base = FLASH_IMAGE_BASE,
                                 .heap_words = o->heap_words,
                                 .card = card,
                                 .trace = o->trace};
    char why[PATH_MAX + 200];
    memset(s, 0, sizeof *s);
    s->options = o;
    s->flash = flash;
    s->flash_size = flash_size;
    s->machine = lith_machine_new(&config, why, sizeof why);
    return s->machine ? -1 : complain("%s", why);
}

int client_start(struct client *s, const struct options *o, const uint8_t *flash, size_t flash_size,
                 struct sd_medium *card) {
    int status = client_power(s, o, flash, flash_size, card);
    if (status >= 0) return status;
    strcpy(s->namespace, "user");
    s->clock_due = card != NULL;
    wire_init(&s->wire, s->machine, listen, s);
    forget_streams(s);
    return await(s) == OUTCOME_OVER ? s->status : -1;
}

static enum outcome command(struct client *s, uint8_t type, const struct text *texts, size_t count) {
    s->texts = texts;
    s->text_count = count;
    s->text_at = 0;
    s->command_due = type;
    enum outcome outcome = await(s);
    close_texts(s);
    return outcome;
}

enum outcome client_eval(struct client *s, const char *text, bool all) {
    struct text t = {text, strlen(text)};
    return command(s, all ? MESSAGE_EVAL_ALL : MESSAGE_EVAL, &t, 1);
}

enum outcome client_run(struct client *s, int count, char *const *words, struct text program) {
    size_t n = 1;
    for (int i = 0; i < count; i++) n += strlen(words[i]) + 1;
    char *names = malloc(n), *p = names;
    if (!names) {
        over(s, complain("out of memory"));
        return s->outcome;
    }
    for (int i = 0; i < count; i++) p = stpcpy(p, words[i]) + 1;
    *p = '.';
    struct text texts[] = {{names, n}, program};
    enum outcome outcome = command(s, MESSAGE_RUN, texts, 2);
    free(names);
    return outcome;
}

bool client_close(struct client *s) {
    if (s->last_words[0]) return true;
    s->outcome = OUTCOME_DONE;
    return command(s, MESSAGE_CLOSE, NULL, 0) == OUTCOME_DONE;
}

bool client_background(struct client *s, void (*aside)(bool begin)) {
    uint64_t left = s->options->max_cycles - s->wire.now;
    bool alive = left && runs(s, left < BACKGROUND_SLICE ? left : BACKGROUND_SLICE);
    if (readable(s, STREAM_STDIO) || readable(s, STREAM_STDERR)) {
        aside(true);
        pass_output(s);
        output_flush();
        aside(false);
    }
    alive |= serve_files(s);
    send_all(s);
    return alive || s->answer_at < s->answer_size;
}

int client_end(struct client *s) {
    char why[PATH_MAX + 200];
    int status = STATUS_DONE;
    if (!files_close_all(why, sizeof why)) status = complain("%s", why);
    if (!lith_machine_end(s->machine, why, sizeof why)) status = complain("%s", why);
    s->machine = NULL;
    return status;
}
