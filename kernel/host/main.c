/* lisp-host: the language as a program of the host, for tests, debugging and fuzzing. */
#include "ahead.h"
#include "clock.h"
#include "dump.h"
#include "host/files/files.h"
#include "kernel/host/start.h"
#include "kernel/process/scheduler.h"
#include "lisp/cells/error.h"
#include "lisp/image/boot.h"
#include "lisp/interpreter/vm.h"
#include "show.h"
#include "sim/output_file.h"
#include "sim/version.h"
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

static const char usage[] =
    "usage: lisp-host [--image FILE] [FILE | -e TEXT | --tree TEXT | --disassemble NAME | --dump IMAGE |\n"
    "                  --ahead FILE IMAGE | --ahead-eval TEXT IMAGE]...\n"
    "  --image FILE             the library from an image, instead of compiling it\n"
    "  FILE, -                  loads a file, the standard input\n"
    "  -e TEXT                  evaluates a text\n"
    "  --tree TEXT              what the compiler makes of a text before there is code\n"
    "  --disassemble NAME       the byte code of a function\n"
    "  --dump IMAGE             writes an image of all there is; prints what it takes\n"
    "  --ahead FILE IMAGE       compiles a program for a machine without compiler and writes its image, of a file of\n"
    "                           tests each PARTS-th check from number PART on\n"
    "  --ahead-eval TEXT IMAGE  the same for a text, whose values it prints\n"
    "  -h, --help, --version\n"
    "In the environment: HEAP_WORDS, the size of the heap; GC_EVERY=n, a collection at every nth cell; QUANTUM=n, a\n"
    "process runs for 1 to n calls and loops at random, by the seed in SEED; PART and PARTS.\n"
    "Exit status: 0 done, 1 an error nobody caught, 2 files that cannot be read or written; (exit n): n.\n";

static void on_interrupt(int signal) {
    (void)signal;
    scheduler_interrupt();
}

static char *read_file(const char *path, size_t *n) {
    FILE *f = !strcmp(path, "-") ? stdin : fopen(path, "rb");
    size_t room = 1 << 16;
    char *text = malloc(room);
    if (!f || !text) {
        fprintf(stderr, "lisp-host: cannot read %s\n", path);
        exit(2);
    }
    *n = 0;
    for (size_t got; (got = fread(text + *n, 1, room - *n, f)) > 0;) {
        *n += got;
        if (*n < room) continue;
        text = realloc(text, room *= 2);
        if (!text) exit(2);
    }
    if (f != stdin) fclose(f);
    return text;
}

static FILE *image;

static void image_seek(uint32_t word) { fseek(image, (long)word * 4, SEEK_SET); }

static uint32_t image_word(void) {
    uint8_t bytes[4] = {0};
    if (fread(bytes, 1, 4, image) != 4) return 0;
    return bytes[0] | (uint32_t)bytes[1] << 8 | (uint32_t)bytes[2] << 16 | (uint32_t)bytes[3] << 24;
}

static void load_image(const char *path) {
    static const struct image_source source = {image_seek, image_word};
    image = fopen(path, "rb");
    const char *wrong = image ? lisp_load_image(&source) : "cannot be read";
    if (!wrong) return;
    fprintf(stderr, "lisp-host: %s: %s\n", path, wrong);
    exit(2);
}

static void dump(const char *path, bool small) {
    struct output_file f;
    char err[PATH_MAX + 200];
    if (output_file_begin(&f, path, err, sizeof err)) {
        dump_image(f.stream, small);
        if (output_file_finish(&f, err, sizeof err)) return;
    }
    fprintf(stderr, "lisp-host: %s\n", err);
    exit(2);
}

static uint32_t setting(const char *name) {
    const char *v = getenv(name);
    return v ? (uint32_t)strtoul(v, NULL, 0) : 0;
}

/* Always all that is not needed, so that collecting often tests what the machine does when memory is exhausted. */
static void before_collection(void) {
    vm_wipe_unread();
    vm_wipe_dead();
}

/* What is still to be written goes out; returns the status to end with. */
static int finish(int status) {
    char err[PATH_MAX + 200];
    bool good = files_close_all(err, sizeof err);
    if (good && (fflush(stdout) != 0 || ferror(stdout))) {
        good = false;
        snprintf(err, sizeof err, "cannot write to the standard output");
    }
    if (!good) fprintf(stderr, "lisp-host: %s\n", err);
    return good || status ? status : 2;
}

int main(int argc, char **argv) {
    val result = NIL;
    if (argc > 1 && (!strcmp(argv[1], "-h") || !strcmp(argv[1], "--help"))) {
        fputs(usage, stdout);
        return finish(0);
    }
    if (argc > 1 && !strcmp(argv[1], "--version")) {
        puts("lisp-host " LITH_VERSION);
        return finish(0);
    }
    host_start(setting("HEAP_WORDS"), setting("GC_EVERY"), HOST_C_STACK);
    host_collecting = before_collection;
    if (setting("QUANTUM")) clock_random(setting("QUANTUM"), setting("SEED"));
    int first = 1;
    if (argc > 2 && !strcmp(argv[1], "--image")) {
        load_image(argv[2]);
        first = 3;
    } else if (!lisp_load_library(&result)) {
        lisp_report(result, NIL);
        return 1;
    }
    signal(SIGINT, on_interrupt);
    signal(SIGXFSZ, SIG_IGN); /* an error like a full disk */
    for (int i = first; i < argc; i++) {
        bool ok = true;
        if (!strcmp(argv[i], "--dump") && i + 1 < argc) {
            dump(argv[++i], false);
            dump_sizes(stdout);
        } else if ((!strcmp(argv[i], "--ahead") || !strcmp(argv[i], "--ahead-eval")) && i + 2 < argc) {
            bool print = argv[i][7];
            size_t n = strlen(argv[i + 1]);
            char *text = print ? argv[i + 1] : read_file(argv[i + 1], &n);
            int32_t part = (int32_t)setting("PART"), parts = (int32_t)setting("PARTS");
            ok = ahead_compile(print ? "input" : argv[i + 1], text, (uint32_t)n, print, part, parts ? parts : 1,
                               &result);
            if (ok) dump(argv[i + 2], true);
            if (!print) free(text);
            i += 2;
        } else if (!strcmp(argv[i], "--tree") && i + 1 < argc) {
            i++;
            ok = show_trees(stdout, argv[i], (uint32_t)strlen(argv[i]), &result);
        } else if (!strcmp(argv[i], "--disassemble") && i + 1 < argc) {
            ok = show_code(stdout, argv[++i], &result);
        } else if (!strcmp(argv[i], "-e") && i + 1 < argc) {
            i++;
            ok = lisp_load("eval", argv[i], (uint32_t)strlen(argv[i]), &result);
        } else {
            size_t n;
            char *text = read_file(argv[i], &n);
            ok = lisp_load(argv[i], text, (uint32_t)n, &result);
            free(text);
        }
        if (!ok) {
            fflush(stdout);
            if (error_is(result, "exit")) return finish(fixnum_value(cell_geti(result, ERROR_DATA)));
            lisp_report(result, NIL);
            return finish(1);
        }
    }
    return finish(0);
}
