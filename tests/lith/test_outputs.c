/* Files that the programs make: whole or not at all, and nothing but plain files is replaced. */
#include "tests.h"
#include <dirent.h>
#include <fcntl.h>
#include <signal.h>
#include <sys/stat.h>
#include <unistd.h>

/* What makes files, how it is called (%s is the file's name, %f a flash image, %p a program), and what it ends with
 * when all is well. */
static const struct {
    const char *program, *arguments[10];
    int status;
} makers[] = {
    {"lith", {"--model", "--profile", "%s", "eval", "1"}, 0},
    {"lith", {"--model", "--heap-map", "%s", "eval", "1"}, 0},
    {"lith", {"--max-cycles", "3000", "--trace", "%s", "eval", "1"}, 3},
    {"lith-sim", {"--model", "--flash", "%f", "--heap-map", "%s", "--max-cycles", "500000"}, 1},
    {"lith-sim", {"--model", "--flash", "%f", "--elf", "%p", "--profile", "%s", "--max-cycles", "500000"}, 1},
    {"lith-sim", {"--flash", "%f", "--trace", "%s", "--max-cycles", "3000"}, 1},
    {"lisp-host", {"--dump", "%s"}, 0},
    {"lisp-host", {"--ahead-eval", "1", "%s"}, 0},
    {"tools/mkimage", {"%p", "%s"}, 0},
};
enum { MAKERS = sizeof makers / sizeof *makers };

/* Runs a maker; its file is `path`. */
static struct result make(size_t maker, const char *path, unsigned long file_most) {
    const char *arguments[11];
    size_t n = 0;
    for (; makers[maker].arguments[n]; n++) {
        const char *argument = makers[maker].arguments[n];
        arguments[n] = !strcmp(argument, "%s")   ? path
                       : !strcmp(argument, "%p") ? getenv("LITH_ELF")
                       : !strcmp(argument, "%f") ? getenv("LITH_FLASH")
                                                 : argument;
    }
    arguments[n] = NULL;
    return lith_with((struct invocation){.program = makers[maker].program, .file_most = file_most}, arguments);
}

static void nothing_left_over(void) {
    DIR *folder = opendir(getenv("LITH_TEST_FOLDER"));
    assert_non_null(folder);
    for (struct dirent *e; (e = readdir(folder));)
        if (!strncmp(e->d_name, ".lith-", 6)) fail_msg("left over: %s", e->d_name);
    closedir(folder);
}

static mode_t mode_of(const char *path) {
    struct stat s;
    assert_int_equal(lstat(path, &s), 0);
    return s.st_mode;
}

static void refused(size_t maker, const char *path, const char *why) {
    struct result r = make(maker, path, 0);
    assert_string_equal(r.out, "");
    if (!strstr(r.err, path) || !strstr(r.err, why)) fail_msg("maker %zu: no `%s`: %s", maker, why, r.err);
    const char *end = strchr(r.err, '\n');
    assert_true(end && !end[1]);
    assert_int_equal(r.status, 2);
}

/* Pipes stand for all devices: a device node could be lost to a fault that this test is to find. */
static void only_plain_files_are_replaced(void **state) {
    const char *pipe = test_path("pipe"), *to_pipe = test_path("to-pipe"), *dangling = test_path("dangling");
    (void)state;
    unlink(pipe);
    unlink(to_pipe);
    unlink(dangling);
    assert_int_equal(mkfifo(pipe, 0600), 0);
    assert_int_equal(symlink("pipe", to_pipe), 0);
    assert_int_equal(symlink("/nowhere/at/all", dangling), 0);
    for (size_t i = 0; i < MAKERS; i++) {
        refused(i, pipe, "not a plain file");
        refused(i, to_pipe, "not a plain file");
        refused(i, dangling, "a symbolic link to nothing");
        refused(i, getenv("LITH_TEST_FOLDER"), "Is a directory");
        refused(i, "/nowhere/file", "No such file or directory");
    }
    assert_true(S_ISFIFO(mode_of(pipe)));
    assert_true(S_ISLNK(mode_of(to_pipe)));
    assert_true(S_ISLNK(mode_of(dangling)));
    nothing_left_over();
}

/* The file gets new contents, the rest stays as it was: links, permissions. */
static void plain_files_are_replaced(void **state) {
    size_t n;
    (void)state;
    for (size_t i = 0; i < MAKERS; i++) {
        const char *file = test_text("output", "old"), *link = test_path("link");
        assert_int_equal(chmod(file, 0640), 0);
        unlink(link);
        assert_int_equal(symlink("output", link), 0);
        assert_int_equal(make(i, link, 0).status, makers[i].status);
        assert_true(S_ISLNK(mode_of(link)));
        assert_int_equal(mode_of(file) & 07777, 0640);
        char *contents = read_whole(file, &n);
        assert_true(n > 20 && memcmp(contents, "old", 3));
        free(contents);
        unlink(file);
        assert_int_equal(make(i, file, 0).status, makers[i].status);
        mode_t mask = umask(0);
        umask(mask);
        assert_int_equal(mode_of(file) & 07777, 0666 & ~mask);
    }
    nothing_left_over();
}

/* A file that cannot be written to its end is an error, and the one before it is still there. */
static void write_errors(void **state) {
    char line[500];
    size_t n;
    (void)state;
    for (size_t i = 0; i < MAKERS; i++) {
        for (unsigned long most = 1; most <= 512; most += 511) {
            const char *file = test_text("output", "old");
            struct result r = make(i, file, most);
            const char *slash = strrchr(makers[i].program, '/');
            snprintf(line, sizeof line, "%s: %s: ", slash ? slash + 1 : makers[i].program, file);
            const char *at = strstr(r.err, line);
            if (!at || (at != r.err && at[-1] != '\n') ||
                (!strstr(at, "too large") && !strstr(at, "no room for the waveform")))
                fail_msg("maker %zu: %s", i, r.err);
            assert_int_equal(r.status, 2);
            char *contents = read_whole(file, &n);
            assert_string_equal(contents, "old");
            free(contents);
        }
    }
    nothing_left_over();
}

/* What asks a program to end lets it close its files. */
static void ended_by_signals(void **state) {
    static const int signals[] = {SIGTERM, SIGHUP};
    size_t n;
    (void)state;
    for (size_t i = 0; i < 2; i++) {
        const char *map = test_path("ended.svg"), *profile = test_path("ended");
        unlink(map);
        unlink(profile);
        struct invocation how = {.interrupt_at = ":ready", .signal = signals[i]};
        struct result r =
            lith_with(how, (const char *const[]){"--model", "--heap-map", map, "--profile", profile, "eval",
                                                 "(do (println :ready) (loop [] (recur)))", NULL});
        expect(r, 128 + signals[i], ":ready\n", NULL);
        char *text = read_whole(map, &n);
        assert_non_null(strstr(text, "</svg>"));
        free(text);
        text = read_whole(profile, &n);
        assert_non_null(strstr(text, "C functions"));
        free(text);
        /* while somebody is asked for input, and with output that nobody takes */
        r = lith_with(how, (const char *const[]){"--model", "eval", "(do (println :ready) (read-line))", NULL});
        expect(r, 128 + signals[i], ":ready\n", NULL);
    }
    nothing_left_over();
}

static size_t files_in(const char *path) {
    size_t n = 0;
    DIR *folder = opendir(path);
    assert_non_null(folder);
    for (struct dirent *e; (e = readdir(folder));) n += e->d_name[0] != '.' || strlen(e->d_name) > 2;
    closedir(folder);
    return n;
}

/* icebreaker's programs are compiled into a file that goes again, here by a macro that does not end
 * (and prints more than its buffer holds). */
static void compiling_ended(void **state) {
    static const int signals[] = {SIGINT, SIGTERM, SIGHUP};
    (void)state;
    const char *folder = test_path("tmp");
    mkdir(folder, 0700);
    setenv("TMPDIR", folder, 1);
    assert_int_equal(files_in(folder), 0);
    expect(LITH("--model", "--machine", "icebreaker", "eval", "(+ 1 2)"), 0, "3\n", NULL);
    for (size_t i = 0; i < 3; i++) {
        static const char endless[] = "(defmacro m [] (dotimes [i 2000] (println :ready)) (loop [] (recur)))";
        struct invocation how = {.interrupt_at = ":ready", .signal = signals[i]};
        struct result r =
            lith_with(how, (const char *const[]){"--model", "--machine", "icebreaker", "eval", endless, "(m)", NULL});
        assert_int_equal(r.status, 128 + signals[i]);
        assert_int_equal(files_in(folder), 0);
    }
    unsetenv("TMPDIR");
}

/* Output that nobody takes any more ends a run, not the files that it was to make. */
static void output_lost(void **state) {
    size_t n;
    (void)state;
    const char *profile = test_path("lost");
    unlink(profile);
    struct result r = lith_with((struct invocation){.out_closed = true},
                                (const char *const[]){"--model", "--profile", profile, "eval",
                                                      "(loop [] (println \"a line of text\") (recur))", NULL});
    expect(r, 128 + SIGPIPE, "", NULL);
    free(read_whole(profile, &n));
    assert_true(n > 1000);
    nothing_left_over();
}

/* Programs write to whatever they name, and are told of errors. */
static void files_of_programs(void **state) {
    (void)state;
    expect(LITH("--model", "eval", "(spit \"/dev/null\" :x)"), 0, "nil\n", NULL);
    expect(LITH("--model", "eval", "(spit \"/dev/full\" :x)"), 1, "", "/dev/full: No space left on device\n");
    const char *read = "(let [n (request :open \"/proc/self/mem\" \"r\")] (request :read-file n))";
    expect(LITH("--model", "eval", read), 1, "", "/proc/self/mem: Input/output error\n");
    /* one that the program leaves open */
    static const char open[] = "(let [n (request :open \"/dev/full\" \"w\")] (request :write-file n \"text\" 0))";
    expect(LITH("--model", "eval", open), 2, "nil\n", "lith: /dev/full: No space left on device\n");
    expect(lith_with((struct invocation){.program = "lisp-host"}, (const char *const[]){"-e", open, NULL}), 2, "",
           "lisp-host: /dev/full: No space left on device\n");
}

static void has(const char *path, const char *contents) {
    size_t n;
    char *text = access(path, F_OK) ? NULL : read_whole(path, &n);
    if (contents) assert_non_null(text);
    if (contents ? strcmp(text, contents) != 0 : text != NULL) fail_msg("%s has become %s", path, text);
    free(text);
}

/* What is in the way of a text that is spit: how it is called, and what is then said. */
static void spit_in_vain(const char *before) {
    static const char *const endings[] = {"", " :append true"};
    char program[1000], message[500];
    for (size_t i = 0; i < 2; i++) {
        const char *path = before ? test_text("spit", before) : test_path("spit");
        if (!before) unlink(path);
        snprintf(program, sizeof program, "(spit \"%s\" (apply str (repeat 30000 :x))%s)", path, endings[i]);
        snprintf(message, sizeof message, "%s: File too large\n", path);
        expect(LITH_HOW({.file_most = 512}, "--model", "eval", program), 1, "", message);
        has(path, before);
        /* told to end between the writing and the end of it */
        snprintf(program, sizeof program,
                 "(let [n (request :open \"%s\" \"%c\")] (request :write-file n \"text\" 0) (println :ready)"
                 " (loop [] (recur)))",
                 path, "WA"[i]);
        struct result r = lith_with((struct invocation){.interrupt_at = ":ready", .signal = SIGTERM},
                                    (const char *const[]){"--model", "eval", program, NULL});
        expect(r, 128 + SIGTERM, ":ready\n", NULL);
        has(path, before);
        /* a text that is an error while it is made */
        snprintf(program, sizeof program, "(spit \"%s\" (map inc [1 :x])%s)", path, endings[i]);
        assert_int_equal(LITH("--model", "eval", program).status, 1);
        has(path, before);
    }
}

/* All of a text or nothing is in a plain file. */
static void spit_whole(void **state) {
    char program[2000];
    (void)state;
    spit_in_vain(NULL);
    spit_in_vain("old");
    /* Other names of the file stay its names. */
    const char *file = test_text("spit", "old"), *name = test_path("name"), *link = test_path("to-spit");
    unlink(name);
    unlink(link);
    assert_int_equal(symlink("spit", link), 0);
    snprintf(program, sizeof program, "(do (spit \"%s\" :new) (spit \"%s\" 1 :append true))", link, link);
    expect(LITH("--model", "eval", program), 0, "nil\n", NULL);
    has(file, ":new1");
    assert_int_equal(linkat(AT_FDCWD, file, AT_FDCWD, name, 0), 0);
    snprintf(program, sizeof program, "(do (spit \"%s\" :newer) (spit \"%s\" 2 :append true))", file, file);
    expect(LITH("--model", "eval", program), 0, "nil\n", NULL);
    has(name, ":newer2");
    unlink(file); /* the link leads to nothing */
    expect(LITH("--model", "eval", program), 0, "nil\n", NULL);
    has(link, ":newer2");
    assert_true(S_ISLNK(mode_of(link)));
    nothing_left_over();
}

static const struct CMUnitTest tests[] = {
    cmocka_unit_test(only_plain_files_are_replaced),
    cmocka_unit_test(plain_files_are_replaced),
    cmocka_unit_test(write_errors),
    cmocka_unit_test(ended_by_signals),
    cmocka_unit_test(compiling_ended),
    cmocka_unit_test(output_lost),
    cmocka_unit_test(files_of_programs),
    cmocka_unit_test(spit_whole),
};

int outputs_tests(void) { return cmocka_run_group_tests_name("outputs", tests, NULL, NULL); }
