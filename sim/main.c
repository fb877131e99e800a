/* lith-sim: runs an image on a simulated Lith machine, its UART on stdin and stdout.
 *
 * It ends when the machine waits in wfi, nothing can wake it and stdin is at its end. Exit status 0: the last complete
 * line of output was PASS; 1: it was not, or the machine never came to rest; 2: wrong use, or files that cannot be read
 * or written. SIGINT, SIGTERM and SIGHUP end it with all files closed. */
#include "lith_sim.h"
#include "observe/heap_map.h"
#include "observe/profile.h"
#include "observe/stats.h"
#include "observe/utilisation.h"
#include "output_file.h"
#include "version.h"
#include <errno.h>
#include <inttypes.h>
#include <lith_flash.h>
#include <poll.h>
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>
#include <unistd.h>

enum { SLICE = 100000 };

struct options {
    struct lith_config config;
    const char *ram_file, *flash_file, *elf_file;
    const char *profile, *heap_map; /* files to write */
    uint64_t max_cycles;
    bool stats;
};

static const char usage[] = "usage: lith-sim [options], with --ram or --flash or both\n"
                            "  --machine NAME     ulx3s (default), icebreaker or onchip\n"
                            "  --model            the functional model instead of the RTL\n"
                            "  --ram FILE         raw binary for the start of RAM; the boot ROM is skipped\n"
                            "  --flash FILE       flash image (tools/mkimage), put where boot ROMs look\n"
                            "  --heap-words N     size of the heap that the machine reports\n"
                            "  --trace FILE.fst   waveform\n"
                            "  --max-cycles N     give up after N cycles\n"
                            "  --stats            print the counters to stderr at the end\n"
                            "  --profile FILE     cycles by function; needs --elf\n"
                            "  --elf FILE         the program with its symbols\n"
                            "  --heap-map FILE    picture of the heap over time (SVG)\n"
                            "  -h, --help, --version\n";

static int wrong_use(const char *what, const char *arg) {
    fprintf(stderr, "lith-sim: %s `%s`\n%s", what, arg, usage);
    return 2;
}

static void *larger(void *bytes, size_t size) {
    void *moved = realloc(bytes, size);
    if (!moved) free(bytes);
    return moved;
}

/* The whole file in memory, or NULL after a message. */
static uint8_t *read_file(const char *path, size_t *size) {
    FILE *f = fopen(path, "rb");
    if (!f) {
        fprintf(stderr, "lith-sim: %s: %s\n", path, strerror(errno));
        return NULL;
    }
    size_t capacity = 1 << 20, n = 0, got;
    uint8_t *bytes = malloc(capacity);
    while (bytes && (got = fread(bytes + n, 1, capacity - n, f)) > 0)
        if ((n += got) == capacity) bytes = larger(bytes, capacity *= 2);
    if (!bytes) fprintf(stderr, "lith-sim: %s: out of memory\n", path);
    fclose(f);
    *size = n;
    return bytes;
}

/* Before the run rather than after it. -1, or the exit status. */
static int check_outputs(const struct options *o) {
    char err[PATH_MAX + 200];
    if ((!o->config.trace || output_file_possible(o->config.trace, err, sizeof err)) &&
        (!o->heap_map || output_file_possible(o->heap_map, err, sizeof err)) &&
        (!o->profile || lith_profile_possible(o->profile, err, sizeof err)))
        return -1;
    fprintf(stderr, "lith-sim: %s\n", err);
    return 2;
}

/* -1, or the exit status. */
static int parse(int argc, char **argv, struct options *o) {
    *o = (struct options){.config = {.machine = "ulx3s", .flash_base = FLASH_IMAGE_BASE}, .max_cycles = UINT64_MAX};
    for (int i = 1; i < argc; i++) {
        const char *name = argv[i];
        if (strcmp(name, "-h") == 0 || strcmp(name, "--help") == 0) {
            fputs(usage, stdout);
            return fflush(stdout) ? 2 : 0;
        }
        if (strcmp(name, "--version") == 0) {
            puts("lith-sim " LITH_VERSION);
            return fflush(stdout) ? 2 : 0;
        }
        if (strcmp(name, "--model") == 0) {
            o->config.backend = LITH_MODEL;
            continue;
        }
        if (strcmp(name, "--stats") == 0) {
            o->stats = true;
            continue;
        }
        static const char *const with_value[] = {"--machine",    "--ram",     "--flash", "--heap-words", "--trace",
                                                 "--max-cycles", "--profile", "--elf",   "--heap-map",   NULL};
        int which = 0;
        while (with_value[which] && strcmp(name, with_value[which]) != 0) which++;
        if (!with_value[which]) return wrong_use("unknown option", name);
        if (++i == argc || strncmp(argv[i], "--", 2) == 0) return wrong_use("no value for", name);
        char *end = argv[i];
        uint64_t number = which == 3 || which == 5 ? strtoull(argv[i], &end, 0) : 0;
        if ((which == 3 || which == 5) && (*end || end == argv[i] || number == 0))
            return wrong_use("not a positive number:", argv[i]);
        switch (which) {
        case 0:
            o->config.machine = argv[i];
            break;
        case 1:
            o->ram_file = argv[i];
            break;
        case 2:
            o->flash_file = argv[i];
            break;
        case 3:
            o->config.heap_words = number > UINT32_MAX ? UINT32_MAX : (uint32_t)number;
            break;
        case 4:
            o->config.trace = argv[i];
            break;
        case 5:
            o->max_cycles = number;
            break;
        case 6:
            o->profile = argv[i];
            break;
        case 7:
            o->elf_file = argv[i];
            break;
        case 8:
            o->heap_map = argv[i];
            break;
        }
    }
    if (o->profile && !o->elf_file) return wrong_use("no --elf for", "--profile");
    if (!o->ram_file && !o->flash_file) return wrong_use("nothing to run:", "neither --ram nor --flash");
    return check_outputs(o);
}

/* The last complete line of output. */
struct last_line {
    char done[256], open[256];
    size_t length;
};

static void take_output(lith_machine *m, struct last_line *line) {
    uint8_t buf[256];
    size_t n;
    while ((n = lith_machine_uart_read(m, buf, sizeof buf)) > 0) {
        fwrite(buf, 1, n, stdout);
        for (size_t i = 0; i < n; i++) {
            if (buf[i] == '\r') continue;
            if (buf[i] == '\n') {
                line->open[line->length] = 0;
                memcpy(line->done, line->open, line->length + 1);
                line->length = 0;
            } else if (line->length < sizeof line->open - 1) {
                line->open[line->length++] = (char)buf[i];
            }
        }
    }
    fflush(stdout);
}

/* Passes on what stdin has, waiting for it when `wait`. Returns false at its end. */
static bool give_input(lith_machine *m, bool wait) {
    static uint8_t buf[256];
    static size_t have, given;
    if (given == have) {
        struct pollfd in = {.fd = STDIN_FILENO, .events = POLLIN};
        if (poll(&in, 1, wait ? -1 : 0) <= 0) return true;
        ssize_t n = read(STDIN_FILENO, buf, sizeof buf);
        if (n <= 0) return false;
        have = (size_t)n;
        given = 0;
    }
    given += lith_machine_uart_write(m, buf + given, have - given);
    return true;
}

static volatile sig_atomic_t ending; /* the signal that asks for it; a second one does not ask */

static void on_ending(int signal_number) { ending = signal_number; }

static void note_endings(void) {
    static const int endings[] = {SIGINT, SIGTERM, SIGHUP};
    struct sigaction action = {.sa_handler = on_ending, .sa_flags = (int)SA_RESETHAND}, before;
    sigemptyset(&action.sa_mask);
    for (size_t i = 0; i < sizeof endings / sizeof *endings; i++)
        if (sigaction(endings[i], NULL, &before) == 0 && before.sa_handler == SIG_DFL)
            sigaction(endings[i], &action, NULL);
    signal(SIGXFSZ, SIG_IGN);
}

static double now(void) {
    struct timespec t;
    clock_gettime(CLOCK_MONOTONIC, &t);
    return (double)t.tv_sec + 1e-9 * (double)t.tv_nsec;
}

static int run(lith_machine *m, const struct options *o) {
    double start = now();
    struct last_line line = {.length = 0};
    bool input_open = true, idle = false;
    uint64_t cycles = 0;
    while (cycles < o->max_cycles && !ending) {
        uint64_t slice = o->max_cycles - cycles < SLICE ? o->max_cycles - cycles : SLICE;
        uint64_t ran = lith_machine_run(m, slice);
        cycles += ran;
        take_output(m, &line);
        idle = ran < slice && lith_machine_idle(m);
        if (ferror(stdout)) {
            fprintf(stderr, "lith-sim: cannot write to the standard output\n");
            return 2;
        }
        if (idle && !input_open) break;
        if (input_open) input_open = give_input(m, idle);
    }
    if (!idle && !ending) fprintf(stderr, "lith-sim: gave up after %" PRIu64 " cycles\n", cycles);
    struct lith_stats stats;
    lith_machine_stats(m, &stats);
    if (o->stats) lith_stats_print(stderr, &stats, now() - start);
    if (stats.memory_violations) {
        fprintf(stderr, "lith-sim: %" PRIu64 " SDRAM timing violations\n", stats.memory_violations);
        return 1;
    }
    return idle && strcmp(line.done, "PASS") == 0 ? 0 : 1;
}

static struct lith_profile *begin_profile(lith_machine *m, const char *elf_file) {
    char err[200];
    size_t size;
    uint8_t *elf = read_file(elf_file, &size);
    if (!elf) return NULL;
    struct lith_profile *profile = lith_profile_new(m, elf, size, 0, err, sizeof err);
    free(elf);
    if (!profile) fprintf(stderr, "lith-sim: %s: %s\n", elf_file, err);
    return profile;
}

/* Runs the machine with what is to look at it. */
static int observe(lith_machine *m, const struct options *o) {
    char err[PATH_MAX + 200];
    struct lith_profile *profile = NULL;
    struct lith_heap_map *map = NULL;
    struct lith_utilisation *utilisation = NULL;
    int status = 2;
    if (o->profile && !(profile = begin_profile(m, o->elf_file))) return 2;
    if (o->heap_map && !(map = lith_heap_map_new(m, err, sizeof err))) goto failed;
    if (o->stats && o->config.backend == LITH_RTL && !(utilisation = lith_utilisation_new(m))) {
        snprintf(err, sizeof err, "out of memory");
        goto failed;
    }
    status = run(m, o);
    if (utilisation) lith_utilisation_print(stderr, utilisation);
    if (profile && !lith_profile_write(profile, o->profile, err, sizeof err)) goto failed;
    if (map && !lith_heap_map_write(map, o->heap_map, NULL, err, sizeof err)) goto failed;
done:
    lith_utilisation_free(utilisation);
    lith_heap_map_free(map);
    lith_profile_free(profile);
    return status;
failed:
    fprintf(stderr, "lith-sim: %s\n", err);
    status = 2;
    goto done;
}

int main(int argc, char **argv) {
    struct options o;
    int status = parse(argc, argv, &o);
    if (status >= 0) return status;
    note_endings();
    uint8_t *ram = NULL, *flash = NULL;
    if (o.ram_file && !(ram = read_file(o.ram_file, &o.config.ram_size))) return 2;
    if (o.flash_file && !(flash = read_file(o.flash_file, &o.config.flash_size))) {
        free(ram);
        return 2;
    }
    o.config.ram = ram;
    o.config.flash = flash;
    char err[PATH_MAX + 200];
    lith_machine *m = lith_machine_new(&o.config, err, sizeof err);
    free(ram);
    free(flash);
    if (!m) {
        fprintf(stderr, "lith-sim: %s\n", err);
        return 2;
    }
    status = observe(m, &o);
    if (!lith_machine_end(m, err, sizeof err)) {
        fprintf(stderr, "lith-sim: %s\n", err);
        status = 2;
    }
    if (ending) raise(ending);
    return status;
}
