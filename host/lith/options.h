/* The command line of lith. */
#ifndef HOST_LITH_OPTIONS_H
#define HOST_LITH_OPTIONS_H

#include <stdbool.h>
#include <stdint.h>

/* What lith ends with; a program's own (exit n) aside. */
enum status {
    STATUS_DONE = 0,
    STATUS_ERROR = 1,         /* an error that the program did not catch */
    STATUS_WRONG_USE = 2,     /* options, files, images */
    STATUS_CYCLES = 3,        /* --max-cycles reached */
    STATUS_PANIC = 4,         /* the kernel gave up, or the machine stopped answering */
    STATUS_INTERRUPTED = 130, /* Ctrl-C, as shells have it */
};

enum command { COMMAND_REPL, COMMAND_RUN, COMMAND_EVAL, COMMAND_STORE };

struct options {
    enum command command;
    int count; /* operands: run's file and arguments, eval's expressions, what store is to do and which one */
    char **operands;
    const char *machine;
    bool model, stats;
    uint32_t heap_words;                            /* 0: all there is */
    uint64_t max_cycles;                            /* UINT64_MAX: no limit */
    const char *trace, *heap_map, *profile, *image; /* files, or NULL */
    const char *store;    /* where the machine's is (host/store/place.h), or NULL: it has none */
    uint64_t store_bytes; /* of a new one, 0: as many as usual */
    bool break_claim;
    uint64_t commits; /* that `store log` shows at most */
};

/* Reads the command line; argv is permuted. Returns -1, or the status to end with when all is said already: after a
 * line about a mistake on stderr, or after --help and --version. */
int options_read(struct options *o, int argc, char **argv);

/* Writes "lith: ..." and a new line to stderr; returns STATUS_WRONG_USE. */
int complain(const char *format, ...) __attribute__((format(printf, 1, 2)));

#endif
