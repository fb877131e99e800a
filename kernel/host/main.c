/* lisp-host: the language as a program of the host, for tests, debugging and fuzzing.
 *
 * usage: lisp-host [FILE | -e TEXT]...; HEAP_WORDS and GC_EVERY in the environment set up the heap. */
#include "boot.h"
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

static uint32_t setting(const char *name) {
    const char *v = getenv(name);
    return v ? (uint32_t)strtoul(v, NULL, 0) : 0;
}

int main(int argc, char **argv) {
    val result = NIL;
    char *here = __builtin_frame_address(0);
    host_heap_init(setting("HEAP_WORDS"), setting("GC_EVERY"), here + 256);
    lisp_init(here - C_STACK);
    host_collecting = vm_wipe_dead;
    if (!lisp_load_library(&result)) {
        lisp_report(result);
        return 1;
    }
    signal(SIGINT, on_interrupt);
    for (int i = 1; i < argc; i++) {
        bool ok;
        if (!strcmp(argv[i], "-e") && i + 1 < argc) {
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
            lisp_report(result);
            return 1;
        }
    }
    fflush(stdout);
    return 0;
}
