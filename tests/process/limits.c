/* limits CASES.lisp FOLDER [ROUNDS SEED]: the requests of CASES, whose files are in FOLDER, while memory is short; the
 * ways in which it is:
 *
 *   once        the n-th cell cannot be made
 *   from then   nor can those after it, until the case has ended and its error has been reported
 *   interrupt   the same, and Ctrl-C comes at that moment
 *   limit       the heap has n words more than are in use
 *
 * For each case and each way n goes up from 0 until the case succeeds; each time is a process of the host of its own,
 * forked when the library and CASES have been loaded. A case must give true or end with an error of type :memory (or
 * :interrupt); nothing may crash, hang, or make a cell for which nobody could see the error; and afterwards, with
 * memory, all must work. The first time that something is wrong is shown and ends the test. With ROUNDS: so many random
 * sessions, several cases at once, short in a random way, processes switched at random; SEED 0: from the clock.
 *
 * STEP=k looks at each k-th n only, beginning at random. */
#define _GNU_SOURCE
#include "clock.h"
#include "kernel/host/start.h"
#include "kernel/process/machine.h"
#include "kernel/process/scheduler.h"
#include "lisp/cells/error.h"
#include "lisp/cells/number.h"
#include "lisp/cells/symbol.h"
#include "lisp/cells/text.h"
#include "lisp/cells/vector.h"
#include "lisp/image/boot.h"
#include "lisp/interpreter/vm.h"
#include "lisp/names/namespace.h"
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/wait.h>
#include <time.h>
#include <unistd.h>

#define HEAP_WORDS 250000u
#define HANG_SECONDS 20
#define LIMIT_WORDS 40000u /* a case that needs more is not made for this test */

enum way { ONCE, FROM_THEN, INTERRUPT, LIMIT, SOMETIMES, WAYS };
static const char *const way_names[] = {"once", "from then", "interrupt", "limit", "sometimes"};

enum end { WHOLE, SHORT, BAD }; /* how a forked process ends: memory was not short, it was, something is wrong */

static enum way way;
static uint32_t cells_left;
static uint64_t state;
static bool was_short;

/* Input comes late, as it does on a machine, so that whoever reads has to wait for it (linked with --wrap). */
int __real_machine_input(char *bytes, uint32_t n);
int __wrap_machine_input(char *bytes, uint32_t n);
int __wrap_machine_input(char *bytes, uint32_t n) {
    static unsigned looks;
    return ++looks % 8 ? MACHINE_NOTHING : __real_machine_input(bytes, n);
}

static uint32_t random_below(uint32_t n) {
    state ^= state << 13;
    state ^= state >> 7;
    state ^= state << 17;
    return (uint32_t)(state >> 20) % n;
}

static bool may_make(void) {
    if (!vm.catches) machine_panic("a cell is made where no process could see that there is no memory for it");
    if (way == LIMIT) return true;
    if (way == SOMETIMES) {
        bool refused = random_below(cells_left) == 0;
        was_short |= refused;
        return !refused;
    }
    if (cells_left) {
        cells_left--;
        return true;
    }
    if (way == INTERRUPT && !was_short) scheduler_interrupt();
    if (way == ONCE && was_short) return true;
    was_short = true;
    return false;
}

/* ---- in the forked process ---- */

static bool evaluate(const char *text, val *result) {
    return lisp_load("limits", text, (uint32_t)strlen(text), result);
}

static bool healthy(void) {
    val result;
    bool ok = evaluate("(healthy)", &result);
    /* A process that was to end the program may have been left over. */
    if (!ok && error_is(result, "exit")) ok = evaluate("(healthy)", &result);
    if (!ok) lisp_report(result, NIL);
    return ok && result == TRUE && evaluate("(+ 1 1)", &result) && result == fixnum(2);
}

/* Calls f, a function without arguments, while memory is short. */
static enum end attempt(val f, uint32_t n) {
    val result;
    alarm(HANG_SECONDS);
    lseek(0, 0, SEEK_SET);
    cells_left = n;
    host_may_make = may_make;
    if (way == LIMIT) host_heap_limit(host_collect() + n);
    bool ok = scheduler_run(f, ABSENT, &result);
    bool expected =
        ok ? result == TRUE : error_is(result, "memory") || (way == INTERRUPT && error_is(result, "interrupt"));
    if (!ok || !expected) lisp_report(result, NIL);
    was_short |= !ok;
    host_may_make = NULL;
    host_heap_limit(HEAP_WORDS);
    scheduler_settle();
    return !expected || !healthy() ? BAD : was_short ? SHORT : WHOLE;
}

/* ---- around it ---- */

static unsigned attempts;
static FILE *said; /* what the forked process wrote on its error output */

static enum end in_a_fork(val f, uint32_t n) {
    int status;
    fflush(NULL);
    if (ftruncate(fileno(said), 0)) exit(2);
    attempts++;
    pid_t pid = fork();
    if (pid < 0) exit(2);
    if (!pid) {
        dup2(fileno(said), 2);
        lseek(2, 0, SEEK_SET);
        if (!freopen("/dev/null", "w", stdout)) _exit(BAD);
        enum end end = attempt(f, n);
        fflush(NULL);
        _exit(end);
    }
    if (waitpid(pid, &status, 0) < 0) exit(2);
    if (WIFEXITED(status)) return (enum end)WEXITSTATUS(status);
    fprintf(stderr, "signal %d\n", WTERMSIG(status));
    return BAD;
}

static void show_said(void) {
    char bytes[2000];
    rewind(said);
    size_t n = fread(bytes, 1, sizeof bytes, said);
    fwrite(bytes, 1, n, stdout);
}

static bool sweep(val f, const char *name, uint32_t step) {
    uint32_t n = step > 1 ? random_below(step) : 0, most = way == LIMIT ? LIMIT_WORDS : LIMIT_WORDS / 4, whole = 0;
    /* With a limit it depends on when collections happen: one success is not the last failure. */
    for (; n < most && whole < (way == LIMIT ? 5 : 1); n += step) {
        enum end end = in_a_fork(f, n);
        whole = end == WHOLE ? whole + 1 : 0;
        if (end != BAD) continue;
        printf("%s, %s %u: WRONG\n", name, way_names[way], n);
        show_said();
        return false;
    }
    if (n < most) return true;
    printf("%s, %s: does not succeed with %u\n", name, way_names[way], n);
    return false;
}

static const char *short_text(val s) {
    static char text[60];
    string_copy(s, text, sizeof text);
    return text;
}

static unsigned passed;

static bool sweep_all(val cases, uint32_t step) {
    for (uint32_t i = 0, n = (uint32_t)fixnum_value(cell_geti(cases, VECTOR_COUNT)); i < n; i++) {
        val entry = vector_nth(cases, i);
        for (way = ONCE; way <= LIMIT; way++, passed++)
            if (!sweep(vector_nth(entry, 1), short_text(vector_nth(entry, 0)), step)) return false;
    }
    return true;
}

static bool random_sessions(val together, unsigned long rounds) {
    val chosen;
    for (uint32_t i = random_below(1000); i; i--)
        if (!evaluate("(choose)", &chosen)) return false;
    for (; rounds; rounds--, passed++) {
        if (!evaluate("(choose)", &chosen)) return false;
        way = (enum way)random_below(WAYS);
        uint32_t n = way == LIMIT ? random_below(8000) : 1 + random_below(way == SOMETIMES ? 200 : 3000);
        clock_random(1 + random_below(50), state);
        if (in_a_fork(together, n) != BAD) continue;
        printf("session %u, %s %u: WRONG\n", passed, way_names[way], n);
        show_said();
        return false;
    }
    return true;
}

int main(int argc, char **argv) {
    char *cases_path = argc > 2 ? realpath(argv[1], NULL) : NULL;
    if (!cases_path || chdir(argv[2])) {
        fputs("usage: limits CASES.lisp FOLDER [ROUNDS SEED]\n", stderr);
        return 2;
    }
    unsigned long rounds = argc > 4 ? strtoul(argv[3], NULL, 0) : 0;
    uint64_t seed = argc > 4 ? strtoull(argv[4], NULL, 0) : 0;
    if (!seed) seed = (uint64_t)time(NULL);
    printf("seed %llu\n", (unsigned long long)seed);
    state = seed * 0x9e3779b97f4a7c15u | 1;
    said = tmpfile();
    FILE *input = tmpfile();
    if (!said || !input || fputs("one\ntwo\nthree\n", input) < 0 || fflush(input) || dup2(fileno(input), 0) < 0)
        return 2;
    char *load = NULL;
    host_start(HEAP_WORDS, 0, HOST_C_STACK);
    host_collecting = vm_wipe_dead;
    val result = NIL, cases = NIL, together = NIL;
    if (asprintf(&load, "(load-file \"%s\")", cases_path) < 0) return 2;
    if (!lisp_load_library(&result) || !evaluate(load, &result) || !evaluate("together", &together) ||
        !evaluate("cases", &cases)) {
        lisp_report(result, NIL);
        return 2;
    }
    const char *step = getenv("STEP");
    bool good =
        rounds ? random_sessions(together, rounds) : sweep_all(cases, step ? (uint32_t)strtoul(step, NULL, 0) : 1);
    printf("%u times\n%u passed, %d failed\n", attempts, passed, !good);
    return !good;
}
