/* The command line of lith (options.h). */
#include "options.h"
#include "host/store/medium.h"
#include "host/store/take.h"
#include "sim/observe/profile.h"
#include "sim/output_file.h"
#include "sim/version.h"
#include "store_command.h"
#include <errno.h>
#include <getopt.h>
#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

static const char usage[] =
    "usage: lith [options] [repl]                  a prompt (Ctrl-C interrupts, Ctrl-D leaves)\n"
    "       lith [options] run FILE [ARG...]       runs a program: its input is stdin, its output stdout\n"
    "       lith [options] eval EXPR...            prints the value of each expression\n"
    "       lith store info|log|check STORE        tells about a store: what it is, its commits (-n N: the last N),\n"
    "                                              whether all of it is whole\n"
    "\n"
    "Options may stand anywhere; what comes behind -- is never one.\n"
    "  --machine NAME      ulx3s (default) or icebreaker\n"
    "  --model             the functional model instead of the cycle-accurate simulation: fast, knows no cycles\n"
    "  --heap SIZE         bytes of heap, with K or M: 256K, 4M (default: all the machine has)\n"
    "  --store STORE       what is to outlive the machine: a file, made on first use, or nbd://host:port/export,\n"
    "                      nbd+unix:///export?socket=PATH\n"
    "  --store-size SIZE   bytes of a new file, with K, M or G (default: 1G)\n"
    "  --break-claim       take a store on an NBD server from a machine that is gone\n"
    "  --stats             counters as `key: value` lines on stderr at the end\n"
    "  --profile FILE      cycles by function, Lisp and C\n"
    "  --heap-map FILE     the heap over time, an SVG picture\n"
    "  --trace FILE        a waveform of every cycle, FST\n"
    "  --max-cycles N      stop after N cycles\n"
    "  --image FILE        another flash image than the one built in\n"
    "  -h, --help, --version\n"
    "\n"
    "Exit status: 0 done, 1 an error nobody caught, 2 wrong use or unreadable files, 3 --max-cycles reached,\n"
    "4 the kernel gave up, 130 interrupted; (exit n) in a program: n.\n";

int complain(const char *format, ...) {
    va_list arguments;
    va_start(arguments, format);
    fputs("lith: ", stderr);
    vfprintf(stderr, format, arguments);
    putc('\n', stderr);
    va_end(arguments);
    return STATUS_WRONG_USE;
}

/* Heaps that each machine can be given, in KiB. */
static const struct limits {
    const char *machine;
    uint32_t heap_min, heap_max;
} limits[] = {{"ulx3s", 256, 32 * 1024}, {"icebreaker", 48, 64}};

static const struct limits *find_machine(const char *name) {
    for (size_t i = 0; i < sizeof limits / sizeof *limits; i++)
        if (!strcmp(limits[i].machine, name)) return &limits[i];
    return NULL;
}

/* The number in front of *end; false: there is none, or it is too large. */
static bool read_number(const char *text, uint64_t *n, char **end) {
    if (*text < '0' || *text > '9') return false;
    errno = 0;
    *n = strtoull(text, end, 10);
    return errno == 0;
}

/* Bytes, with K, M or G behind. */
static bool read_size(const char *text, uint64_t *bytes) {
    char *end;
    if (!read_number(text, bytes, &end)) return false;
    unsigned shift = *end == 'K' || *end == 'k' ? 10 : *end == 'M' || *end == 'm' ? 20 : 0;
    if (*end == 'G' || *end == 'g') shift = 30;
    if (shift) end++;
    if (*end || *bytes > UINT32_MAX) return false;
    *bytes <<= shift;
    return true;
}

/* --heap, whose range depends on the machine. */
static int set_heap(struct options *o, const char *text) {
    const struct limits *l = find_machine(o->machine);
    uint64_t bytes;
    if (!read_size(text, &bytes) || bytes < l->heap_min << 10 || bytes > (uint64_t)l->heap_max << 10)
        return complain("--heap %s: %s takes from %uK to %uK (bytes, with K or M behind the number)", text, o->machine,
                        l->heap_min, l->heap_max);
    o->heap_words = (uint32_t)(bytes / 4);
    return -1;
}

/* --store-size, rounded up to what a card can have. */
static int set_store_size(struct options *o, const char *text) {
    uint64_t step = (uint64_t)MEDIUM_STEP * BLOCK_BYTES;
    if (!read_size(text, &o->store_bytes) || o->store_bytes < TAKE_BYTES_MIN || o->store_bytes > TAKE_BYTES_MAX)
        return complain("--store-size %s: a store has from 1M to 2048G (bytes, with K, M or G behind the number)",
                        text);
    o->store_bytes = (o->store_bytes + step - 1) / step * step;
    return -1;
}

/* An enum command, or -1. */
static int command_of(const char *word) {
    static const char *const names[] = {"repl", "run", "eval", "store"};
    int i = 0;
    while (i < 4 && strcmp(word, names[i])) i++;
    return i < 4 ? i : -1;
}

static int set_command(struct options *o, int count, char **words) {
    o->command = COMMAND_REPL;
    if (count) {
        int i = command_of(words[0]);
        if (i < 0)
            return complain("no command `%s`: there are repl, run FILE, eval EXPR and store; see lith --help",
                            words[0]);
        o->command = (enum command)i;
        count--;
        words++;
    }
    o->count = count;
    o->operands = words;
    if (o->command == COMMAND_REPL && count)
        return complain("repl takes no `%s`: to run a file, lith run FILE", words[0]);
    if (o->command == COMMAND_RUN && !count) return complain("run needs a file: lith run FILE [ARG...]");
    if (o->command == COMMAND_STORE && (count != 2 || store_command_of(words[0]) < 0))
        return complain("store needs a word and a store: lith store info STORE, log STORE, or check STORE");
    if (o->command == COMMAND_EVAL && !count) return complain("eval needs an expression: lith eval '(+ 1 2)'");
    return -1;
}

enum {
    MACHINE = 1,
    MODEL,
    HEAP,
    STATS,
    PROFILE,
    HEAP_MAP,
    TRACE,
    MAX_CYCLES,
    IMAGE,
    STORE,
    STORE_SIZE,
    BREAK_CLAIM,
    HELP,
    VERSION_NUMBER
};

static const struct option known[] = {
    {"machine", required_argument, NULL, MACHINE},
    {"model", no_argument, NULL, MODEL},
    {"heap", required_argument, NULL, HEAP},
    {"stats", no_argument, NULL, STATS},
    {"profile", required_argument, NULL, PROFILE},
    {"heap-map", required_argument, NULL, HEAP_MAP},
    {"trace", required_argument, NULL, TRACE},
    {"max-cycles", required_argument, NULL, MAX_CYCLES},
    {"image", required_argument, NULL, IMAGE},
    {"store", required_argument, NULL, STORE},
    {"store-size", required_argument, NULL, STORE_SIZE},
    {"break-claim", no_argument, NULL, BREAK_CLAIM},
    {"help", no_argument, NULL, HELP},
    {"version", no_argument, NULL, VERSION_NUMBER},
    {NULL, 0, NULL, 0},
};

/* The value of an option that takes a file: a command or an option there means that the file was forgotten. */
static int set_file(const char **file, const char *option, char **argv) {
    bool apart = optarg == argv[optind - 1]; /* not --option=value */
    *file = optarg;
    if (!*optarg) return complain("%s needs a file: its name is empty", option);
    if (apart && command_of(optarg) >= 0)
        return complain("%s needs a file before the command %s (a file of that name: ./%s)", option, optarg, optarg);
    if (apart && optarg[0] == '-' && optarg[1])
        return complain("%s needs a file before %s (a file of that name: ./%s)", option, optarg, optarg);
    return -1;
}

static int refuse(int answer, char **argv) {
    const char *word = argv[optind - 1];
    if (answer == ':') return complain("%s needs a value; see lith --help", word);
    if (word[0] == '-' && word[1] == '-') {
        if (optopt) return complain("%s: that option takes no value", word);
        return complain("unknown option %s: see lith --help; what is not for lith goes behind --", word);
    }
    return complain("unknown option -%c: see lith --help; what is not for lith goes behind --", optopt);
}

/* Whether files can be written is looked at before the machine starts, not when its work is done. */
static int check_outputs(const struct options *o) {
    char err[PATH_MAX + 200];
    if ((o->trace && !output_file_possible(o->trace, err, sizeof err)) ||
        (o->heap_map && !output_file_possible(o->heap_map, err, sizeof err)) ||
        (o->profile && !lith_profile_possible(o->profile, err, sizeof err)))
        return complain("%s", err);
    return -1;
}

static int check(struct options *o, const char *heap) {
    int status = -1;
    if (!find_machine(o->machine)) return complain("no machine `%s`: there are ulx3s and icebreaker", o->machine);
    if (heap) status = set_heap(o, heap);
    if (o->trace && o->model) return complain("--trace records the simulated hardware: it does not go with --model");
    if (o->store && strcmp(o->machine, "ulx3s"))
        return complain("--store: %s has no room for a store; ulx3s has", o->machine);
    if (o->store_bytes && !o->store) return complain("--store-size goes with --store, which says where the store is");
    if (o->break_claim && !o->store) return complain("--break-claim goes with --store, which says where the store is");
    return status < 0 ? check_outputs(o) : status;
}

int options_read(struct options *o, int argc, char **argv) {
    const char *heap = NULL;
    char *end;
    int status = -1;
    bool about_machine = false, about_log = false;
    *o = (struct options){.machine = "ulx3s", .max_cycles = UINT64_MAX, .commits = UINT64_MAX};
    opterr = 0;
    for (int c; (c = getopt_long(argc, argv, ":hn:", known, NULL)) != -1;) {
        if (c == 'n')
            about_log = true;
        else
            about_machine = true;
        switch (c) {
        case MACHINE:
            o->machine = optarg;
            break;
        case MODEL:
            o->model = true;
            break;
        case HEAP:
            heap = optarg;
            break;
        case STATS:
            o->stats = true;
            break;
        case PROFILE:
            status = set_file(&o->profile, "--profile", argv);
            break;
        case HEAP_MAP:
            status = set_file(&o->heap_map, "--heap-map", argv);
            break;
        case TRACE:
            status = set_file(&o->trace, "--trace", argv);
            break;
        case MAX_CYCLES:
            if (!read_number(optarg, &o->max_cycles, &end) || *end || !o->max_cycles)
                return complain("--max-cycles %s: not a positive number", optarg);
            break;
        case IMAGE:
            status = set_file(&o->image, "--image", argv);
            break;
        case STORE:
            status = set_file(&o->store, "--store", argv);
            break;
        case STORE_SIZE:
            status = set_store_size(o, optarg);
            break;
        case BREAK_CLAIM:
            o->break_claim = true;
            break;
        case 'n':
            if (!read_number(optarg, &o->commits, &end) || *end || !o->commits)
                return complain("-n %s: not a positive number", optarg);
            break;
        case 'h':
        case HELP:
            fputs(usage, stdout);
            return fflush(stdout) ? STATUS_WRONG_USE : STATUS_DONE;
        case VERSION_NUMBER:
            puts("lith " LITH_VERSION);
            return fflush(stdout) ? STATUS_WRONG_USE : STATUS_DONE;
        default:
            return refuse(c, argv);
        }
        if (status >= 0) return status;
    }
    status = set_command(o, argc - optind, argv + optind);
    if (status >= 0) return status;
    if (about_log && (o->command != COMMAND_STORE || store_command_of(o->operands[0]) != STORE_LOG))
        return complain("-n goes with lith store log; see lith --help");
    if (o->command != COMMAND_STORE) return check(o, heap);
    return about_machine ? complain("store takes no option but log's -n: no machine is started") : -1;
}
