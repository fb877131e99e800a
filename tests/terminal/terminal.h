/* A pseudo-terminal with build/lith at its other end, and the person in front of it: types, looks, waits. What is seen
 * is the text without the terminal's control sequences and carriage returns. Nothing is waited for longer than two
 * minutes (PATIENCE, in the environment: so many seconds): then lith is killed and the test fails. */
#ifndef TESTS_TERMINAL_TERMINAL_H
#define TESTS_TERMINAL_TERMINAL_H

#include <stddef.h>
#include <sys/types.h>

#define KEY_UP "\x1b[A"
#define KEY_DOWN "\x1b[B"
#define KEY_RIGHT "\x1b[C"
#define KEY_LEFT "\x1b[D"
#define KEY_BACKSPACE "\x7f"
#define KEY_HOME "\x01"
#define KEY_END "\x05"
#define CTRL_C "\x03"
#define CTRL_D "\x04"
#define ENTER "\r"

struct terminal {
    int fd;
    pid_t pid;
    char *seen;
    size_t count, at; /* bytes seen; up to where they have been looked at */
    char *raw;        /* the same with control sequences */
    size_t raw_count, raw_at;
    int sequence; /* within a control sequence: its first character, else 0 */
};

/* Starts lith with the arguments (up to NULL) on a terminal of 24 lines of 80 columns, with a home of its own (`home`),
 * where the history goes. */
void terminal_open(struct terminal *t, const char *home, const char *const *arguments);

/* The same with another program: its words up to NULL. */
void terminal_run(struct terminal *t, const char *home, const char *const *words);

void terminal_type(struct terminal *t, const char *keys);

/* Waits until the text is seen behind what has been looked at, and looks at all up to its end. */
void terminal_see(struct terminal *t, const char *text);

/* The same for text with control sequences in it, behind what this has found before. Where terminal_see looks next does
 * not change. */
void terminal_see_raw(struct terminal *t, const char *text);

/* Gives the terminal another width. */
void terminal_resize(struct terminal *t, unsigned short columns);

/* Waits for the prompt `user=> `; from there on keys are read one by one, and the terminal itself does not echo and
 * edit any more. */
void terminal_prompt(struct terminal *t);
/* The same with another prompt. */
void terminal_await(struct terminal *t, const char *prompt);

/* Types a line and waits for the text and then the prompt. */
void terminal_say(struct terminal *t, const char *line, const char *answer);

/* Stops lith as SIGSTOP does, and waits until it stands. */
void terminal_stop(struct terminal *t);

/* Waits until lith ends; its exit status, or 128 + signal. */
int terminal_end(struct terminal *t);

/* Takes the terminal away; the exit status as above. */
int terminal_hang_up(struct terminal *t);

#endif
