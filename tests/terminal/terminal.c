#include "terminal.h"
#include "tests/signals.h"
// clang-format off
#include <stdarg.h>
#include <setjmp.h>
#include <stdint.h>
#include <cmocka.h>
// clang-format on
#include <errno.h>
#include <fcntl.h>
#include <poll.h>
#include <pty.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/ioctl.h>
#include <sys/wait.h>
#include <termios.h>
#include <time.h>
#include <unistd.h>

enum { SEEN_MOST = 1 << 22 };

/* ---- waiting, with an end ---- */

static double seconds(void) {
    struct timespec now;
    clock_gettime(CLOCK_MONOTONIC, &now);
    return (double)now.tv_sec + 1e-9 * (double)now.tv_nsec;
}

/* When a wait that begins now has been in vain. */
static double deadline(void) {
    const char *patience = getenv("PATIENCE");
    return seconds() + (patience ? atof(patience) : 120);
}

/* Ends lith and the test. */
static void give_up(struct terminal *t, const char *why, const char *what) {
    int status;
    fprintf(stderr, "%s%s; seen since the last look:\n%s\n", why, what, t->seen + t->at);
    kill(t->pid, SIGKILL);
    waitpid(t->pid, &status, 0);
    close(t->fd);
    fail_msg("%s%s", why, what);
}

static void check_time(struct terminal *t, double until, const char *why, const char *what) {
    if (seconds() > until) give_up(t, why, what);
    usleep(1000);
}

/* waitpid; `why` is said when it takes too long. */
static int wait_for(struct terminal *t, int options, const char *why) {
    int status;
    pid_t pid;
    for (double until = deadline(); !(pid = waitpid(t->pid, &status, options | WNOHANG));)
        check_time(t, until, why, "");
    assert_int_equal(pid, t->pid);
    return status;
}

/* ---- beginning, typing, looking ---- */

void terminal_open(struct terminal *t, const char *home, const char *const *arguments) {
    const char *lith = getenv("LITH");
    const char *words[20] = {lith ? lith : "build/lith"};
    for (int i = 0; (words[i + 1] = arguments[i]); i++) assert_true(i < 18);
    terminal_run(t, home, words);
}

void terminal_run(struct terminal *t, const char *home, const char *const *words) {
    struct winsize size = {.ws_row = 24, .ws_col = 80};
    *t = (struct terminal){.seen = malloc(SEEN_MOST), .raw = malloc(SEEN_MOST)};
    assert_true(t->seen && t->raw);
    t->pid = forkpty(&t->fd, NULL, NULL, &size);
    assert_true(t->pid >= 0);
    if (t->pid) {
        assert_int_equal(fcntl(t->fd, F_SETFL, O_NONBLOCK), 0);
        return;
    }
    signals_usual();
    setenv("TERM", "xterm", 1);
    setenv("HOME", home, 1);
    setenv("LC_ALL", "C.UTF-8", 1);
    unsetenv("XDG_STATE_HOME");
    unsetenv("MAKEFLAGS");
    execvp(words[0], (char **)(uintptr_t)words);
    _exit(127);
}

void terminal_type(struct terminal *t, const char *keys) {
    double until = deadline();
    for (size_t left = strlen(keys); left;) {
        ssize_t n = write(t->fd, keys, left);
        if (n < 0 && errno != EAGAIN) give_up(t, "nobody is there to type to: ", strerror(errno));
        if (n < 0) check_time(t, until, "what is typed is not taken: ", keys);
        left -= n > 0 ? (size_t)n : 0;
        keys += n > 0 ? n : 0;
    }
}

/* ESC [ parameters letter, or ESC and one character. */
static void look_at(struct terminal *t, char c) {
    if (t->sequence == 0x1b) {
        t->sequence = c == '[' ? c : 0;
    } else if (t->sequence == '[') {
        if (c >= '@') t->sequence = 0;
    } else if (c == 0x1b) {
        t->sequence = c;
    } else if (c != '\r' && t->count < SEEN_MOST - 1) {
        t->seen[t->count++] = c;
    }
    t->seen[t->count] = 0;
}

/* More of what the terminal shows: bytes, 0 at its end. It is looked at until a moment only, because of `what`. */
static size_t look(struct terminal *t, double until, const char *what) {
    char bytes[4096];
    struct pollfd in = {.fd = t->fd, .events = POLLIN};
    double left = until - seconds();
    if (left <= 0 || poll(&in, 1, (int)(left * 1000) + 1) == 0) give_up(t, "waited in vain for ", what);
    ssize_t n = read(t->fd, bytes, sizeof bytes);
    for (ssize_t i = 0; i < n; i++) {
        look_at(t, bytes[i]);
        if (t->raw_count < SEEN_MOST - 1) t->raw[t->raw_count++] = bytes[i];
    }
    t->raw[t->raw_count] = 0;
    return n > 0 ? (size_t)n : 0; /* EIO when lith has closed its side */
}

void terminal_see(struct terminal *t, const char *text) {
    for (double until = deadline();;) {
        t->seen[t->count] = 0;
        char *found = strstr(t->seen + t->at, text);
        if (found) {
            t->at = (size_t)(found - t->seen) + strlen(text);
            return;
        }
        if (look(t, until, text) == 0) give_up(t, "lith has ended before this was seen: ", text);
    }
}

void terminal_see_raw(struct terminal *t, const char *text) {
    for (double until = deadline();;) {
        t->raw[t->raw_count] = 0;
        char *found = strstr(t->raw + t->raw_at, text);
        if (found) {
            t->raw_at = (size_t)(found - t->raw) + strlen(text);
            return;
        }
        if (look(t, until, "a control sequence") == 0) give_up(t, "lith has ended before a control sequence", "");
    }
}

void terminal_resize(struct terminal *t, unsigned short columns) {
    struct winsize size = {.ws_row = 24, .ws_col = columns};
    assert_int_equal(ioctl(t->fd, TIOCSWINSZ, &size), 0);
}

void terminal_say(struct terminal *t, const char *line, const char *answer) {
    terminal_type(t, line);
    terminal_type(t, ENTER);
    terminal_see(t, answer);
    terminal_prompt(t);
}

void terminal_prompt(struct terminal *t) { terminal_await(t, "user=> "); }

void terminal_await(struct terminal *t, const char *prompt) {
    struct termios mode;
    terminal_see(t, prompt);
    if (tcgetattr(t->fd, &mode) == 0 && mode.c_lflag & ICANON)
        give_up(t, "keys are not read one by one after ", prompt);
}

/* ---- stopping and ending ---- */

void terminal_stop(struct terminal *t) {
    kill(t->pid, SIGSTOP);
    assert_true(WIFSTOPPED(wait_for(t, WUNTRACED, "lith does not stop")));
}

static int ended(struct terminal *t) {
    int status = wait_for(t, 0, "lith does not end");
    free(t->seen);
    free(t->raw);
    t->seen = t->raw = NULL;
    return WIFEXITED(status) ? WEXITSTATUS(status) : 128 + WTERMSIG(status);
}

int terminal_end(struct terminal *t) {
    double until = deadline();
    while (look(t, until, "the end"))
        ;
    int status = ended(t);
    close(t->fd);
    return status;
}

int terminal_hang_up(struct terminal *t) {
    close(t->fd);
    t->fd = -1;
    return ended(t);
}
