/* lisp-host: the language as a program of the host, for tests, debugging and fuzzing.
 *
 * usage: lisp-host [--image FILE] [--dump FILE | FILE | -e TEXT | --tree TEXT | --disassemble NAME]...
 *                  [--ahead FILE IMAGE | --ahead-eval TEXT IMAGE]
 * --tree shows what the compiler makes of a text before there is code, --disassemble the byte code of a function.
 * --ahead compiles a program for a machine without compiler and writes its image (ahead.h), of a file of tests each
 * PARTS-th check from number PART on; HEAP_WORDS and GC_EVERY in
 * the environment set up the heap; QUANTUM=n has a process run for a random number of calls and loops from 1 to n, by
 * the seed in SEED. */
#include "ahead.h"
#include "boot.h"
#include "clock.h"
#include "dump.h"
#include "error.h"
#include "show.h"
#include "vm.h"
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#define C_STACK (128 * 1024)

static void on_interrupt(int signal) {
    (void)signal;
    vm_interrupt();
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

/* Made from lisp/small/left-out. */
extern const char small_left_out[];

static void dump(const char *path, const char *small) {
    FILE *f = fopen(path, "wb");
    if (f && dump_image(f, small) && fclose(f) == 0) return;
    fprintf(stderr, "lisp-host: cannot write %s\n", path);
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

int main(int argc, char **argv) {
    val result = NIL;
    char *here = __builtin_frame_address(0);
    host_heap_init(setting("HEAP_WORDS"), setting("GC_EVERY"), here + 256);
    lisp_init(here - C_STACK);
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
    for (int i = first; i < argc; i++) {
        bool ok = true;
        if (!strcmp(argv[i], "--dump") && i + 1 < argc) {
            dump(argv[++i], NULL);
            dump_sizes(stdout);
        } else if ((!strcmp(argv[i], "--ahead") || !strcmp(argv[i], "--ahead-eval")) && i + 2 < argc) {
            bool print = argv[i][7];
            size_t n = strlen(argv[i + 1]);
            char *text = print ? argv[i + 1] : read_file(argv[i + 1], &n);
            int32_t part = (int32_t)setting("PART"), parts = (int32_t)setting("PARTS");
            ok = ahead_compile(print ? "input" : argv[i + 1], text, (uint32_t)n, print, part, parts ? parts : 1,
                               &result);
            if (ok) dump(argv[i + 2], small_left_out);
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
            if (error_is(result, "exit")) return fixnum_value(cell_geti(result, 2));
            lisp_report(result, NIL);
            return 1;
        }
    }
    fflush(stdout);
    return 0;
}
