/* Lines typed at a terminal (terminal.h). */
#include "terminal.h"
#include "options.h"
#include "signals.h"
#include "sim/output_file.h"
#include <errno.h>
#include <histedit.h>
#include <locale.h>
#include <poll.h>
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>
#include <wchar.h>

#define HISTORY_LINES 1000

static EditLine *editor;
static History *history_lines;
static char prompt_text[80];
static char history_file[4096]; /* empty: none is kept */
static bool interrupted, typing;
static bool (*run_background)(void *context);
static void *background_context;
static volatile sig_atomic_t changed; /* the terminal: it has another size, or was somebody else's meanwhile */

static void on_change(int signal) { changed = signal; }

static char *prompt(EditLine *e) {
    (void)e;
    return prompt_text;
}

/* Waits until something is typed, while the background goes on. False: Ctrl-C, or an error. */
static bool wait_for_key(void) {
    for (bool busy = true;;) {
        struct pollfd in[] = {{.fd = STDIN_FILENO, .events = POLLIN}, {.fd = signals_descriptor(), .events = POLLIN}};
        if (poll(in, 2, busy ? 0 : -1) < 0 && errno != EINTR) return false;
        if (changed) {
            if (changed == SIGCONT) el_set(editor, EL_PREP_TERM, 1);
            if (changed == SIGWINCH) el_resize(editor);
            changed = 0;
            el_set(editor, EL_REFRESH);
            continue;
        }
        if (signals_ending()) return false;
        if (signals_taken()) {
            interrupted = true;
            return false;
        }
        if (in[0].revents) return true;
        busy = run_background(background_context);
    }
}

/* The next character typed: 1, or -1 at the end or when Ctrl-C was pressed. */
static int next_character(EditLine *e, wchar_t *c) {
    mbstate_t state = {0};
    (void)e;
    while (wait_for_key()) {
        char byte;
        ssize_t n = read(STDIN_FILENO, &byte, 1);
        if (n < 0 && errno == EINTR) continue;
        if (n <= 0) return -1;
        switch (mbrtowc(c, &byte, 1, &state)) {
        case (size_t)-2: /* a part of a character */
            continue;
        case (size_t)-1: /* no character at all */
            memset(&state, 0, sizeof state);
            continue;
        default:
            return 1;
        }
    }
    return -1;
}

void terminal_aside(bool begin) {
    if (!typing) return;
    if (begin)
        fputs("\r\033[K", stdout);
    else
        el_set(editor, EL_REFRESH);
    fflush(stdout);
}

/* $XDG_STATE_HOME/lith_history or ~/.lith_history. */
static void find_history(void) {
    const char *state = getenv("XDG_STATE_HOME"), *home = getenv("HOME");
    int n = 0;
    if (state && *state)
        n = snprintf(history_file, sizeof history_file, "%s/lith_history", state);
    else if (home && *home)
        n = snprintf(history_file, sizeof history_file, "%s/.lith_history", home);
    /* One that is no plain file (a link to /dev/null, mostly) is one that somebody does not want to be kept. */
    struct stat s;
    bool other = n && stat(history_file, &s) == 0 && !S_ISREG(s.st_mode);
    if (other || n >= (int)sizeof history_file) history_file[0] = 0;
}

static void save_history(void) {
    static struct output_file file;
    char err[PATH_MAX + 200];
    HistEvent event;
    if (!history_file[0]) return;
    if (output_file_begin(&file, history_file, err, sizeof err)) {
        history(history_lines, &event, H_SAVE_FP, file.stream);
        if (output_file_finish(&file, err, sizeof err)) return;
    }
    complain("the history is not kept: %s", err);
    history_file[0] = 0;
}

bool terminal_open(bool (*background)(void *context), void *context) {
    struct sigaction change = {.sa_handler = on_change};
    HistEvent event;
    run_background = background;
    background_context = context;
    /* The machine's texts are UTF-8. */
    setlocale(LC_CTYPE, "");
    if (MB_CUR_MAX == 1) setlocale(LC_CTYPE, "C.UTF-8");
    editor = el_init("lith", stdin, stdout, stderr);
    history_lines = history_init();
    if (!editor || !history_lines) return false;
    find_history();
    history(history_lines, &event, H_SETSIZE, HISTORY_LINES);
    history(history_lines, &event, H_SETUNIQUE, 1);
    if (history_file[0]) history(history_lines, &event, H_LOAD, history_file);
    el_set(editor, EL_HIST, history, history_lines);
    el_set(editor, EL_PROMPT, prompt);
    el_set(editor, EL_EDITOR, "emacs");
    el_set(editor, EL_SIGNAL, 0);
    el_set(editor, EL_GETCFN, next_character);
    el_set(editor, EL_BIND, "^R", "em-inc-search-prev", NULL);
    el_source(editor, NULL);
    sigaction(SIGWINCH, &change, NULL);
    sigaction(SIGCONT, &change, NULL);
    return true;
}

enum typed terminal_line(const char *prompt, const char **line) {
    HistEvent event;
    int n = 0;
    snprintf(prompt_text, sizeof prompt_text, "%s", prompt);
    interrupted = false;
    typing = true;
    *line = el_gets(editor, &n);
    typing = false;
    if (interrupted) {
        /* What was typed is forgotten, on the screen as well as here. */
        el_reset(editor);
        fputs("^C\n", stdout);
        return TYPED_INTERRUPT;
    }
    if (!*line || n <= 0) {
        putchar('\n');
        return TYPED_END;
    }
    if (strspn(*line, " \t\r\n") == (size_t)n) return TYPED_LINE;
    history(history_lines, &event, H_ENTER, *line);
    save_history();
    return TYPED_LINE;
}

void terminal_close(void) {
    history_end(history_lines);
    el_end(editor);
}
