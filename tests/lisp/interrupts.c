/* lisp-interrupts ROUNDS SEED FILE...: evaluates random programs (programs.h) and interrupts each after a random number
 * of operations on cells. Wherever that is, in Lisp or in the midst of a primitive, the program must see it within
 * HEED_OPERATIONS; one that catches it, or goes on in a finally, must see the next one as soon. Afterwards the values
 * that the program was at must be whole. SEED 0: from the clock.
 *
 * Operations are counted where the language calls those of the host's heap (the linker's --wrap). */
#include "kernel/process/kernel.h"
#include "kernel/process/process.h"
#include "kernel/process/scheduler.h"
#include "lisp/cells/error.h"
#include "lisp/image/boot.h"
#include "lisp/interpreter/vm.h"
#include "programs.h"
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/mman.h>
#include <sys/wait.h>
#include <unistd.h>

#define C_STACK (128 * 1024)
#define PROGRAM_MAX 4200
#define HEED_OPERATIONS 40000 /* half of it is what returning through a whole stack takes */
/* An interrupt that comes while the error of the one before leaves some 16,000 activations, ten operations each. */
#define LEAVING_OPERATIONS 200000
/* Where another process than the one in the foreground is in the midst of a primitive, that one is given this time:
 * 2,000 looks, each after 64 rounds of some 6 operations. */
#define OTHER_OPERATIONS 1000000
/* A program that has caught so many interrupts gets the next ones at once, so that its handlers get them too. */
#define PATIENCE 10
#define SILENT_SECONDS 60

static char program[PROGRAM_MAX];
static uint64_t operations, moment = UINT64_MAX;
static bool pending;
static bool kept_waiting; /* by another process than the one in the foreground, since the interrupt was given */
static unsigned given;
static FILE *report;

/* Of all rounds, each of which has a process of its own. */
static struct {
    uint64_t worst, worst_other;
    unsigned interrupted, again;
} * figures;

static _Noreturn void give_up(const char *what) {
    fprintf(report, "%s:\n%s\n0 passed, 1 failed\n", what, program);
    fflush(report);
    _exit(1);
}

static void on_silence(int signal) {
    (void)signal;
    give_up("the program does nothing that counts");
}

/* Whether what runs was not made by the kernel. */
static bool is_other(val process) { return is_process(process) && cell_geti(process, PROCESS_PARENT) != fixnum(0); }

static void overdue(uint64_t waited) {
    static bool asking; /* asking is an operation too */
    if (asking) return;
    asking = true;
    kept_waiting |= is_other(vm.process);
    asking = false;
    if (waited > (kept_waiting ? OTHER_OPERATIONS : given > 1 ? LEAVING_OPERATIONS : HEED_OPERATIONS))
        give_up("the program does not heed an interrupt");
}

static void count(void) {
    operations++;
    if (pending && scheduler_interrupted()) {
        uint64_t waited = operations - moment;
        if (waited > HEED_OPERATIONS) overdue(waited);
        return;
    }
    if (pending) {
        uint64_t waited = operations - moment,
                 *most = waited > HEED_OPERATIONS ? &figures->worst_other : &figures->worst;
        if (waited > *most) *most = waited;
        pending = false;
        moment = given > PATIENCE ? operations : operations + HEED_OPERATIONS + random_below(HEED_OPERATIONS);
    }
    if (operations < moment) return;
    pending = true;
    kept_waiting = false;
    moment = operations;
    given++;
    scheduler_interrupt();
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

/* ---- rounds ---- */

static bool evaluate(const char *text, uint64_t first, val *result) {
    scheduler_settle();
    pending = false;
    given = 0;
    moment = first == UINT64_MAX ? first : operations + first;
    alarm(SILENT_SECONDS);
    bool ok = lisp_load("interrupts", text, (uint32_t)strlen(text), result);
    moment = UINT64_MAX;
    pending = false;
    scheduler_settle();
    return ok;
}

/* The sequence that programs walk, wherever they are interrupted. */
#define KEPT "(def kept (map inc (map dec (map inc (range 700)))))"
#define WHOLE "(lith.core/= [700 245350] [(lith.core/count kept) (lith.core/reduce lith.core/+ kept)])"

static void round_of(const char *text, uint64_t first) {
    val result = NIL;
    strcpy(program, text);
    evaluate(KEPT, UINT64_MAX, &result);
    evaluate(text, first, &result);
    figures->interrupted += given > 0;
    figures->again += given > 1;
    scheduler_forget();
    /* They may fill the memory. */
    evaluate("(in-ns 'user) (def s1 nil) (def s2 nil)", UINT64_MAX, &result);
    if (!evaluate("(in-ns 'user) " WHOLE, UINT64_MAX, &result) || result != TRUE) give_up("wrong after the interrupt");
}

static void before_collection(void) {
    vm_wipe_unread();
    vm_wipe_dead();
}

int main(int argc, char **argv) {
    if (argc < 4) {
        fputs("usage: lisp-interrupts ROUNDS SEED FILE...\n", stderr);
        return 2;
    }
    unsigned long rounds = strtoul(argv[1], NULL, 0);
    programs_seed(strtoull(argv[2], NULL, 0));
    for (int i = 3; i < argc; i++) programs_read(argv[i]);
    char *here = __builtin_frame_address(0);
    host_heap_init(1500000, 0, here + 256);
    kernel_init(here - C_STACK);
    host_collecting = before_collection;
    val result = NIL;
    if (!lisp_load_library(&result)) {
        lisp_report(result, NIL);
        return 1;
    }
    signal(SIGALRM, on_silence);
    figures = mmap(NULL, sizeof *figures, PROT_READ | PROT_WRITE, MAP_SHARED | MAP_ANONYMOUS, -1, 0);
    /* What programs write is of no interest. */
    report = stderr;
    FILE *out = freopen("/dev/null", "w", stdout);
    if (!out || figures == MAP_FAILED) return 2;
    stderr = out;
    for (unsigned long i = 0; i < rounds; i++) {
        bool for_ever = i % 4 != 0;
        const char *text = for_ever ? program_for_ever(i % 4 == 3) : program_of_words();
        uint64_t first = random_below(1u << (for_ever ? 12 + random_below(13) : random_below(18)));
        int status = 0;
        pid_t child = fork();
        if (child == 0) {
            round_of(text, first);
            _exit(0);
        }
        if (child > 0 && waitpid(child, &status, 0) == child && status == 0) continue;
        if (!WIFEXITED(status)) fprintf(report, "signal %d:\n%s\n0 passed, 1 failed\n", WTERMSIG(status), text);
        return 1;
    }
    fprintf(report,
            "%u programs interrupted, %u of them more than once; heeded within %llu operations (%d are allowed), ",
            figures->interrupted, figures->again, (unsigned long long)figures->worst, HEED_OPERATIONS);
    fprintf(report, "by other processes %llu\n%lu passed, 0 failed\n", (unsigned long long)figures->worst_other,
            rounds);
    return 0;
}
