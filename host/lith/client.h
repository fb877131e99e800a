/* The host's end of a session: a simulated machine, the link to its kernel, and commands carried out over it
 * (docs/lith.md, kernel/session/protocol.h). */
#ifndef HOST_LITH_CLIENT_H
#define HOST_LITH_CLIENT_H

#include "link/streams.h"
#include "options.h"
#include "sim/wire.h"

enum outcome {
    OUTCOME_DONE,
    OUTCOME_ERROR,       /* reported on stderr */
    OUTCOME_MORE,        /* the text ends within a form: nothing was evaluated */
    OUTCOME_INTERRUPTED, /* an error as well */
    OUTCOME_OVER,        /* the session has ended, with `status`: of (exit n), a panic, --max-cycles, a signal */
};

struct text {
    const char *bytes;
    size_t n;
};

/* Messages of a stream on their way in. */
struct inbox {
    uint8_t bytes[3 + 65535];
    size_t have;
};

struct client {
    const struct options *options;
    const uint8_t *flash; /* that the machine starts from */
    size_t flash_size;
    lith_machine *machine;
    struct wire wire;
    struct inbox control, file;
    int streams[STREAM_USES];   /* their numbers, by what they are for; LINK_NONE: not open */
    char namespace[64];         /* the machine's current one */
    uint32_t hello[8];          /* what the kernel said of itself */
    const struct text *texts;   /* still to be sent on PROGRAM */
    size_t text_count, text_at; /* how many files, bytes of the first that are sent */
    uint8_t answers[3 + 65535]; /* on FILE, still to be sent */
    size_t answer_size, answer_at;
    uint8_t command_due; /* a message still to be sent on CONTROL, or 0 */
    bool interrupt_due;  /* and another one */
    bool clock_due;      /* the machine is still to be told the time: it has a store */
    bool greeted, answered, input_wanted;
    unsigned interrupts; /* signals seen during this command, since it last asked for input */
    enum outcome outcome;
    int status;
    char line[200], last_words[200]; /* what comes outside of frames: this line, and the last that counts */
    size_t line_length;
};

/* Makes the machine that the options ask for, with this flash, and this card in its socket (NULL: none); nothing runs
 * yet. Returns -1, or the status to end with after a line about what is wrong. */
int client_power(struct client *s, const struct options *o, const uint8_t *flash, size_t flash_size,
                 struct sd_medium *card);

/* The same, and waits until its kernel answers. -1, or the status to end with after a line on stderr. */
int client_start(struct client *s, const struct options *o, const uint8_t *flash, size_t flash_size,
                 struct sd_medium *card);

/* Evaluates a text and prints the values. all: more will not come, and a form that is not complete is an error. */
enum outcome client_eval(struct client *s, const char *text, bool all);
/* Runs a program, under its name with its arguments (`words`). */
enum outcome client_run(struct client *s, int count, char *const *words, struct text program);

/* Lets what programs have left running go on for a short while; its output is written between aside(true) and
 * aside(false). False: there is nothing to do until the next command. */
bool client_background(struct client *s, void (*aside)(bool begin));

/* The machine will be switched off: its store is closed. False: that could not be done, which has been reported. */
bool client_close(struct client *s);

/* Ends the machine. STATUS_DONE, or another status after a line on stderr: files could not be written to their ends. */
int client_end(struct client *s);

#endif
