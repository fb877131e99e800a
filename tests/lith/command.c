/* Runs build/lith (command.h). */
#include "command.h"
#include "tests/signals.h"
#include <fcntl.h>
#include <poll.h>
#include <setjmp.h>
#include <stdarg.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/resource.h>
#include <sys/wait.h>
#include <unistd.h>

#include <cmocka.h>

/* Of any run; more than the simulated hardware takes on a busy machine. */
enum { SECONDS_MOST = 300 };

struct text {
    char *bytes;
    size_t n;
};

static void add(struct text *t, const char *bytes, size_t n) {
    t->bytes = realloc(t->bytes, t->n + n + 1);
    assert_non_null(t->bytes);
    memcpy(t->bytes + t->n, bytes, n);
    t->n += n;
    t->bytes[t->n] = 0;
}

static void child(struct invocation how, const char *const *arguments, int in, int out, int err) {
    char path[400];
    const char *lith = getenv("LITH"), *argv[40] = {lith};
    if (how.program) {
        snprintf(path, sizeof path, "%.*s/%s", (int)(strrchr(lith, '/') - lith), lith, how.program);
        argv[0] = path;
    }
    if (how.file_most) setrlimit(RLIMIT_FSIZE, &(struct rlimit){how.file_most, how.file_most});
    for (int i = 0; arguments[i]; i++) argv[i + 1] = arguments[i];
    if (how.out_full) out = open("/dev/full", O_WRONLY);
    dup2(in, STDIN_FILENO);
    dup2(out, STDOUT_FILENO);
    dup2(err, STDERR_FILENO);
    if (how.in_missing) close(STDIN_FILENO);
    if (how.out_missing) close(STDOUT_FILENO);
    signals_usual();
    alarm(SECONDS_MOST);
    execv(argv[0], (char **)(uintptr_t)argv);
    _exit(99);
}

/* Moves bytes until both outputs are at their ends. */
static void serve(pid_t pid, struct invocation how, int in, int out, int err, struct text *texts) {
    const char *input = how.input ? how.input : "";
    size_t left = strlen(input);
    int from[2] = {out, err};
    bool hold = how.interrupt_at;
    while (from[0] >= 0 || from[1] >= 0) {
        if (!left && in >= 0 && !hold) {
            close(in);
            in = -1;
        }
        struct pollfd fds[] = {{from[0], POLLIN, 0}, {from[1], POLLIN, 0}, {left ? in : -1, POLLOUT, 0}};
        assert_true(poll(fds, 3, -1) > 0);
        for (int i = 0; i < 2; i++) {
            char bytes[4096];
            if (!fds[i].revents) continue;
            ssize_t n = read(from[i], bytes, sizeof bytes);
            if (n > 0) add(&texts[i], bytes, (size_t)n);
            if (n <= 0) {
                close(from[i]);
                from[i] = -1;
            }
        }
        if (how.interrupt_at && strstr(texts[0].bytes, how.interrupt_at)) {
            kill(pid, how.signal ? how.signal : SIGINT);
            how.interrupt_at = how.again_at;
            how.again_at = NULL;
        }
        if (!fds[2].revents) continue;
        ssize_t n = write(in, input, left);
        if (n < 0) n = (ssize_t)left; /* it does not want any more */
        input += n;
        left -= (size_t)n;
    }
    if (in >= 0) close(in);
}

struct result lith_with(struct invocation how, const char *const *arguments) {
    static struct text texts[2];
    int in[2], out[2], err[2], status;
    signal(SIGPIPE, SIG_IGN);
    for (int i = 0; i < 2; i++) {
        texts[i].n = 0;
        add(&texts[i], "", 0);
    }
    assert_int_equal(pipe2(in, O_CLOEXEC) | pipe2(out, O_CLOEXEC) | pipe2(err, O_CLOEXEC), 0);
    pid_t pid = fork();
    if (pid == 0) {
        if (how.out_closed) close(out[0]);
        child(how, arguments, in[0], out[1], err[1]);
    }
    close(in[0]);
    close(out[1]);
    close(err[1]);
    if (how.out_closed) {
        close(out[0]);
        out[0] = -1;
    }
    serve(pid, how, in[1], out[0], err[0], texts);
    assert_int_equal(waitpid(pid, &status, 0), pid);
    if (WIFSIGNALED(status) && WTERMSIG(status) == SIGALRM) fail_msg("not done in %d seconds", SECONDS_MOST);
    return (struct result){WIFEXITED(status) ? WEXITSTATUS(status) : 128 + WTERMSIG(status), texts[0].bytes,
                           texts[1].bytes};
}

const char *test_path(const char *name) {
    static char paths[4][300];
    static unsigned next;
    char *path = paths[next++ % 4];
    snprintf(path, sizeof paths[0], "%s/%s", getenv("LITH_TEST_FOLDER"), name);
    return path;
}

const char *test_file(const char *name, const void *bytes, size_t n) {
    const char *path = test_path(name);
    FILE *f = fopen(path, "wb");
    assert_non_null(f);
    assert_int_equal(fwrite(bytes, 1, n, f), n);
    assert_int_equal(fclose(f), 0);
    return path;
}

const char *test_text(const char *name, const char *text) { return test_file(name, text, strlen(text)); }

char *read_whole(const char *path, size_t *n) {
    FILE *f = fopen(path, "rb");
    assert_non_null(f);
    fseek(f, 0, SEEK_END);
    *n = (size_t)ftell(f);
    rewind(f);
    char *bytes = malloc(*n + 1);
    assert_non_null(bytes);
    assert_int_equal(fread(bytes, 1, *n, f), *n);
    fclose(f);
    bytes[*n] = 0;
    return bytes;
}

void expect(struct result r, int status, const char *out, const char *err_part) {
    if (!err_part) assert_string_equal(r.err, "");
    if (err_part && !strstr(r.err, err_part)) fail_msg("stderr has no `%s`:\n%s", err_part, r.err);
    assert_string_equal(r.out, out);
    assert_int_equal(r.status, status);
}

void expect_refused(struct result r, int status, const char *part) {
    expect(r, status, "", part);
    const char *end = strchr(r.err, '\n');
    if (strncmp(r.err, "lith: ", 6) || !end || end[1]) fail_msg("not one line of lith's: %s", r.err);
}
