/* lisp-fuzz ROUNDS SEED FILE...: evaluates random programs made of the words of the files, each for 20 ms at most, with
 * a small heap and many collections; then it gets interrupts until it ends. What is looked for are crashes, hangs and
 * panics: any Lisp error is fine. After every 100 programs a known one must still give its value. SEED 0: from the
 * clock. */
#include "clock.h"
#include "kernel/host/start.h"
#include "kernel/process/process.h"
#include "kernel/process/scheduler.h"
#include "lisp/cells/number.h"
#include "lisp/image/boot.h"
#include "lisp/interpreter/vm.h"
#include "programs.h"
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/time.h>
#include <unistd.h>

#define PROGRAM_MAX 4200
#define SLICE_US 20000 /* of processor time of its own, whatever else the host does */
/* For the known program, which must come to its end even if it has to collect all that others have left. */
#define KNOWN_US 5000000
/* A program hangs when so many interrupts in a row find the first of them not seen yet and no process ended meanwhile.
 * Where many processes have filled the memory, each of them has to end for want of it before the one in the foreground
 * has its turn, and each of those ends takes several collections. */
#define HANG_INTERRUPTS 1000

static char program[PROGRAM_MAX];

static void on_slice(int signal) {
    static const char message[] = "lisp-fuzz: the program hangs:\n";
    static unsigned unseen;
    static uint32_t ended;
    (void)signal;
    if (!scheduler_interrupted() || processes_ended() != ended) unseen = 0;
    ended = processes_ended();
    scheduler_interrupt();
    if (++unseen <= HANG_INTERRUPTS) return;
    if (write(2, message, sizeof message - 1) < 0 || write(2, program, strlen(program)) < 0) _exit(2);
    _exit(1);
}

static void set_timer(long us) {
    struct timeval period = {us / 1000000, us % 1000000};
    struct itimerval t = {period, period};
    setitimer(ITIMER_VIRTUAL, &t, NULL);
}

static bool evaluate(const char *text, long slice_us, val *result) {
    set_timer(slice_us);
    bool ok = lisp_load("fuzz", text, (uint32_t)strlen(text), result);
    set_timer(0);
    return ok;
}

static void before_collection(void) {
    vm_wipe_unread();
    vm_wipe_dead();
}

int main(int argc, char **argv) {
    if (argc < 4) {
        fputs("usage: lisp-fuzz ROUNDS SEED FILE...\n", stderr);
        return 2;
    }
    unsigned long rounds = strtoul(argv[1], NULL, 0), failed = 0, errors = 0;
    uint64_t seed = programs_seed(strtoull(argv[2], NULL, 0));
    for (int i = 3; i < argc; i++) programs_read(argv[i]);
    host_start(1500000, 20000, HOST_C_STACK);
    host_collecting = before_collection;
    val result = NIL;
    if (!lisp_load_library(&result)) {
        lisp_report(result, NIL);
        return 1;
    }
    signal(SIGVTALRM, on_slice);
    /* What programs and their processes write is of no interest; the sanitizer uses the descriptor. */
    FILE *out = freopen("/dev/null", "w", stdout), *errors_out = stderr;
    stderr = out;
    clock_random(50, seed);
    for (unsigned long i = 0; i < rounds; i++) {
        strcpy(program, program_of_words());
        errors += !evaluate(program, SLICE_US, &result);
        scheduler_forget();
        if (i % 100) continue;
        strcpy(program,
               "(in-ns 'user) (lith.core/reduce lith.core/+ (lith.core/map lith.core/inc (lith.core/range 50)))");
        scheduler_settle();
        if (!evaluate(program, KNOWN_US, &result) || result != fixnum(1275)) failed++;
    }
    stderr = errors_out;
    if (!out) return 2;
    fprintf(stderr, "%lu programs, %lu errors\n", rounds, errors);
    fprintf(stderr, "%lu passed, %lu failed\n", (rounds + 99) / 100 - failed, failed);
    return failed != 0;
}
