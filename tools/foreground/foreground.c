/* Runs a program as a shell runs a job: foreground PROGRAM ARGUMENT...
 *
 * For make, which takes a Ctrl-C that its program deals with (at the prompt of lith, say) for its own end. The program
 * is a process group of its own, which has the terminal; when Ctrl-Z stops it, so are make and this program, and go on
 * with it. Without a terminal the program takes this one's place. The exit status is the program's, or 128 + signal. */
#include <errno.h>
#include <signal.h>
#include <stdio.h>
#include <string.h>
#include <sys/wait.h>
#include <unistd.h>

static pid_t job;

static void pass_on(int signal) { kill(-job, signal); }

static int failed(const char *what) {
    fprintf(stderr, "foreground: %s: %s\n", what, strerror(errno));
    return 2;
}

/* Becomes the program; returns if it cannot be called. */
static int become(char **words) {
    execvp(words[0], words);
    return failed(words[0]);
}

static void give_terminal(pid_t group) {
    if (tcsetpgrp(STDIN_FILENO, group)) failed("the terminal");
}

int main(int argc, char **argv) {
    int status;
    if (argc < 2) {
        fputs("usage: foreground PROGRAM ARGUMENT...\n", stderr);
        return 2;
    }
    if (tcgetpgrp(STDIN_FILENO) != getpgrp()) return become(argv + 1);
    job = fork();
    if (job < 0) return failed("fork");
    /* Both sides do this, whichever comes first; who is not in the foreground may set it only while ignoring SIGTTOU.
     */
    signal(SIGTTOU, SIG_IGN);
    setpgid(job, job);
    if (job == 0) {
        give_terminal(getpid());
        signal(SIGTTOU, SIG_DFL);
        return become(argv + 1);
    }
    signal(SIGTERM, pass_on);
    signal(SIGHUP, pass_on);
    for (;;) {
        if (waitpid(job, &status, WUNTRACED) < 0) {
            if (errno != EINTR) return failed("wait");
        } else if (WIFSTOPPED(status)) {
            give_terminal(getpgrp());
            kill(0, SIGSTOP);
            give_terminal(job);
            kill(-job, SIGCONT);
        } else {
            give_terminal(getpgrp());
            return WIFEXITED(status) ? WEXITSTATUS(status) : 128 + WTERMSIG(status);
        }
    }
}
