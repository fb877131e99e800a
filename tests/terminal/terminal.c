#include "terminal.h"
// clang-format off
#include <stdarg.h>
#include <setjmp.h>
#include <stdint.h>
#include <cmocka.h>
// clang-format on
#include <errno.h>
#include <poll.h>
#include <pty.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/ioctl.h>
#include <sys/wait.h>
#include <termios.h>
#include <unistd.h>

enum { SILENCE_MS = 60000, SEEN_MOST = 1 << 22 };

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
    if (t->pid) return;
    setenv("TERM", "xterm", 1);
    setenv("HOME", home, 1);
    setenv("LC_ALL", "C.UTF-8", 1);
    unsetenv("XDG_STATE_HOME");
    unsetenv("MAKEFLAGS");
    execvp(words[0], (char **)(uintptr_t)words);
    _exit(127);
}

void terminal_type(struct terminal *t, const char *keys) {
    size_t n = strlen(keys);
    assert_int_equal(write(t->fd, keys, n), n);
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

/* More of what the terminal shows: bytes, 0 at its end. */
static size_t look(struct terminal *t) {
    char bytes[4096];
    struct pollfd in = {.fd = t->fd, .events = POLLIN};
    int ready = poll(&in, 1, SILENCE_MS);
    if (ready == 0) {
        fprintf(stderr, "seen so far:\n%s\n", t->seen);
        kill(t->pid, SIGKILL);
        fail_msg("lith is silent");
    }
    ssize_t n = read(t->fd, bytes, sizeof bytes);
    for (ssize_t i = 0; i < n; i++) {
        look_at(t, bytes[i]);
        if (t->raw_count < SEEN_MOST - 1) t->raw[t->raw_count++] = bytes[i];
    }
    t->raw[t->raw_count] = 0;
    return n > 0 ? (size_t)n : 0; /* EIO when lith has closed its side */
}

void terminal_see(struct terminal *t, const char *text) {
    for (;;) {
        t->seen[t->count] = 0;
        char *found = strstr(t->seen + t->at, text);
        if (found) {
            t->at = (size_t)(found - t->seen) + strlen(text);
            return;
        }
        if (look(t) == 0) {
            fprintf(stderr, "not seen: `%s`, but:\n%s\n", text, t->seen + t->at);
            fail_msg("lith has ended before `%s` was seen", text);
        }
    }
}

void terminal_see_raw(struct terminal *t, const char *text) {
    for (;;) {
        t->raw[t->raw_count] = 0;
        char *found = strstr(t->raw + t->raw_at, text);
        if (found) {
            t->raw_at = (size_t)(found - t->raw) + strlen(text);
            return;
        }
        if (look(t) == 0) fail_msg("lith has ended before a control sequence was seen");
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
    while (tcgetattr(t->fd, &mode) == 0 && mode.c_lflag & ICANON) usleep(1000);
}

int terminal_end(struct terminal *t) {
    int status;
    while (look(t))
        ;
    assert_int_equal(waitpid(t->pid, &status, 0), t->pid);
    close(t->fd);
    free(t->seen);
    free(t->raw);
    t->seen = t->raw = NULL;
    return WIFEXITED(status) ? WEXITSTATUS(status) : 128 + WTERMSIG(status);
}

int terminal_hang_up(struct terminal *t) {
    int status;
    close(t->fd);
    assert_int_equal(waitpid(t->pid, &status, 0), t->pid);
    free(t->seen);
    free(t->raw);
    t->seen = t->raw = NULL;
    return WIFEXITED(status) ? WEXITSTATUS(status) : 128 + WTERMSIG(status);
}
