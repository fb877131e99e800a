/* lith run and lith eval. */
#include "tests.h"

static void values(void **state) {
    (void)state;
    expect(LITH("--model", "eval", "(+ 1 2)", "[:a \"b\" \\c nil 1.5]", "nil"), 0, "3\n[:a \"b\" \\c nil 1.5]\nnil\n",
           NULL);
    expect(LITH("--model", "eval", "(def x 4) (* x x)"), 0, "#'user/x\n16\n", NULL);
    expect(LITH("--model", "eval", "(do (println \"h\u00e9\") :done)"), 0, "h\u00e9\n:done\n", NULL);
    expect(LITH("--model", "eval", "", " ; nothing"), 0, "", NULL);
    expect(LITH("--model", "eval", "[*1 *2 *3]", "1 2 3", "[*1 *2 *3]"), 0, "[nil nil nil]\n1\n2\n3\n[3 2 1]\n", NULL);
    expect(LITH("--model", "eval", "(do (read-line) (read-line))"), 0, "nil\n", NULL);
}

static void errors(void **state) {
    (void)state;
    expect(LITH("--model", "eval", "1", "(+ 1\n :a)", "2"), 1, "1\n",
           "input:1:1: arithmetic: expected a number, got :a\n");
    expect(LITH("--model", "eval", "1 foo"), 1, "1\n", "input:1:3: unable to resolve symbol: foo\n");
    expect(LITH("--model", "eval", "1\n )"), 1, "1\n", "input:2:2: unexpected closing bracket");
    expect(LITH("--model", "eval", "1 [\n (+ 1"), 1, "1\n", "input:2:2: this form is not closed\n");
    expect(LITH("--model", "eval", "(throw (ex-info \"mine\" {:a 1}))"), 1, "", "input:1:1: mine {:a 1}\n");
    expect(LITH("--model", "eval", "(throw :thing)"), 1, "", "input:1:1: error: :thing\n");
    /* A value has the place where it was thrown, wherever it goes on being thrown. */
    expect(LITH("--model", "eval", "(defn f [x]\n (throw x))\n(try (f [5]) (finally (inc 1)))"), 1, "#'user/f\n",
           "input:2:2: error: [5]\n");
    expect(LITH("--model", "eval", "(try (throw 1) (catch :default e 2))", "1 (throw 1)"), 1, "2\n1\n",
           "input:1:3: error: 1\n");
    expect(LITH("--model", "eval", "(spawn (fn []\n (throw 5)))\n(sleep 20)"), 0, "#<process 2>\nnil\n",
           "input:2:2: error: 5\n");
    expect(LITH("--model", "eval", "1\n (map inc [:a])"), 1, "1\n",
           "input:2:2: arithmetic: expected a number, got :a\n");
    const char *file =
        test_text("error.lisp", "(println 1)\n\n(defn f [x]\n  (inc x))\n(defn g [] (f nil) 1)\n(g)\n(println 2)\n");
    struct result r = LITH("--model", "run", file);
    char expected[1000];
    snprintf(expected, sizeof expected,
             "%s:4:3: arithmetic: expected a number, got nil\n  in f at %s:4:3\n  in g at %s:5:12\n  at %s:6:1\n", file,
             file, file, file);
    assert_string_equal(r.err, expected);
    expect(r, 1, "1\n", expected);
    file = test_text("error.lisp", "(println 1)\n(println 2\n");
    snprintf(expected, sizeof expected, "%s:2:1: this form is not closed\n", file);
    expect(LITH("--model", "run", file), 1, "1\n", expected);
    file = test_text("error.lisp", "(println 1)\n\n  foo\n");
    snprintf(expected, sizeof expected, "%s:3:3: unable to resolve symbol: foo\n", file);
    expect(LITH("--model", "run", file), 1, "1\n", expected);
    /* forms of a `do` that macros make, with no place of their own */
    file = test_text("error.lisp", "\n (ns a (:require nope))\n");
    snprintf(expected, sizeof expected, "%s:2:2: require: there is no namespace nope\n", file);
    expect(LITH("--model", "run", file), 1, "", expected);
    file = test_text("error.lisp", "(defmacro m [] (list 'do 1 (list 'do (list 'throw 5))))\n(do (println 1)\n (m))\n");
    snprintf(expected, sizeof expected, "%s:3:2: error: 5\n", file);
    expect(LITH("--model", "run", file), 1, "1\n", expected);
}

/* Tests that cannot be read have a place too. */
static void tests_unreadable(void **state) {
    static const struct {
        const char *text, *error;
    } cases[] = {
        {"(+ 1 1) => 2\n(+ 1", ":3:1: this form is not closed\n"},
        {"(+ 1 1) =>\n 2)", ":3:3: unexpected closing bracket\n"},
        {"(+ 1 1) => ; nothing\n", ":2:9: what should come behind => is missing\n"},
        {"(+ 1 1) =>> (", ":2:13: this form is not closed\n"},
    };
    char text[100], expected[300];
    (void)state;
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
        snprintf(text, sizeof text, ";; tests\n%s", cases[i].text);
        const char *file = test_text("unreadable.lisp", text);
        snprintf(expected, sizeof expected, "%s%s", file, cases[i].error);
        struct result r = LITH("--model", "run", file);
        assert_string_equal(r.err, expected);
        assert_int_equal(r.status, 1);
    }
}

static void input_and_output(void **state) {
    (void)state;
    const char *file = test_text("upper.lisp", "(doseq [l (line-seq *in*)] (println (upper-case l)))");
    expect(LITH_INPUT("one\ntwo\r\n\nthree", "--model", "run", file), 0, "ONE\nTWO\n\nTHREE\n", NULL);
    expect(LITH("--model", "run", file), 0, "", NULL);
    file = test_text("first.lisp", "(println (read-line)) (println (count (slurp *in*))) (println (read-line))");
    char *text = malloc(300001);
    assert_non_null(text);
    memset(text, 'x', 300000);
    text[300000] = 0;
    text[9] = '\n';
    expect(LITH_INPUT(text, "--model", "run", file), 0, "xxxxxxxxx\n299990\nnil\n", NULL);
    free(text);
    expect(lith_with((struct invocation){.in_missing = true},
                     (const char *const[]){"--model", "eval", "(read-line)", NULL}),
           0, "nil\n", NULL);
    expect(LITH("--model", "run", test_text("empty.lisp", "")), 0, "", NULL);
    file = test_text("windows.lisp", "\xef\xbb\xbf(println 1)\r\n(println 2)\r\n");
    expect(LITH("--model", "run", file), 0, "1\n2\n", NULL);
    file = test_text("script.lisp", "#!/usr/bin/env -S lith run\n(println 1)");
    expect(LITH("--model", "run", file), 0, "1\n", NULL);
    expect(LITH("--model", "run", test_file("zero.lisp", "(inc 1)\n\0", 9)), 1, "",
           "zero.lisp:2:1: unexpected character");
}

static void exit_status(void **state) {
    (void)state;
    expect(LITH("--model", "eval", "(exit)"), 0, "", NULL);
    expect(LITH("--model", "eval", "1", "(do (print :x) (exit 7))", "2"), 7, "1\n:x", NULL);
    const char *file = test_text("exit.lisp", "(println 1) (try (exit 200) (finally (println 2))) (println 3)");
    expect(LITH("--model", "run", file), 200, "1\n2\n", NULL);
    static const char *const wrong[] = {"(exit 300)", "(exit -1)", "(exit :a)"};
    for (size_t i = 0; i < sizeof wrong / sizeof *wrong; i++) {
        expect(LITH("--model", "eval", wrong[i]), 1, "", "exit: expected a status from 0 to 255");
        expect(LITH("--model", "--machine", "icebreaker", "eval", wrong[i]), 1, "",
               "exit: expected a status from 0 to 255");
    }
    expect(LITH("--model", "--machine", "icebreaker", "eval", "(try (exit 200) (finally (println 2)))"), 200, "2\n",
           NULL);
}

/* Text that the machine does not hold as a whole, and one form of the same size. */
static void large_programs(void **state) {
    (void)state;
    size_t room = 400000, n = 0;
    char *text = malloc(room);
    assert_non_null(text);
    for (int i = 0; i < 5000; i++)
        n += (size_t)snprintf(text + n, room - n, "(def v%d (+ %d 1)) ; \u00fcber\n", i % 50, i);
    snprintf(text + n, room - n, "(println v49)");
    expect(LITH("--model", "--heap", "2M", "run", test_text("large.lisp", text)), 0, "5000\n", NULL);
    n = (size_t)snprintf(text, room, "(def data '(");
    for (int i = 0; i < 20000; i++) n += (size_t)snprintf(text + n, room - n, "(a %d)\n", i);
    snprintf(text + n, room - n, ")) (println (count data) (last data))");
    expect(LITH("--model", "--heap", "8M", "run", test_text("large.lisp", text)), 0, "20000 (a 19999)\n", NULL);
    /* Most of the text is never wanted. */
    memcpy(text, "(exit 5)    ", 12);
    expect(LITH("--model", "run", test_text("large.lisp", text)), 5, "", NULL);
    memcpy(text, "(inc :a)    ", 12);
    expect(LITH("--model", "run", test_text("large.lisp", text)), 1, "", "large.lisp:1:1: ");
    free(text);
}

/* Comments and space are no text to be kept; what is too long for one begins behind the form before. */
static void long_comments(void **state) {
    enum { LONG = 1200000 };
    char *text = malloc(2 * LONG);
    (void)state;
    assert_non_null(text);
    size_t n = (size_t)sprintf(text, "(println 1)\n  ; ");
    memset(text + n, 'x', LONG);
    n += LONG;
    n += (size_t)sprintf(text + n, "\n  #_ (a ; b\n) (println 2)\n");
    size_t spaces = n;
    expect(LITH("--model", "--heap", "512K", "run", test_text("comment.lisp", text)), 0, "1\n2\n", NULL);
    expect(LITH_INPUT(strchr(text, ';'), "--model"), 0, "2\nnil\n", NULL);
    sprintf(text + n, "  foo ; the end");
    expect(LITH("--model", "run", test_text("comment.lisp", text)), 1, "1\n2\n",
           "comment.lisp:5:3: unable to resolve symbol: foo\n");
    sprintf(text + n, " (println 3 ; one that is not closed");
    expect(LITH("--model", "run", test_text("comment.lisp", text)), 1, "1\n2\n",
           "comment.lisp:5:2: this form is not closed\n");
    memset(text, ' ', spaces);
    memcpy(text + spaces, "(println 4)", 12);
    expect(LITH("--model", "--heap", "512K", "run", test_text("comment.lisp", text)), 0, "4\n", NULL);
    n = (size_t)sprintf(text, "(println 1)\n(println ; ");
    memset(text + n, 'x', LONG);
    sprintf(text + n + LONG, "\n 2)");
    expect(LITH("--model", "run", test_text("comment.lisp", text)), 1, "1\n",
           "comment.lisp:1:12: a text is too long: more than 1048320 bytes\n");
    expect(LITH_INPUT(text, "--model"), 1, "1\nnil\n2\n", "input:1:1: a text is too long: more than 1048320 bytes\n");
    free(text);
}

/* The example of a file of tests in docs/lith.md is one. */
static void documented_tests(void **state) {
    size_t n;
    (void)state;
    char *page = read_whole("docs/lith.md", &n), *example = strstr(page, "```\n;; tests");
    assert_non_null(example);
    char *end = strstr(example + 4, "```");
    assert_non_null(end);
    *end = 0;
    const char *file = test_text("documented.lisp", example + 4);
    struct result r = LITH("--model", "run", file);
    assert_string_equal(r.err, "");
    assert_int_equal(r.status, 0);
    assert_non_null(strstr(r.out, "documented.lisp: 4 passed, 0 failed\n"));
    free(page);
}

/* Files that are no programs. */
static void nonsense(void **state) {
    char *text = malloc(100001);
    (void)state;
    assert_non_null(text);
    memset(text, '(', 100000);
    text[100000] = 0;
    expect(LITH("--model", "run", test_text("nonsense.lisp", text)), 1, "", "nonsense.lisp:1:1: nested too deeply\n");
    memset(text, 'a', 100000);
    expect(LITH("--model", "run", test_text("nonsense.lisp", text)), 1, "",
           "nonsense.lisp:1:1: a symbol or number is too long\n");
    memset(text, ';', 100000);
    expect(LITH("--model", "run", test_text("nonsense.lisp", text)), 0, "", NULL);
    text[0] = '"';
    expect(LITH("--model", "run", test_text("nonsense.lisp", text)), 1, "",
           "nonsense.lisp:1:1: this string is not closed\n");
    free(text);
    expect(LITH("--model", "run", getenv("LITH")), 1, "", "lith:1:1: ");
}

static void memory_exhausted(void **state) {
    (void)state;
    expect(LITH("--model", "--heap", "2M", "eval", "(try (reduce conj [] (range)) (catch :memory e :full))",
                "(reduce + (range 1000))"),
           0, ":full\n499500\n", NULL);
    expect(LITH("--model", "--heap", "2M", "eval", "(reduce conj [] (range))"), 1, "", "input:1:1: out of memory\n");
    expect(LITH("--model", "--heap", "2M", "eval", "(defn f [x]\n (inc (f x)))\n(f 1)"), 1, "#'user/f\n",
           "input:2:7: out of memory\n");
    /* Handles run out before words do, and the session that throws the error again has no room for its place either. */
    expect(LITH("--model", "eval", "(count (map inc (range 1000000)))"), 1, "", "input:1:8: out of memory\n");
    /* Where nothing that runs has a place it is what is read, not where memory ran out before. */
    char *text = malloc(300100);
    memset(text, 'x', 300000);
    text[0] = '"';
    strcpy(text + 299999, "\"\n");
    const char *file = test_text("long.lisp", text);
    expect(LITH("--model", "--heap", "256K", "run", file), 1, "", "long.lisp:1:1: out of memory\n");
    char *input = malloc(300200);
    sprintf(input, "   (reduce conj [] (range))\n%s", text);
    expect(LITH_INPUT(input, "--model", "--heap", "256K"), 1, "",
           "input:1:4: out of memory\ninput:1:1: out of memory\n");
    free(text);
    free(input);
}

static void interrupted(void **state) {
    (void)state;
    const char *file = test_text("endless.lisp", "(println :ready) (loop [i 0] (recur (inc i)))");
    expect(
        lith_with((struct invocation){.interrupt_at = ":ready"}, (const char *const[]){"--model", "run", file, NULL}),
        130, ":ready\n", "interrupted\n");
    file = test_text("reading.lisp", "(try (println :ready) (read-line) (catch :interrupt e (println :caught)))");
    expect(
        lith_with((struct invocation){.interrupt_at = ":ready"}, (const char *const[]){"--model", "run", file, NULL}),
        0, ":ready\n:caught\n", NULL);
    /* In a circle, in C; then in a finally, where the second ends it for certain. */
    file = test_text("circle.lisp", "(println :ready) (def s (lazy-seq (cons 1 s)))\n"
                                    "(try (count s) (finally (println :finally) (loop [] (recur))))");
    expect(lith_with((struct invocation){.interrupt_at = ":ready", .again_at = ":finally"},
                     (const char *const[]){"--model", "run", file, NULL}),
           130, ":ready\n:finally\n", "lith: interrupted again: the program is given up\n");
}

/* Nobody reads: the end is quiet. The disk is full: it is not. */
static void output_lost(void **state) {
    (void)state;
    const char *const forever[] = {"--model", "eval", "(loop [] (println \"a line of text\") (recur))", NULL};
    expect(lith_with((struct invocation){.out_closed = true}, forever), 128 + 13, "", NULL);
    expect(lith_with((struct invocation){.out_full = true}, forever), 2, "",
           "lith: cannot write to the standard output: No space left on device\n");
    expect(lith_with((struct invocation){.out_missing = true}, forever), 2, "",
           "lith: cannot write to the standard output: Bad file descriptor\n");
    /* What fits the buffer is lost at the end only. */
    expect(lith_with((struct invocation){.out_full = true}, (const char *const[]){"--model", "eval", "1", NULL}), 2, "",
           "lith: cannot write to the standard output: No space left on device\n");
}

/* A sample on the simulated hardware. */
static void on_the_hardware(void **state) {
    (void)state;
    const char *file =
        test_text("sample.lisp", "(spit (first *command-line-args*) (apply str (interpose \"+\" (line-seq *in*))))\n"
                                 "(println (slurp (first *command-line-args*)))\n(exit 3)");
    expect(LITH_INPUT("a\nb\nc", "run", file, test_path("sample.txt")), 3, "a+b+c\n", NULL);
}

static const struct CMUnitTest tests[] = {
    cmocka_unit_test(tests_unreadable), cmocka_unit_test(values),           cmocka_unit_test(errors),
    cmocka_unit_test(input_and_output), cmocka_unit_test(exit_status),      cmocka_unit_test(large_programs),
    cmocka_unit_test(nonsense),         cmocka_unit_test(memory_exhausted), cmocka_unit_test(interrupted),
    cmocka_unit_test(output_lost),      cmocka_unit_test(on_the_hardware),  cmocka_unit_test(long_comments),
    cmocka_unit_test(documented_tests),
};

int programs_tests(void) { return cmocka_run_group_tests_name("programs", tests, NULL, NULL); }
