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
#include <sys/ioctl.h>
#include <sys/stat.h>
#include <unistd.h>
#include <wchar.h>
#include <wctype.h>

#define HISTORY_LINES 1000

static EditLine *editor;
static History *history_lines;
static char prompt_text[80];
static char history_file[4096]; /* empty: none is kept */
static bool interrupted, typing;
static bool (*run_background)(void *context);
static void *background_context;
/* The terminal has another size; Ctrl-Z was typed; the terminal was somebody else's meanwhile. */
static volatile sig_atomic_t resized, stopping, continued;

static void on_change(int signal) {
    if (signal == SIGWINCH) resized = true;
    if (signal == SIGTSTP) stopping = true;
    if (signal == SIGCONT) continued = true;
}

static void act(int signal, void (*handler)(int)) {
    struct sigaction action = {.sa_handler = handler};
    sigemptyset(&action.sa_mask);
    sigaction(signal, &action, NULL);
}

static char *prompt(EditLine *e) {
    (void)e;
    return prompt_text;
}

/* ---- the line on the screen ---- */

/* Columns that the characters take, as libedit shows them. */
static unsigned columns_of(const wchar_t *from, const wchar_t *to) {
    unsigned n = 0;
    for (; from < to; from++) n += iswcntrl((wint_t)*from) ? 2 : (unsigned)(wcwidth(*from) > 0 ? wcwidth(*from) : 0);
    return n;
}

/* Where the cursor and the end of the line are, in columns from the prompt's first on, and how wide the screen is. */
struct extent {
    unsigned cursor, end, width;
};

static struct extent extent(void) {
    const LineInfoW *line = el_wline(editor);
    struct winsize size;
    unsigned start = (unsigned)strlen(prompt_text), width = 80;
    if (ioctl(STDOUT_FILENO, TIOCGWINSZ, &size) == 0 && size.ws_col) width = size.ws_col;
    return (struct extent){start + columns_of(line->buffer, line->cursor),
                           start + columns_of(line->buffer, line->lastchar), width};
}

/* Clears the screen from the row of the cursor on. The row's first column comes last: terminals with a memory of what
 * has left the screen (tmux) put there what is cleared from the screen's first place on, and bring it back when the
 * screen gets wider. */
static void clear_from_row(void) { fputs("\r\033[C\033[J\r\033[K", stdout); }

/* Takes the line off the screen. When the window has got another width, the terminal is taken to have broken the line's
 * text anew to that width, as most terminals do. */
static void wipe_line(void) {
    struct extent e = extent();
    if (e.cursor / e.width) printf("\033[%uA", e.cursor / e.width);
    clear_from_row();
}

static void draw_line(void) {
    el_set(editor, EL_REFRESH);
    fflush(stdout);
}

/* Puts the cursor behind the line. */
static void leave_line(void) {
    struct extent e = extent();
    if (e.end / e.width > e.cursor / e.width) printf("\033[%uB", e.end / e.width - e.cursor / e.width);
    putchar('\r');
    if (e.end % e.width) printf("\033[%uC", e.end % e.width);
}

/* Whether no shell manages jobs here: then nobody else writes to the terminal while lith is stopped, and Ctrl-Z does
 * nothing, since nobody would let it go on. */
static bool alone(void) { return getpgrp() == getsid(0); }

/* Ctrl-Z: the shell gets the terminal as it was, and later gives it back. */
static void stop(void) {
    stopping = false;
    if (alone()) return;
    leave_line();
    fflush(stdout);
    el_set(editor, EL_PREP_TERM, 0);
    act(SIGTSTP, SIG_DFL);
    raise(SIGTSTP);
    act(SIGTSTP, on_change);
    continued = true;
}

static void adapt(void) {
    if (stopping) stop();
    bool size = resized, back = continued, there = !back || alone();
    resized = continued = false; /* a signal from here on counts anew */
    if (there) wipe_line();
    if (size) el_resize(editor);
    if (back) {
        /* libedit does not know that the terminal's mode is not its own any more. */
        el_set(editor, EL_PREP_TERM, 0);
        el_set(editor, EL_PREP_TERM, 1);
    }
    if (!there) clear_from_row();
    draw_line();
}

/* poll, which ends for a signal about the terminal also where that comes just before: they are let in only while it
 * waits. False: an error. */
static bool poll_all(struct pollfd *in, nfds_t n, bool busy) {
    static const struct timespec at_once = {0};
    sigset_t changes, usual;
    sigemptyset(&changes);
    sigaddset(&changes, SIGWINCH);
    sigaddset(&changes, SIGTSTP);
    sigaddset(&changes, SIGCONT);
    sigprocmask(SIG_BLOCK, &changes, &usual);
    bool changed = resized || stopping || continued;
    bool good = changed || ppoll(in, n, busy ? &at_once : NULL, &usual) >= 0 || errno == EINTR;
    sigprocmask(SIG_SETMASK, &usual, NULL);
    return good;
}

/* Waits until something is typed, while the background goes on. False: Ctrl-C, or an error. */
static bool wait_for_key(void) {
    for (bool busy = true;;) {
        struct pollfd in[] = {{.fd = STDIN_FILENO, .events = POLLIN}, {.fd = signals_descriptor(), .events = POLLIN}};
        if (!poll_all(in, 2, busy)) return false;
        if (resized || stopping || continued) {
            adapt();
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
        case 0: /* a Ctrl-D that came while nobody read: the terminal makes it this when its mode changes */
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
        wipe_line();
    else
        draw_line();
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
    act(SIGWINCH, on_change);
    act(SIGCONT, on_change);
    return true;
}

enum typed terminal_line(const char *prompt, const char **line) {
    HistEvent event;
    int n = 0;
    snprintf(prompt_text, sizeof prompt_text, "%s", prompt);
    interrupted = false;
    /* What has happened while nothing was typed. */
    if (resized) el_resize(editor);
    resized = continued = false;
    typing = true;
    act(SIGTSTP, on_change);
    /* Before the prompt is seen: what is then typed must not be the terminal's own to echo, edit and end. */
    el_set(editor, EL_PREP_TERM, 1);
    *line = el_gets(editor, &n);
    act(SIGTSTP, SIG_DFL);
    typing = false;
    if (interrupted) {
        /* What was typed is forgotten, on the screen as well as here. */
        leave_line();
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
