/* lisp-interrupts-machine ROUNDS SEED: sends random programs that never end (programs.h) over the host link to a
 * machine, the functional model, and an INTERRUPT after a random number of cycles. The prompt must be back within
 * HEED_CYCLES, and the values that the program was at must be whole. SEED 0: from the clock.
 *
 * It is the session of build/lith, whose signals are the ones made here; the linker's --wrap has its steps end at the
 * moments wanted. */
#include "host/lith/client.h"
#include "host/lith/images.h"
#include "host/lith/output.h"
#include "host/lith/signals.h"
#include "programs.h"
#include <inttypes.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

/* Programs go 16,384 calls deep, and leaving a call takes up to 1,000 cycles (a lazy sequence is given back each time).
 */
#define HEED_CYCLES 20000000u
#define STEP 1000u            /* cycles, to which the time until the prompt is back is known */
#define BUSY_CYCLES 30000000u /* a check that has no answer by then waits for a process that keeps the machine */
#define ROUNDS_A_MACHINE 8

static struct client session;
static const char *program;
static uint64_t moment = UINT64_MAX, worst;
static bool due, given;
static FILE *report;

bool __real_wire_run(struct wire *w, uint64_t cycles);
bool __wrap_wire_run(struct wire *w, uint64_t cycles);

static _Noreturn void give_up(const char *what) {
    fprintf(report, "%s:\n%s\n0 passed, 1 failed\n", what, program);
    exit(1);
}

bool __wrap_wire_run(struct wire *w, uint64_t cycles) {
    if (given && w->now - moment > HEED_CYCLES) give_up("the prompt does not come back");
    if (given && cycles > STEP) cycles = STEP;
    if (!given && w->now + cycles > moment) cycles = moment > w->now ? moment - w->now : 1;
    bool alive = __real_wire_run(w, cycles);
    if (!given && w->now >= moment) given = due = true;
    /* Who sleeps is interrupted as well. */
    if (!alive && !given && moment != UINT64_MAX) {
        moment = w->now;
        given = due = true;
    }
    return alive || due;
}

void signals_init(void) {}
int signals_ending(void) { return 0; }
void signals_end(void) {}
int signals_descriptor(void) { return -1; }
unsigned signals_taken(void) {
    unsigned n = due;
    due = false;
    return n;
}

static enum outcome evaluate(const char *text, uint64_t after) {
    moment = after == UINT64_MAX ? after : session.wire.now + after;
    given = due = false;
    enum outcome outcome = client_eval(&session, text, false);
    if (outcome == OUTCOME_OVER) give_up("the session has ended");
    if (given && outcome == OUTCOME_INTERRUPTED && session.wire.now - moment > worst) worst = session.wire.now - moment;
    moment = UINT64_MAX;
    given = false;
    return outcome;
}

static void start(void) {
    static const struct options options = {
        .command = COMMAND_REPL, .machine = "ulx3s", .model = true, .heap_words = 1u << 18, .max_cycles = UINT64_MAX};
    const struct image *image = image_of("ulx3s");
    if (session.machine) client_end(&session);
    if (client_start(&session, &options, image->flash, (size_t)(image->flash_end - image->flash), NULL) >= 0)
        give_up("the machine does not start");
    if (evaluate(PROGRAMS_SEQUENCE_MADE, UINT64_MAX) != OUTCOME_DONE) give_up("no sequence");
}

/* Processes that the program has left running may keep the machine: each is stopped by an interrupt of its own. */
static void check(void) {
    enum outcome outcome;
    uint64_t before = worst;
    unsigned tries = 0;
    /* They may fill the memory. */
    evaluate("(def s1 nil) (def s2 nil)", BUSY_CYCLES);
    do
        outcome = evaluate("(if (= [700 245350] [(count " PROGRAMS_SEQUENCE ") (reduce + " PROGRAMS_SEQUENCE
                           ")]) 1 (throw 0))",
                           BUSY_CYCLES);
    while (outcome == OUTCOME_INTERRUPTED && ++tries < 20);
    worst = before;
    if (outcome != OUTCOME_DONE) give_up("wrong after the interrupt");
}

int main(int argc, char **argv) {
    if (argc != 3) {
        fputs("usage: lisp-interrupts-machine ROUNDS SEED\n", stderr);
        return 2;
    }
    unsigned long rounds = strtoul(argv[1], NULL, 0), interrupted = 0;
    program = "";
    programs_seed(strtoull(argv[2], NULL, 0));
    /* What programs write is of no interest. */
    int kept = dup(STDERR_FILENO);
    report = kept < 0 ? NULL : fdopen(kept, "w");
    if (!report || !freopen("/dev/null", "w", stdout) || !freopen("/dev/null", "w", stderr)) return 2;
    for (unsigned long i = 0; i < rounds; i++) {
        if (i % ROUNDS_A_MACHINE == 0) start();
        program = program_for_ever(0);
        interrupted += evaluate(program, 1000 + random_below(1u << (14 + random_below(13)))) == OUTCOME_INTERRUPTED;
        check();
    }
    fprintf(report, "%lu programs interrupted; the prompt back within %" PRIu64 " cycles (%u are allowed)\n",
            interrupted, worst, HEED_CYCLES);
    fprintf(report, "%lu passed, 0 failed\n", rounds);
    return 0;
}
