/* The prompt as a person uses it: through a terminal. Called with a folder for homes and programs. */
// clang-format off
#include <stdarg.h>
#include <stddef.h>
#include <setjmp.h>
#include <stdint.h>
#include <cmocka.h>
// clang-format on
#include "terminal.h"
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <termios.h>
#include <unistd.h>

static const char *folder;
static struct terminal t;

/* A home without a history. */
static const char *home(void) {
    static char path[300];
    char history[330];
    snprintf(path, sizeof path, "%s/home", folder);
    mkdir(path, 0700);
    snprintf(history, sizeof history, "%s/.lith_history", path);
    unlink(history);
    return path;
}

static const char *program(const char *name, const char *text) {
    static char path[300];
    snprintf(path, sizeof path, "%s/%s", folder, name);
    FILE *f = fopen(path, "w");
    assert_non_null(f);
    fputs(text, f);
    fclose(f);
    return path;
}

#define OPEN(...) terminal_open(&t, home(), (const char *const[]){__VA_ARGS__, NULL})

static void open_prompt(void) {
    OPEN("--model");
    terminal_prompt(&t);
}

static void leave(void) {
    terminal_type(&t, CTRL_D);
    assert_int_equal(terminal_end(&t), 0);
}

static void test_values(void **state) {
    (void)state;
    open_prompt();
    terminal_say(&t, "(+ 1 2)", "\n3\n");
    terminal_say(&t, "\"\xc3\xa4\xc3\xb6\"", "\"\xc3\xa4\xc3\xb6\"\n");
    terminal_say(&t, "(count \"\xc3\xa4\xe2\x82\xac\")", "\n2\n");
    terminal_say(&t, "(def x 20) (def y 22)", "#'user/y\n");
    terminal_say(&t, "(+ x y)", "42\n");
    terminal_say(&t, "", "");
    terminal_say(&t, "   ; nothing but a comment", "");
    terminal_say(&t, ":after", ":after\n");
    leave();
}

static void test_editing(void **state) {
    (void)state;
    open_prompt();
    /* (+ 1 3) becomes (+ 1 2) */
    terminal_say(&t, "(+ 1 3)" KEY_LEFT KEY_BACKSPACE "2", "\n3\n");
    /* ( + 10 5) begun in the middle */
    terminal_say(&t, "10 5)" KEY_HOME "(- " KEY_END, "\n5\n");
    terminal_say(&t, "(str 1 3)" KEY_LEFT KEY_LEFT KEY_LEFT KEY_RIGHT "2 ", "\n\"123\"\n");
    /* longer than the screen is wide, changed at both ends */
    terminal_say(&t,
                 "(count \"1234567890123456789012345678901234567890123456789012345678901234567890"
                 "12345678901234567890123456789012345678901234567890\")" KEY_HOME "(inc " KEY_END ")",
                 "\n121\n");
    leave();
}

static void test_history(void **state) {
    (void)state;
    open_prompt();
    terminal_say(&t, "(def x 41)", "#'user/x\n");
    terminal_say(&t, "(inc x)", "42\n");
    terminal_say(&t, KEY_UP, "\n42\n");
    terminal_say(&t, KEY_UP KEY_UP KEY_LEFT KEY_BACKSPACE "2", "\n#'user/x\n"); /* x is 42 now */
    terminal_say(&t, "(inc x)", "\n43\n");
    terminal_say(&t, KEY_UP KEY_UP KEY_UP KEY_DOWN KEY_DOWN, "\n43\n");
    leave();
    /* The next day. */
    terminal_open(&t, strcat(strcpy((char[300]){0}, folder), "/home"), (const char *const[]){"--model", NULL});
    terminal_prompt(&t);
    terminal_say(&t, KEY_UP KEY_UP, "\n#'user/x\n");
    terminal_say(&t, "x", "\n42\n");
    leave();
}

static void test_forms_over_lines(void **state) {
    (void)state;
    open_prompt();
    terminal_type(&t, "(+ 1" ENTER);
    terminal_see(&t, "\n");
    terminal_type(&t, "   2" ENTER);
    terminal_see(&t, "\n");
    terminal_say(&t, "3)", "\n6\n");
    terminal_type(&t, "\"one" ENTER);
    terminal_see(&t, "\n");
    terminal_say(&t, "two\"", "\n\"one\\ntwo\"\n");
    terminal_type(&t, "(defn f [x]" ENTER "  ; a comment with (" ENTER "  (* x x))" ENTER);
    terminal_see(&t, "#'user/f\n");
    terminal_prompt(&t);
    terminal_say(&t, "(f 7)", "\n49\n");
    leave();
}

/* All at once, before the machine has answered the first: nothing gets lost. */
static void test_typed_ahead(void **state) {
    (void)state;
    open_prompt();
    terminal_type(&t, "(def a 1)" ENTER "(reduce + (range 20000))" ENTER "(def b" ENTER "(+ a 1))" ENTER "[a b]" ENTER);
    terminal_see(&t, "#'user/a\n");
    terminal_see(&t, "199990000\n");
    terminal_see(&t, "#'user/b\n");
    terminal_see(&t, "\n[1 2]\n");
    terminal_prompt(&t);
    leave();
}

/* Ctrl-D while a program runs that does not read is forgotten; the next one leaves. The program says when the line
 * before has been taken, and runs until Ctrl-D has been typed, which the echo of what is typed behind it shows. */
static void test_end_typed_ahead(void **state) {
    char line[600], over[300];
    (void)state;
    snprintf(over, sizeof over, "%s/over", folder);
    unlink(over);
    snprintf(line, sizeof line,
             "(do (println :started) (loop [] (when-not (try (slurp \"%s\") (catch :default e nil)) (recur))) :over)",
             over);
    open_prompt();
    terminal_type(&t, line);
    terminal_type(&t, ENTER);
    terminal_see(&t, "\n:started\n");
    terminal_type(&t, CTRL_D "(+ 1");
    terminal_see(&t, "(+ 1");
    program("over", "now");
    terminal_see(&t, ":over\n");
    terminal_prompt(&t);
    terminal_say(&t, " 2)", "\n3\n");
    leave();
}

/* A paste of 300 lines, more than the link has buffers for. */
static void test_pasted(void **state) {
    (void)state;
    open_prompt();
    terminal_type(&t, "(def sum" ENTER "(reduce + '(" ENTER);
    for (int i = 0; i < 300; i++) {
        char line[100];
        snprintf(line, sizeof line, "%d ; %.*s" ENTER, i, i % 60,
                 "a comment that is longer on some lines than on other lines.");
        terminal_type(&t, line);
    }
    terminal_type(&t, ")))" ENTER);
    terminal_see(&t, "#'user/sum");
    terminal_prompt(&t);
    terminal_say(&t, "sum", "\n44850\n");
    leave();
}

/* Characters of several bytes are moved over and deleted as one. */
static void test_characters(void **state) {
    (void)state;
    open_prompt();
    terminal_say(&t, "\"a\xc3\xa4\xe2\x82\xac" KEY_LEFT KEY_LEFT KEY_BACKSPACE KEY_RIGHT "x" KEY_END "\"",
                 "\n\"\xc3\xa4x\xe2\x82\xac\"\n");
    leave();
}

/* What is left running goes on while a line is typed, and does not spoil it. */
static void test_background(void **state) {
    (void)state;
    open_prompt();
    terminal_say(&t, "(def a (atom 0))", "#'user/a");
    terminal_say(&t, "(spawn (fn [] (sleep 20) (println \"from behind\") (reset! a 42)))", "#<process");
    terminal_type(&t, "(+ 1 ");
    terminal_see(&t, "from behind\n");
    terminal_say(&t, "(deref a))", "\n43\n");
    terminal_say(&t, "(spawn (fn [] (loop [] (recur))))", "#<process");
    terminal_say(&t, "(+ 1 1)", "\n2\n");
    leave();
}

static void test_interrupt(void **state) {
    (void)state;
    open_prompt();
    terminal_type(&t, "(do (println :started) (loop [] (recur)))" ENTER);
    terminal_see(&t, "\n:started\n");
    terminal_type(&t, CTRL_C);
    terminal_see(&t, "interrupted");
    terminal_prompt(&t);
    terminal_say(&t, "(+ 20 22)", "\n42\n");
    /* one that prints for ever */
    terminal_type(&t, "(doseq [i (range)] (println i))" ENTER);
    terminal_see(&t, "\n100\n");
    terminal_type(&t, CTRL_C);
    terminal_see(&t, "interrupted");
    terminal_prompt(&t);
    terminal_say(&t, "(+ 20 23)", "\n43\n");
    /* one in C, and one that catches errors */
    terminal_type(&t, "(do (println :started) (count (range)))" ENTER);
    terminal_see(&t, "\n:started\n");
    terminal_type(&t, CTRL_C);
    terminal_see(&t, "interrupted");
    terminal_prompt(&t);
    terminal_type(&t, "(do (println :started) (try (loop [] (recur)) (catch :default e :caught)))" ENTER);
    terminal_see(&t, "\n:started\n");
    terminal_type(&t, CTRL_C);
    terminal_prompt(&t);
    terminal_say(&t, "(+ 20 24)", "\n44\n");
    /* a match that would go back 2^40 times */
    terminal_type(&t, "(do (println :started) (re-matches #\"(a+)+b\" (apply str (repeat 40 \\a))))" ENTER);
    terminal_see(&t, "\n:started\n");
    terminal_type(&t, CTRL_C);
    terminal_see(&t, "interrupted");
    terminal_prompt(&t);
    terminal_say(&t, "(+ 20 25)", "\n45\n");
    leave();
}

static void test_interrupt_typing(void **state) {
    (void)state;
    open_prompt();
    terminal_type(&t, "(+ 1 2" CTRL_C);
    terminal_prompt(&t);
    terminal_say(&t, "(* 2 3)", "\n6\n");
    terminal_type(&t, "(+ 1 2" ENTER);
    terminal_await(&t, "#_=> ");
    terminal_type(&t, CTRL_C);
    terminal_see(&t, "^C");
    terminal_prompt(&t);
    terminal_say(&t, "(* 3 3)", "\n9\n");
    for (int i = 0; i < 3; i++) {
        terminal_type(&t, CTRL_C);
        terminal_see(&t, "^C");
        terminal_prompt(&t);
    }
    terminal_say(&t, "(* 4 3)", "\n12\n");
    leave();
}

static void test_values_kept(void **state) {
    (void)state;
    open_prompt();
    terminal_say(&t, ":a", "\n:a\n");
    terminal_say(&t, ":b", "\n:b\n");
    terminal_say(&t, ":c", "\n:c\n");
    terminal_say(&t, "[*1 *2 *3]", "\n[:c :b :a]\n");
    terminal_say(&t, "(/ 1 0)", "divide by zero");
    terminal_say(&t, "(ex-message *e)", "divide by zero");
    terminal_say(&t, "(doc map)", "map");
    terminal_say(&t, "(time (reduce + (range 10)))", "\n45\n");
    leave();
}

static void test_input(void **state) {
    (void)state;
    open_prompt();
    terminal_type(&t, "(do (println :reading) (str \"<\" (read-line) \">\"))" ENTER);
    terminal_see(&t, "\n:reading\n");
    terminal_type(&t, "hello you" ENTER);
    terminal_see(&t, "\n\"<hello you>\"\n");
    terminal_prompt(&t);
    terminal_say(&t, "(+ 1 1)", "\n2\n");
    /* the end of the input is the end of that input only */
    terminal_type(&t, "(do (println :reading) (read-line))" ENTER);
    terminal_see(&t, "\n:reading\n");
    terminal_type(&t, CTRL_D);
    terminal_see(&t, "nil\n");
    terminal_prompt(&t);
    terminal_say(&t, "(+ 1 2)", "\n3\n");
    /* and an interrupt ends the waiting for it */
    terminal_type(&t, "(do (println :reading) (read-line))" ENTER);
    terminal_see(&t, "\n:reading\n");
    terminal_type(&t, CTRL_C);
    terminal_see(&t, "interrupted");
    terminal_prompt(&t);
    terminal_say(&t, "(+ 1 3)", "\n4\n");
    leave();
}

static void test_memory(void **state) {
    (void)state;
    OPEN("--model", "--heap", "512K");
    terminal_prompt(&t);
    terminal_say(&t, "(loop [a nil] (recur (cons a a)))", "memory");
    terminal_say(&t, "(+ 1 2)", "\n3\n");
    terminal_say(&t, "(defn f [n] (+ 1 (f (inc n))))", "#'user/f");
    terminal_say(&t, "(f 0)", "memory");
    terminal_say(&t, "(count (vec (range 1000)))", "\n1000\n");
    leave();
}

static void test_errors(void **state) {
    (void)state;
    open_prompt();
    terminal_say(&t, ")", "bracket");
    terminal_say(&t, "(foo)", "foo");
    terminal_say(&t, "(throw (ex-info \"so it is\" {:a 1}))", "so it is");
    terminal_say(&t, "(+ 1 2)", "\n3\n");
    terminal_type(&t, "(exit 5)" ENTER);
    assert_int_equal(terminal_end(&t), 5);
}

/* The terminal taken away ends lith; Ctrl-D within a form that was begun leaves as well. */
static void test_leaving(void **state) {
    (void)state;
    open_prompt();
    assert_int_not_equal(terminal_hang_up(&t), 0);
    open_prompt();
    terminal_type(&t, "(+ 1" ENTER);
    terminal_await(&t, "#_=> ");
    terminal_type(&t, CTRL_D);
    terminal_end(&t);
    open_prompt();
    terminal_type(&t, "(do (println :started) (loop [] (recur)))" ENTER);
    terminal_see(&t, "\n:started\n");
    assert_int_not_equal(terminal_hang_up(&t), 0);
}

/* A caller that ignores and blocks signals, as nohup does, or a CI runner: what is tested here does not inherit that.
 */
static void test_called_by_nohup(void **state) {
    static const int ignored[] = {SIGHUP, SIGINT, SIGTERM, SIGTSTP, SIGPIPE};
    enum { IGNORED = sizeof ignored / sizeof *ignored };
    void (*usual[IGNORED])(int);
    sigset_t blocked, before;
    (void)state;
    sigemptyset(&blocked);
    for (int i = 0; i < IGNORED; i++) {
        usual[i] = signal(ignored[i], SIG_IGN);
        sigaddset(&blocked, ignored[i]);
    }
    sigprocmask(SIG_BLOCK, &blocked, &before);
    open_prompt();
    for (int i = 0; i < IGNORED; i++) signal(ignored[i], usual[i]);
    sigprocmask(SIG_SETMASK, &before, NULL);
    terminal_type(&t, "(do (println :started) (loop [] (recur)))" ENTER);
    terminal_see(&t, "\n:started\n");
    terminal_type(&t, CTRL_C);
    terminal_see(&t, "interrupted");
    terminal_prompt(&t);
    terminal_type(&t, "(do (println :started) (loop [] (recur)))" ENTER);
    terminal_see(&t, "\n:started\n");
    assert_int_not_equal(terminal_hang_up(&t), 0);
}

/* A program that talks to a person. */
static void test_program(void **state) {
    (void)state;
    OPEN("run", "--model",
         program("ask.lisp", "(println \"name?\")\n(println (str \"hello \" (read-line)))\n"
                             "(println (count (line-seq *in*)))\n"));
    terminal_see(&t, "name?\n");
    terminal_type(&t, "lith" ENTER);
    terminal_see(&t, "hello lith\n");
    terminal_type(&t, "a" ENTER "b" ENTER CTRL_D);
    terminal_see(&t, "\n2\n");
    assert_int_equal(terminal_end(&t), 0);
    OPEN("run", "--model", program("loop.lisp", "(println :started)\n(loop [] (recur))\n"));
    terminal_see(&t, ":started\n");
    terminal_type(&t, CTRL_C);
    assert_int_equal(terminal_end(&t), 130);
}

/* Stopped, and given the terminal back in another mode than its own, as shells do. */
static void test_continued(void **state) {
    struct termios mode;
    (void)state;
    open_prompt();
    terminal_type(&t, "(+ 1 ");
    terminal_see(&t, "(+ 1 ");
    for (int i = 0; i < 2; i++) {
        terminal_stop(&t);
        assert_int_equal(tcgetattr(t.fd, &mode), 0);
        mode.c_lflag |= ICANON | ECHO;
        assert_int_equal(tcsetattr(t.fd, TCSANOW, &mode), 0);
        kill(t.pid, SIGCONT);
        terminal_await(&t, "user=> ");
        terminal_see(&t, i ? "" : "(+ 1 "); /* what was typed is there again */
        if (i == 0) terminal_type(&t, CTRL_C);
        if (i == 0) terminal_await(&t, "^C\nuser=> ");
    }
    terminal_type(&t, CTRL_C);
    terminal_see(&t, "^C\nuser=> ");
    if (strstr(t.raw, "^C^C") || strstr(t.raw, "user=> user=> ")) fail_msg("shown twice:\n%s", t.raw);
    terminal_say(&t, "(+ 1 5)", "\n6\n");
    leave();
}

/* A line of several rows is taken off the screen whole: by the width that the screen has now (resize.sh looks at such a
 * screen). */
#define CLEARED "\r\x1b[C\x1b[J\r\x1b[K"
static void test_rows(void **state) {
    char line[100] = "(str \"";
    (void)state;
    open_prompt();
    memset(line + 6, 'x', 90); /* with the prompt 103 columns */
    terminal_type(&t, line);
    terminal_see_raw(&t, "x \bxxxxxxxxxxxxxxxxxxxxxxx"); /* the second row, whole */
    terminal_resize(&t, 50);
    terminal_see_raw(&t, "\x1b[2A" CLEARED);
    terminal_see_raw(&t, "user=> ");
    terminal_resize(&t, 90);
    terminal_see_raw(&t, "\x1b[1A" CLEARED);
    terminal_see_raw(&t, "user=> ");
    terminal_type(&t, KEY_HOME "y");
    terminal_see_raw(&t, "y");
    terminal_resize(&t, 40);
    terminal_see_raw(&t, CLEARED);
    terminal_see_raw(&t, "user=> ");
    terminal_type(&t, CTRL_C);
    terminal_see_raw(&t, "\x1b[2B\r\x1b[24C^C"); /* behind all of it */
    terminal_see(&t, "^C");                      /* the prompt that is drawn after this */
    terminal_prompt(&t);
    /* what a process writes meanwhile */
    terminal_resize(&t, 80);
    terminal_say(&t, "(spawn (fn [] (loop [] (sleep 20) (println \"from behind\") (recur))))", "#<process");
    terminal_type(&t, line);
    terminal_see_raw(&t, "\x1b[1A" CLEARED "from behind");
    terminal_type(&t, "\")" ENTER);
    terminal_see(&t, "\n\"xxxxx"); /* the value: on the line, the prompt is before it */
    terminal_prompt(&t);
    leave();
}

/* Ctrl-C at the prompt is not make's, which would end with it; nor does make go on while lith is stopped. */
static void test_under_make(void **state) {
    char text[600];
    (void)state;
    snprintf(text, sizeof text, "run:\n\t@%s %s --model\n", getenv("FOREGROUND"), getenv("LITH"));
    const char *makefile = program("run.mk", text);
    terminal_run(&t, home(), (const char *const[]){"make", "-f", makefile, "run", NULL});
    terminal_prompt(&t);
    terminal_type(&t, "(do (println :started) (loop [] (recur)))" ENTER);
    terminal_see(&t, "\n:started\n");
    terminal_type(&t, CTRL_C);
    terminal_see(&t, "interrupted");
    terminal_prompt(&t);
    leave();
    terminal_run(&t, home(), (const char *const[]){"make", "-f", makefile, "run", NULL});
    terminal_prompt(&t);
    terminal_say(&t, "(+ 1 2)", "\n3\n");
    terminal_type(&t, "(exit 3)" ENTER);
    assert_int_equal(terminal_end(&t), 2); /* as make says it */
}

/* Told to end while a line is typed. */
static void test_ended(void **state) {
    (void)state;
    open_prompt();
    terminal_type(&t, "(+ 1 ");
    terminal_see(&t, "(+ 1 ");
    kill(t.pid, SIGTERM);
    assert_int_equal(terminal_end(&t), 128 + SIGTERM);
}

/* The hardware, in simulation. */
static void test_on_the_hardware(void **state) {
    (void)state;
    OPEN("--heap", "1M");
    terminal_see(&t, "Starting ulx3s: it has read ");
    terminal_see_raw(&t, " % of kernel and library.");
    terminal_see_raw(&t, "\r\x1b[KLith on ulx3s");
    terminal_prompt(&t);
    terminal_say(&t, "(reduce + (range 100))", "\n4950\n");
    terminal_type(&t, "(do (println :started) (loop [] (recur)))" ENTER);
    terminal_see(&t, "\n:started\n");
    terminal_type(&t, CTRL_C);
    terminal_see(&t, "interrupted");
    terminal_prompt(&t);
    terminal_say(&t, KEY_UP KEY_UP, "\n4950\n");
    leave();
}

int main(int argc, char **argv) {
    if (argc < 2) {
        fprintf(stderr, "usage: test_terminal FOLDER [TEST]\n");
        return 2;
    }
    folder = argv[1];
    if (argc > 2) cmocka_set_test_filter(argv[2]);
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_pasted),
        cmocka_unit_test(test_characters),
        cmocka_unit_test(test_background),
        cmocka_unit_test(test_values),
        cmocka_unit_test(test_editing),
        cmocka_unit_test(test_history),
        cmocka_unit_test(test_forms_over_lines),
        cmocka_unit_test(test_typed_ahead),
        cmocka_unit_test(test_end_typed_ahead),
        cmocka_unit_test(test_interrupt),
        cmocka_unit_test(test_interrupt_typing),
        cmocka_unit_test(test_values_kept),
        cmocka_unit_test(test_input),
        cmocka_unit_test(test_memory),
        cmocka_unit_test(test_errors),
        cmocka_unit_test(test_leaving),
        cmocka_unit_test(test_called_by_nohup),
        cmocka_unit_test(test_program),
        cmocka_unit_test(test_on_the_hardware),
        cmocka_unit_test(test_continued),
        cmocka_unit_test(test_rows),
        cmocka_unit_test(test_under_make),
        cmocka_unit_test(test_ended),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
