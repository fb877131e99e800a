/* lisp-interrupts ROUNDS SEED FILE...: evaluates random programs (programs.h) and interrupts each at a random moment.
 * Wherever that is, in Lisp or in the midst of a primitive, the program must see it within HEED_OPERATIONS; one that
 * catches it, or goes on in a finally, must see the next one as soon. Afterwards the values that the program was at
 * must be whole, and what it had made must be garbage. SEED 0: from the clock. Exit status 1: something was wrong.
 *
 * Nothing is timed. What is counted are operations on cells, where the language calls those of the host's heap (the
 * linker's --wrap); for the moment of an interrupt a collection counts as well, by the words that it has to look at. */
#include "kernel/host/start.h"
#include "kernel/process/process.h"
#include "kernel/process/scheduler.h"
#include "lisp/cells/error.h"
#include "lisp/cells/symbol.h"
#include "lisp/image/boot.h"
#include "lisp/interpreter/frame.h"
#include "lisp/interpreter/vm.h"
#include "lisp/interpreter/wipe.h"
#include "lisp/names/namespace.h"
#include "programs.h"
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/mman.h>
#include <sys/time.h>
#include <sys/wait.h>
#include <unistd.h>

#define PROGRAM_MAX 4200
#define HEAP_WORDS 1500000u
#define HEED_OPERATIONS 40000u /* half of it is what returning through a whole stack takes */
/* What leaving one call for an error takes: ten, and two for each handler of its function. Meanwhile no interrupt is
 * looked for, since there would be nothing else to do than to leave those calls. */
#define LEAVING_OPERATIONS 40u
/* A program that has caught so many interrupts gets the next ones at once, so that its handlers get them too. */
#define PATIENCE 10
/* So much processor time of its own without one operation, whatever else the host does, and a program is in a loop
 * without end: the longest there is otherwise, a collection, takes less than a tenth of a second. */
#define SILENT_SECONDS 5
#define ROOM_WORDS 100000u /* for the checks, of a program that has filled the memory */
/* What a program may leave behind: symbols and keywords are known for ever, and two operations can make three names of
 * the longest text in programs.c, 82,000 words. */
#define LEFT_WORDS 250000u

static struct {
    char program[PROGRAM_MAX];
    unsigned long rounds, round;
    bool for_ever, directed;
    uint64_t first;  /* work until its first interrupt */
    uint32_t before; /* words in use */
} trial;
static uint64_t work, moment = UINT64_MAX; /* operations, and words looked at by collections */
static uint32_t waited, /* operations since the interrupt was given, or was last put off with reason */
    deep,               /* calls in frame cells then */
    looks,              /* at it, by another process than the one in the foreground */
    given;
static bool pending, collecting;
static uint64_t heeded_at; /* work then */
static FILE *report;

/* Of all rounds, each of which has a process of its own. */
static struct {
    uint32_t worst, looks;
    unsigned interrupted, again;
} * figures;

static void note_most(uint32_t *most, uint32_t n) {
    if (n > *most) *most = n;
}

static _Noreturn void give_up(const char *what) {
    fprintf(report, "%s; round %lu, first after %llu:\n%s\n0 passed, 1 failed\n", what, trial.round,
            (unsigned long long)trial.first, trial.program);
    fflush(report);
    _exit(1);
}

static void on_tick(int signal) {
    static uint64_t before = UINT64_MAX;
    (void)signal;
    if (work == before) give_up("the program does nothing that counts");
    before = work;
}

ref __real_cell_get(ref c, uint32_t i);

static uint32_t frames(void) {
    uint32_t n = 0;
    for (val f = vm.frames; f != NIL; f = __real_cell_get(f, FRAME_PARENT)) n++;
    return n;
}

static void give(void) {
    pending = true;
    given++;
    waited = looks = 0;
    deep = frames();
    scheduler_interrupt();
}

/* The interrupt has not been seen for HEED_OPERATIONS. Leaving calls is the one reason. */
static void overdue(void) {
    uint32_t now = frames();
    if (now >= deep || (deep - now) * LEAVING_OPERATIONS < HEED_OPERATIONS)
        give_up("the program does not heed an interrupt");
    deep = now;
    waited = 0;
}

static void heeded(void) {
    note_most(&figures->worst, waited);
    pending = false;
    heeded_at = work;
    moment = given > PATIENCE ? work : work + HEED_OPERATIONS + random_below(HEED_OPERATIONS);
    if (trial.directed) moment = UINT64_MAX;
}

static void count(void) {
    work++;
    if (collecting) return;
    if (pending && !scheduler_interrupted()) heeded();
    if (pending && waited++ == HEED_OPERATIONS) overdue();
    if (!pending && work >= moment) give();
}

/* ---- what the language calls ---- */

#define COUNTED(type, name, parameters, arguments)                                                                     \
    type __real_##name parameters;                                                                                     \
    type __wrap_##name parameters;                                                                                     \
    type __wrap_##name parameters {                                                                                    \
        count();                                                                                                       \
        return __real_##name arguments;                                                                                \
    }

COUNTED(ref, cell_get, (ref c, uint32_t i), (c, i))
COUNTED(uint32_t, cell_word, (ref c, uint32_t i), (c, i))
COUNTED(uint8_t, cell_byte, (ref c, uint32_t i), (c, i))
COUNTED(uint32_t, cell_len, (ref c), (c))
COUNTED(void, cell_set, (ref c, uint32_t i, ref v), (c, i, v))
COUNTED(void, cell_set_word, (ref c, uint32_t i, uint32_t v), (c, i, v))
COUNTED(void, cell_set_byte, (ref c, uint32_t i, uint8_t v), (c, i, v))
COUNTED(ref, host_new, (uint32_t kind, uint32_t n), (kind, n))
COUNTED(ref, host_mk1, (uint32_t kind, ref v), (kind, v))
COUNTED(ref, host_mk2, (uint32_t kind, ref v, ref w), (kind, v, w))
COUNTED(ref, atom_get, (ref atom), (atom))

/* Whether what runs was not made by the kernel. */
static bool is_other(val process) {
    return is_process(process) && __real_cell_get(process, PROCESS_PARENT) != fixnum(0);
}

/* Another process's primitive goes on while the one in the foreground is to be interrupted: each look is a beginning.
 */
void __real_scheduler_attend(void);
void __wrap_scheduler_attend(void);
void __wrap_scheduler_attend(void) {
    __real_scheduler_attend();
    if (!pending || !is_other(vm.process)) return;
    note_most(&figures->looks, ++looks);
    if (looks > SCHEDULER_LOOKS_MAX) give_up("another process keeps the interrupt off");
    waited = 0;
}

/* ---- rounds ---- */

static bool evaluate(const char *text, uint64_t first, val *result) {
    scheduler_settle();
    pending = false;
    given = 0;
    moment = first == UINT64_MAX ? first : work + first;
    bool ok = lisp_load("interrupts", text, (uint32_t)strlen(text), result);
    moment = UINT64_MAX;
    pending = false;
    scheduler_settle();
    return ok;
}

/* Whether the sequence that programs walk is as it was, wherever they are interrupted. */
#define WHOLE                                                                                                          \
    "(lith.core/= [700 245350]"                                                                                        \
    " [(lith.core/count " PROGRAMS_SEQUENCE ") (lith.core/reduce lith.core/+ " PROGRAMS_SEQUENCE ")])"

/* Takes from the names of a program what they hold. */
static val forget_values(void *unused) {
    static const char *const names[] = {"s1", "s2", "m", "t"};
    (void)unused;
    for (uint32_t i = 0; i < sizeof names / sizeof *names; i++) {
        val var = namespace_resolve(namespace_find(symbol_c("user")), symbol_c(names[i]));
        if (var != NIL) atom_swap(var_atom(var), NIL);
    }
    return NIL;
}

/* A program may hold all memory under the names that it has made: the checks have ROOM_WORDS more. Without those names
 * nothing of what one that goes for ever has made is to be left. */
static void check(void) {
    val result = NIL;
    host_heap_limit(HEAP_WORDS + ROOM_WORDS);
    if (!evaluate("(in-ns 'user) " WHOLE, UINT64_MAX, &result) || result != TRUE) give_up("wrong after the interrupt");
    if (!trial.for_ever) return;
    if (!vm_protect(forget_values, NULL, &result)) give_up("no room");
    result = NIL;
    if (cell_stat(STAT_ALLOC) <= trial.before + LEFT_WORDS) return;
    wipe_c_stack();
    if (host_collect() > trial.before + LEFT_WORDS) give_up("memory is lost after the interrupt");
}

static void evaluate_round(void) {
    val result = NIL;
    evaluate(trial.program, trial.first, &result);
    figures->interrupted += given > 0;
    figures->again += given > 1;
    if (trial.directed && (given == 0 || work > heeded_at + HEED_OPERATIONS)) give_up("others go first");
    scheduler_forget();
    check();
}

/* The first programs of each run: the one in the foreground waits for a process that goes round a circle in C; it
 * stands in the run queue with many others. */
#define OTHER_BUSY                                                                                                     \
    "(let [c (atom nil) s (cons 1 (lazy-seq (deref c)))] (reset! c s) (first (rest s))"                                \
    " (deref (spawn (fn [] (count s)))))"

#define DIRECTED_FIRST 4000000u /* operations, by which those others are there */
#define OTHERS_READY "(dotimes [i 300] (spawn (fn [] (loop [] (recur))))) (loop [] (%request :yield) (recur))"

/* A text in which what is looked for stands everywhere: each search ends at once, and the next begins. */
#define FOUND_EVERYWHERE                                                                                               \
    "(let [t (loop [s \"a\"] (if (< (count s) 200000) (recur (str s s)) s))]"                                          \
    " (loop [] (last-index-of t \"a\") (recur)))"

/* Makes the program of this round and chooses the moment of its first interrupt. */
static void choose_trial(void) {
    static const char *const directed[] = {OTHER_BUSY, OTHERS_READY, FOUND_EVERYWHERE};
    trial.directed = trial.round < sizeof directed / sizeof *directed;
    trial.for_ever = !trial.directed && trial.round % 4 != 0;
    if (trial.directed) {
        strcpy(trial.program, directed[trial.round]);
        trial.first = DIRECTED_FIRST;
    } else {
        strcpy(trial.program, trial.for_ever ? program_for_ever(trial.round % 4 == 3) : program_of_words());
        trial.first = random_below(1u << (trial.for_ever ? 12 + random_below(13) : random_below(18)));
    }
}

static void before_collection(void) {
    collecting = true;
    vm_wipe_unread();
    vm_wipe_dead();
    collecting = false;
    work += cell_stat(STAT_ALLOC);
}

int main(int argc, char **argv) {
    if (argc < 4) {
        fputs("usage: lisp-interrupts ROUNDS SEED FILE...\n", stderr);
        return 2;
    }
    trial.rounds = strtoul(argv[1], NULL, 0);
    programs_seed(strtoull(argv[2], NULL, 0));
    for (int i = 3; i < argc; i++) programs_read(argv[i]);
    host_start(HEAP_WORDS, 0, HOST_C_STACK);
    host_collecting = before_collection;
    val result = NIL;
    if (!lisp_load_library(&result)) {
        lisp_report(result, NIL);
        return 2;
    }
    if (!evaluate(PROGRAMS_SEQUENCE_MADE, UINT64_MAX, &result)) return 2;
    trial.before = host_collect();
    signal(SIGVTALRM, on_tick);
    figures = mmap(NULL, sizeof *figures, PROT_READ | PROT_WRITE, MAP_SHARED | MAP_ANONYMOUS, -1, 0);
    /* What programs write is of no interest. */
    report = stderr;
    FILE *out = freopen("/dev/null", "w", stdout);
    if (!out || figures == MAP_FAILED) return 2;
    stderr = out;
    for (; trial.round < trial.rounds; trial.round++) {
        choose_trial();
        int status = 0;
        pid_t child = fork();
        if (child == 0) {
            struct itimerval period = {{SILENT_SECONDS, 0}, {SILENT_SECONDS, 0}};
            setitimer(ITIMER_VIRTUAL, &period, NULL);
            evaluate_round();
            _exit(0);
        }
        if (child > 0 && waitpid(child, &status, 0) == child && status == 0) continue;
        if (!WIFEXITED(status))
            fprintf(report, "signal %d:\n%s\n0 passed, 1 failed\n", WTERMSIG(status), trial.program);
        return 1;
    }
    fprintf(report,
            "%u programs interrupted, %u of them more than once; heeded within %u operations (%u are allowed) and "
            "%u looks of other processes (%u)\n%lu passed, 0 failed\n",
            figures->interrupted, figures->again, figures->worst, HEED_OPERATIONS, figures->looks, SCHEDULER_LOOKS_MAX,
            trial.rounds);
    return 0;
}
