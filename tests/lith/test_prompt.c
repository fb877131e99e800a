/* The prompt, fed through a pipe. */
#include "tests.h"

static void forms_over_lines(void **state) {
    (void)state;
    expect(LITH_INPUT("(+ 1 2)\n", "--model"), 0, "3\n", NULL);
    expect(LITH_INPUT("(+ 1\n\n2)  3 (def\nx\n5)\nx", "--model", "repl"), 0, "3\n3\n#'user/x\n5\n", NULL);
    expect(LITH_INPUT("\"a\nb\" ; c\n\n;;\n#_ 1\n2\n", "--model"), 0, "\"a\\nb\"\n2\n", NULL);
    expect(LITH_INPUT("", "--model"), 0, "", NULL);
    expect(LITH_INPUT("1\n(+ 1", "--model"), 1, "1\n", "input:1:1: this form is not closed\n");
    expect(LITH_INPUT("2 (+ 1\n \"text\n", "--model"), 1, "2\n", "input:2:2: this string is not closed\n");
}

static void values_kept(void **state) {
    (void)state;
    expect(LITH_INPUT("1\n2\n3\n[*1 *2 *3 *e]\n", "--model"), 0, "1\n2\n3\n[3 2 1 nil]\n", NULL);
    expect(LITH_INPUT("(/ 1 0)\n(ex-message *e)\n", "--model"), 1, "\"divide by zero\"\n", "divide by zero");
    expect(LITH_INPUT("(ns other)\n(def x 1)\n::k\n", "--model"), 0, "nil\n#'other/x\n:other/k\n", NULL);
}

static void errors_go_on(void **state) {
    (void)state;
    expect(LITH_INPUT(")\n1\n", "--model"), 1, "1\n", "input:1:1: unexpected closing bracket");
    expect(LITH_INPUT("(throw 1)\n1\n", "--model"), 1, "1\n", "input:1:1: error: 1\n");
    expect(LITH_INPUT("(reduce conj () (range))\n1\n", "--model", "--heap", "2M"), 1, "1\n", "out of memory");
    expect(LITH_INPUT("((fn f [x] (inc (f x))) 1)\n1\n", "--model", "--heap", "2M"), 1, "1\n", "out of memory");
}

/* A program reads its line, and no more, from what is typed behind it. */
static void reading(void **state) {
    (void)state;
    expect(LITH_INPUT("(read-line)\nhello\n(str *1 *1)\n", "--model"), 0, "\"hello\"\n\"hellohello\"\n", NULL);
    expect(LITH_INPUT("(read-line)", "--model"), 0, "nil\n", NULL);
    expect(LITH_INPUT("(exit 4)\n1\n", "--model"), 4, "", NULL);
}

static void documentation(void **state) {
    (void)state;
    struct result r = LITH_INPUT("(doc map)\n(doc first)\n(doc when)\n(doc no-such-name)\n", "--model");
    assert_non_null(strstr(r.out, "lith.core/map\n"));
    assert_non_null(strstr(r.out, "The lazy sequence of f of each element"));
    assert_non_null(strstr(r.out, "lith.core/first\n"));
    assert_non_null(strstr(r.out, "Macro\n"));
    assert_non_null(strstr(r.out, "Nothing is known about no-such-name\n"));
    /* Every special form, and macros that are special forms elsewhere. */
    static const char *const special[] = {"def", "do", "if", "quote", "var", "recur", "throw", "catch", "finally"};
    for (size_t i = 0; i < sizeof special / sizeof *special; i++) {
        char input[40], usage[40];
        snprintf(input, sizeof input, "(doc %s)\n", special[i]);
        snprintf(usage, sizeof usage, "(%s", special[i]);
        r = LITH_INPUT(input, "--model");
        assert_int_equal(strncmp(r.out, usage, strlen(usage)), 0);
        assert_non_null(strstr(r.out, "\nSpecial form\n"));
    }
    static const char *const macros[] = {"let", "loop", "fn", "try", "defn", "defmacro"};
    for (size_t i = 0; i < sizeof macros / sizeof *macros; i++) {
        char input[40];
        snprintf(input, sizeof input, "(doc %s)\n", macros[i]);
        r = LITH_INPUT(input, "--model");
        if (!strstr(r.out, "\nMacro\n") || strstr(r.out, "\nMacro\nnil")) fail_msg("(doc %s):\n%s", macros[i], r.out);
    }
    r = LITH_INPUT("(time (reduce + (range 100)))\n", "--model");
    assert_int_equal(strncmp(r.out, "cycles: ", 8), 0);
    assert_non_null(strstr(r.out, "\n4950\n"));
}

static const struct CMUnitTest tests[] = {
    cmocka_unit_test(forms_over_lines), cmocka_unit_test(values_kept),   cmocka_unit_test(errors_go_on),
    cmocka_unit_test(reading),          cmocka_unit_test(documentation),
};

int prompt_tests(void) { return cmocka_run_group_tests_name("prompt", tests, NULL, NULL); }
