/* Wrong use of the command line: one clear line, status 2, nothing done. */
#include "tests.h"
#include <sys/stat.h>
#include <unistd.h>

static void wrong_options(void **state) {
    (void)state;
    expect_refused(LITH("--bogus"), 2, "unknown option --bogus");
    expect_refused(LITH("-x", "eval", "1"), 2, "unknown option -x");
    expect_refused(LITH("eval", "-5"), 2, "unknown option -5");
    expect_refused(LITH("frobnicate"), 2, "no command `frobnicate`");
    expect_refused(LITH("repl", "file"), 2, "repl takes no `file`");
    expect_refused(LITH("run"), 2, "run needs a file");
    expect_refused(LITH("eval"), 2, "eval needs an expression");
    expect_refused(LITH("--machine"), 2, "--machine needs a value");
    expect_refused(LITH("--machine", "pdp11", "eval", "1"), 2, "no machine `pdp11`");
    /* An option whose file was forgotten does not take the command for one. */
    static const char *const files[] = {"--profile", "--heap-map", "--trace", "--image"};
    for (size_t i = 0; i < sizeof files / sizeof *files; i++) {
        expect_refused(LITH(files[i], "eval", "1"), 2, " needs a file before the command eval");
        expect_refused(LITH("eval", "1", files[i], "--stats"), 2, " needs a file before --stats");
        expect_refused(LITH("eval", "1", files[i], ""), 2, " needs a file: its name is empty");
        expect_refused(LITH("eval", "1", files[i]), 2, " needs a value");
    }
    expect_refused(LITH("--model=yes", "eval", "1"), 2, "takes no value");
    expect_refused(LITH("--model", "--trace", test_path("x.fst"), "eval", "1"), 2, "does not go with --model");
}

static void wrong_numbers(void **state) {
    static const char *const sizes[] = {"", "0", "1", "12X", "255K", "33M", "-5", "4 M", "4MM", "99999999999999999999"};
    static const char *const counts[] = {"", "0", "-1", "1e6", "99999999999999999999", "0x10"};
    (void)state;
    for (size_t i = 0; i < sizeof sizes / sizeof *sizes; i++)
        expect_refused(LITH("--heap", sizes[i], "eval", "1"), 2, "ulx3s takes from 256K to 32768K");
    for (size_t i = 0; i < sizeof counts / sizeof *counts; i++)
        expect_refused(LITH("--max-cycles", counts[i], "eval", "1"), 2, "not a positive number");
}

static void unreadable_files(void **state) {
    (void)state;
    expect_refused(LITH("run", "/nonexistent/x.lisp"), 2, "/nonexistent/x.lisp: No such file or directory");
    expect_refused(LITH("run", "/"), 2, "/: Is a directory");
    expect_refused(LITH("--image", "/nonexistent", "eval", "1"), 2, "No such file or directory");
    expect_refused(LITH("--heap-map", "/nonexistent/x.svg", "eval", "1"), 2, "No such file or directory");
    expect_refused(LITH("--profile", "/", "eval", "1"), 2, "Is a directory");
    expect_refused(LITH("--image", "/dev/zero", "eval", "1"), 2, "/dev/zero: larger than 14 MiB");
    expect_refused(LITH("--image", "x", "--profile", test_path("p"), "eval", "1"), 2, "--profile goes with the image");
    /* A file that is to be written is not made before everything else is right. */
    const char *map = test_path("map.svg");
    unlink(map);
    expect_refused(LITH("--heap-map", map, "run", "/nonexistent/x.lisp"), 2, "/nonexistent/x.lisp");
    assert_int_equal(access(map, F_OK), -1);
}

static void options_anywhere(void **state) {
    (void)state;
    expect(LITH("--model", "eval", "(+ 1 2)"), 0, "3\n", NULL);
    expect(LITH("eval", "--model", "(+ 1 2)"), 0, "3\n", NULL);
    expect(LITH("eval", "(+ 1 2)", "--model"), 0, "3\n", NULL);
    expect(LITH("--model", "eval", "--", "-5", "'--stats"), 0, "-5\n--stats\n", NULL);
    const char *file = test_text("arguments.lisp", "(prn *command-line-args*)");
    expect(LITH("run", file, "a", "--model", "b c", ""), 0, "(\"a\" \"b c\" \"\")\n", NULL);
    expect(LITH("--model", "run", file, "--", "--stats", "--", "-x"), 0, "(\"--stats\" \"--\" \"-x\")\n", NULL);
    expect(LITH("--model", "run", file), 0, "nil\n", NULL);
}

static void help_and_version(void **state) {
    (void)state;
    struct result r = LITH("--help");
    assert_int_equal(r.status, 0);
    assert_non_null(strstr(r.out, "usage: lith"));
    assert_string_equal(r.err, "");
    static const char *const programs[] = {"lith", "lith-sim", "lisp-host", "tools/mkimage", "tools/isa"};
    for (size_t i = 0; i < sizeof programs / sizeof *programs; i++) {
        r = lith_with((struct invocation){.program = programs[i]}, (const char *const[]){"-h", NULL});
        assert_int_equal(r.status, 0);
        assert_string_equal(r.err, "");
        assert_int_equal(strncmp(r.out, "usage: ", 7), 0);
    }
    r = LITH("--version");
    assert_int_equal(r.status, 0);
    assert_int_equal(strncmp(r.out, "lith ", 5), 0);
}

static void stats(void **state) {
    static const char *const keys[] = {
        "cycles: ",         "instructions: ", "cells_allocated: ",     "gc_cycles: ",    "gc_stall_max: ",
        "gc_stall_total: ", "alloc_wait: ",   "heap_words_max_live: ", "host_seconds: ", "sim_cycles_per_second: "};
    (void)state;
    for (size_t i = 0; i < sizeof keys / sizeof *keys; i++)
        expect(LITH("--model", "--stats", "eval", "1"), 0, "1\n", keys[i]);
    expect(LITH("--model", "--max-cycles", "1000000", "eval", "1"), 3, "", "stopped after 1000000 cycles");
    expect(LITH("--model", "--max-cycles", "50000000", "eval", "(loop [] (recur))"), 3, "", "stopped after 50000000");
}

/* More heap than the machine has, on both back ends of the simulator. */
static void too_much_heap(void **state) {
    (void)state;
    const char *file = test_text("no-program", "????");
    for (int model = 0; model < 2; model++) {
        const char *const arguments[] = {"--ram", file, "--heap-words", "9999999", model ? "--model" : NULL, NULL};
        struct result r = lith_with((struct invocation){.program = "lith-sim"}, arguments);
        assert_int_equal(r.status, 2);
        assert_string_equal(r.err, "lith-sim: ulx3s has 8388608 words of heap, not 9999999\n");
    }
}

static void waveform(void **state) {
    size_t n;
    (void)state;
    const char *file = test_path("wave.fst");
    unlink(file);
    expect(LITH("eval", "1", "--trace", file, "--max-cycles", "3000"), 3, "", "lith: stopped after 3000 cycles");
    free(read_whole(file, &n));
    assert_true(n > 1000);
}

static const struct CMUnitTest tests[] = {
    cmocka_unit_test(wrong_options),    cmocka_unit_test(wrong_numbers),    cmocka_unit_test(unreadable_files),
    cmocka_unit_test(options_anywhere), cmocka_unit_test(help_and_version), cmocka_unit_test(stats),
    cmocka_unit_test(waveform),         cmocka_unit_test(too_much_heap),
};

int options_tests(void) { return cmocka_run_group_tests_name("options", tests, NULL, NULL); }
