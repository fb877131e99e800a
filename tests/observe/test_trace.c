/* Waveforms: an FST file has the states' names as text, is whole, and is read by others however its run ends.
 * test_trace PROGRAM.bin SCRATCH LITH */
#include "fst.h"
#include "harness.h"
#include "tests/signals.h"
#include <fcntl.h>
#include <gtkwave/fstapi.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/wait.h>
#include <unistd.h>

enum { NAMES_MAX = 64, SIGNALS_MAX = 8, WIDTH_MAX = 128 };

/* A signal that holds text, and the words that it was seen to hold. */
struct text_signal {
    fstHandle handle;
    char path[100];
    char names[NAMES_MAX][WIDTH_MAX / 8 + 1];
    unsigned count;
};
static struct text_signal signals[SIGNALS_MAX];
static unsigned signal_count;

static struct text_signal *signal_of(fstHandle handle) {
    for (unsigned i = 0; i < signal_count; i++)
        if (signals[i].handle == handle) return &signals[i];
    return NULL;
}

/* A value of the file is a digit for each bit. */
static void value_changed(void *context, uint64_t time, fstHandle handle, const unsigned char *value) {
    (void)context;
    (void)time;
    struct text_signal *s = signal_of(handle);
    char name[WIDTH_MAX / 8 + 1];
    unsigned n = 0;
    for (const unsigned char *p = value; *p; p += 8) {
        unsigned c = 0;
        for (int bit = 0; bit < 8; bit++) c = c << 1 | (p[bit] == '1');
        if (c) name[n++] = (char)c;
    }
    name[n] = 0;
    for (unsigned i = 0; i < s->count; i++)
        if (strcmp(s->names[i], name) == 0) return;
    if (s->count == NAMES_MAX) fail_msg("%s holds more than %d words", s->path, NAMES_MAX);
    strcpy(s->names[s->count++], name);
}

/* All values of the signals dbg_... */
static void read_signals(const char *path) {
    void *fst = fstReaderOpen(path);
    if (!fst) fail_msg("%s is no FST file", path);
    signal_count = 0;
    fstReaderClrFacProcessMaskAll(fst);
    for (struct fstHier *h; (h = fstReaderIterateHier(fst));) {
        if (h->htyp == FST_HT_SCOPE) fstReaderPushScope(fst, h->u.scope.name, NULL);
        if (h->htyp == FST_HT_UPSCOPE) fstReaderPopScope(fst);
        if (h->htyp != FST_HT_VAR || strncmp(h->u.var.name, "dbg_", 4) != 0) continue;
        assert_true(signal_count < SIGNALS_MAX && h->u.var.length <= WIDTH_MAX && h->u.var.length % 8 == 0);
        struct text_signal *s = &signals[signal_count++];
        *s = (struct text_signal){.handle = h->u.var.handle};
        snprintf(s->path, sizeof s->path, "%s", fstReaderGetCurrentFlatScope(fst));
        fstReaderSetFacProcessMask(fst, s->handle);
    }
    fstReaderIterBlocks(fst, value_changed, NULL, NULL);
    fstReaderClose(fst);
}

static bool holds(const char *module, const char *name) {
    for (unsigned i = 0; i < signal_count; i++)
        for (unsigned k = 0; strstr(signals[i].path, module) && k < signals[i].count; k++)
            if (strcmp(signals[i].names[k], name) == 0) return true;
    return false;
}

static char program[200], file[200], lith[200];

static void states_have_names(void **state) {
    (void)state;
    char err[200];
    size_t size;
    uint8_t *ram = read_whole(program, &size);
    struct lith_config cfg = {.machine = "ulx3s", .ram = ram, .ram_size = size, .heap_words = 4000, .trace = file};
    lith_machine *m = lith_machine_new(&cfg, err, sizeof err);
    if (!m) fail_msg("%s", err);
    free(ram);
    run_out(m, 420000);
    lith_machine_free(m);
    read_signals(file);
    remove(file); /* 20 MB */
    static const char *const wanted[][2] = {
        {"core", "compute"}, {"core", "branch"},        {"core", "xc"},        {"mutator", "idle"},
        {"mutator", "look"}, {"mutator", "new_fields"}, {"collector", "scan"}, {"collector", "move_entry"},
        {"roots", "walk"},   {"sdram", "ready"},        {"sdram", "settle"},   {"sdram", "refr_start"}};
    for (size_t i = 0; i < sizeof wanted / sizeof *wanted; i++)
        if (!holds(wanted[i][0], wanted[i][1])) fail_msg("no state `%s` in %s", wanted[i][1], wanted[i][0]);
    /* Readable words; `-`: no instruction. */
    for (unsigned i = 0; i < signal_count; i++)
        for (unsigned k = 0; k < signals[i].count; k++)
            if (strspn(signals[i].names[k], "abcdefghijklmnopqrstuvwxyz0123456789_-. ") != strlen(signals[i].names[k]))
                fail_msg("%s holds `%s`", signals[i].path, signals[i].names[k]);
}

/* A part of a waveform, or one with another byte in its skeleton, is none. */
static void parts_are_found(void **state) {
    (void)state;
    char err[200], part[220];
    size_t size, n;
    uint8_t *ram = read_whole(program, &size);
    struct lith_config cfg = {.machine = "ulx3s", .ram = ram, .ram_size = size, .heap_words = 4000, .trace = file};
    lith_machine *m = lith_machine_new(&cfg, err, sizeof err);
    if (!m) fail_msg("%s", err);
    free(ram);
    run_out(m, 3000);
    if (!lith_machine_end(m, err, sizeof err)) fail_msg("%s", err);
    assert_true(fst_is_whole(file));
    uint8_t *bytes = read_whole(file, &n);
    snprintf(part, sizeof part, "%s.part", file);
    for (size_t keep = 0; keep <= n; keep += keep < 400 || n - keep < 40 ? 1 : (n - keep) / 3) {
        FILE *f = fopen(part, "wb");
        assert_non_null(f);
        fwrite(bytes, 1, keep, f);
        fclose(f);
        if (fst_is_whole(part) != (keep == n)) fail_msg("%zu bytes of %zu", keep, n);
    }
    static const size_t skeleton[] = {0, 8, 72, 330, 338};
    for (size_t i = 0; i < sizeof skeleton / sizeof *skeleton; i++) {
        bytes[skeleton[i]] ^= 0x10;
        FILE *f = fopen(part, "wb");
        assert_non_null(f);
        fwrite(bytes, 1, n, f);
        fclose(f);
        if (fst_is_whole(part)) fail_msg("byte %zu was changed", skeleton[i]);
        bytes[skeleton[i]] ^= 0x10;
    }
    free(bytes);
    remove(part);
    remove(file);
}

/* A run that is told to end leaves all that it has recorded. */
static void ended_runs_are_read(void **state) {
    static const int endings[] = {SIGTERM, SIGHUP};
    (void)state;
    for (size_t i = 0; i < 2; i++) {
        remove(file);
        pid_t pid = fork();
        if (pid == 0) {
            signals_usual();
            alarm(300);
            dup2(open("/dev/null", O_RDWR), STDOUT_FILENO);
            execl(lith, lith, "--trace", file, "eval", "1", (char *)NULL);
            _exit(99);
        }
        int status;
        sleep(2);
        assert_int_equal(kill(pid, endings[i]), 0);
        assert_int_equal(waitpid(pid, &status, 0), pid);
        assert_true(WIFSIGNALED(status) && WTERMSIG(status) == endings[i]);
        assert_true(fst_is_whole(file));
        read_signals(file);
        assert_true(holds("core", "compute") && holds("sdram", "ready"));
        void *fst = fstReaderOpen(file);
        assert_true(fstReaderGetEndTime(fst) > 1000 * 20); /* nanoseconds: a thousand cycles */
        fstReaderClose(fst);
        remove(file);
    }
}

int main(int argc, char **argv) {
    if (argc != 4) return 2;
    snprintf(program, sizeof program, "%s", argv[1]);
    snprintf(file, sizeof file, "%s/trace.fst", argv[2]);
    snprintf(lith, sizeof lith, "%s", argv[3]);
    const struct CMUnitTest tests[] = {cmocka_unit_test(states_have_names), cmocka_unit_test(parts_are_found),
                                       cmocka_unit_test(ended_runs_are_read)};
    return cmocka_run_group_tests(tests, NULL, NULL);
}
