/* The scheduler (scheduler.h). The C stack is that of the kernel: a process is run by vm_resume, which returns when it
 * has been sealed or has ended, so between two processes there is nothing on it. */
#include "scheduler.h"
#include "boot.h"
#include "error.h"
#include "machine.h"
#include "namespace.h"
#include "print.h"
#include "process.h"
#include "request.h"
#include "symbol.h"
#include "text.h"
#include "vm.h"

static val current, foreground; /* NIL: none */
static val session_namespace;   /* what the foreground process left as its namespace */
static val end_without_memory;  /* how a process ends when there is no memory to say how */
static volatile bool interrupted, quantum_over;
static volatile bool
    armed;           /* the end of this quantum will be told; of what is left of it, the next process gets the rest */
static bool leaving; /* platform_poll wants scheduler_background to return */

void scheduler_init(void) {
    current = foreground = session_namespace = NIL;
    end_without_memory = NIL;
    interrupted = quantum_over = armed = leaving = false;
}

val process_current(void) { return current; }

void scheduler_tick(void) {
    quantum_over = true;
    armed = false;
    vm.limit = NULL;
}

void scheduler_arm(void) {
    if (armed || !is_process(current)) return;
    armed = true;
    platform_quantum();
}

bool scheduler_others(void) {
    if (timers_next() != SCHEDULER_NEVER) {
        uint64_t now = platform_ticks();
        if (timers_next() <= now) timers_wake(now);
    }
    return !queue_empty();
}

/* ---- interrupts ---- */

void vm_interrupt(void) {
    interrupted = true;
    vm.limit = NULL;
}

void vm_settle(void) {
    interrupted = false;
    vm.limit = vm_stack_end();
}

bool scheduler_interrupted(void) { return interrupted; }

void scheduler_stop_foreground(val error) {
    if (is_process(foreground) && foreground != current) process_stop(foreground, error);
}

/* Looks of one primitive of a process that is not in the foreground, after which it counts as what keeps the machine
 * from heeding the interrupt: some milliseconds. */
#define LOOKS_MAX 2000u

static uint32_t looks; /* since the last call or loop */

/* Throws if what runs is to be interrupted: the foreground, or what would keep that from being so for long. Without
 * both, what is interrupted is the kernel's report of an error. */
static void take_interrupt(void) {
    if (!interrupted || (current != foreground && (!is_process(current) || ++looks < LOOKS_MAX))) return;
    if (current == foreground) interrupted = false;
    looks = 0;
    lisp_throw(error_interrupted);
}

void lisp_poll(void) {
    if (vm.limit) return;
    platform_attend();
    take_interrupt();
}

/* The same for a process in the foreground that does not run. */
static val interrupt_foreground(void *unused) {
    (void)unused;
    process_stop(foreground, error_interrupted);
    interrupted = false;
    return NIL;
}

bool vm_pause(void) {
    vm.limit = vm_stack_end();
    looks = 0;
    take_interrupt();
    if (interrupted && is_process(foreground)) interrupt_foreground(NULL);
    request_open.outcome = REQUEST_NONE;
    leaving = platform_poll();
    if (leaving && !is_process(foreground)) return true;
    if (!quantum_over) return false;
    quantum_over = false;
    if (scheduler_others()) return true;
    if (timers_next() != SCHEDULER_NEVER) scheduler_arm();
    return false;
}

/* ---- running one process ---- */

/* Makes a value of the process whose frames have been sealed. */
static val put_away(void *unused) {
    val none = NIL;
    (void)unused;
    if (request_open.outcome != REQUEST_WAIT) {
        val s = snapshot_new(current, vm.frames, vm.bindings, namespace_current(), none, none, none);
        atom_swap(cell_geti(current, PROCESS_STATE), s);
        queue_enter(current, NIL);
        return NIL;
    }
    val token = snapshot_new(current, vm.frames, vm.bindings, namespace_current(), fixnum((int32_t)request_open.kind),
                             request_open.deadline, request_open.otherwise);
    request_parked(token);
    if (request_open.deadline != NIL) timers_add(token);
    process_park(token);
    return NIL;
}

static val make_half(void *unused) {
    (void)unused;
    val child = process_new(vm.frames, vm.bindings, namespace_current());
    queue_enter(child, NIL);
    return child;
}

/* How a process ended: (true . value) or (false . error). */
static val make_end(void *argument) {
    enum vm_outcome outcome = *(enum vm_outcome *)argument;
    if (outcome == VM_FAILED && error_is(vm.signal, "end")) return cons(TRUE, cell_geti(vm.signal, 2));
    return cons(boolean(outcome == VM_DONE), vm.signal);
}

/* An error that nothing caught, of a process that nobody waits for in the foreground. */
static void report(val end) {
    if (current == foreground || car(end) == TRUE) return;
    if (error_is(cdr(end), "interrupt") || error_is(cdr(end), "exit")) return;
    machine_flush();
    lisp_report(cdr(end), current);
}

static void end(enum vm_outcome outcome) {
    val how;
    if (!vm_protect(make_end, &outcome, &how)) how = end_without_memory;
    vm.signal = NIL;
    report(how);
    if (current == foreground) session_namespace = namespace_current();
    process_end(current, how);
}

/* Takes up the current process where it was put away: vm.frames, and in vm.signal what it goes on with; true: an error
 * to be thrown. Apart from `run`, whose registers would hold what the process had then as long as it runs. */
static __attribute__((noinline)) bool take_up(void) {
    val s = atom_swap(cell_geti(current, PROCESS_STATE), NIL),
        answer = atom_swap(cell_geti(current, PROCESS_ANSWER), NIL);
    bool raise = is_box(answer, BOX_RAISE);
    vm.bindings = cell_geti(s, SNAPSHOT_BINDINGS);
    namespace_set_current(cell_geti(s, SNAPSHOT_NAMESPACE));
    vm.frames = cell_geti(s, SNAPSHOT_FRAMES);
    vm.signal = raise || is_box(answer, BOX_MESSAGE) ? cell_geti(answer, 1) : answer;
    return raise;
}

/* Runs a process that is not in the run queue until it has been switched out or has ended. */
static void run(val process) {
    val unused;
    if (interrupted && process == foreground) vm_protect(interrupt_foreground, NULL, &unused);
    current = process;
    bool raise = take_up();
    quantum_over = false;
    looks = 0;
    request_open.outcome = REQUEST_NONE;
    if (interrupted) vm.limit = NULL;
    if (!queue_empty() || timers_next() != SCHEDULER_NEVER) scheduler_arm();
    enum vm_outcome outcome = vm_resume(vm.frames, vm.signal, raise);
    while (outcome == VM_SWITCHED) {
        val got;
        bool fork = request_open.outcome == REQUEST_FORK;
        bool ok = vm_protect(fork ? make_half : put_away, NULL, &got);
        if (ok && !fork) break;
        outcome = vm_resume(vm.frames, got, !ok);
    }
    if (outcome != VM_SWITCHED) end(outcome);
    vm.frames = NIL;
    vm.bindings = NIL;
    current = NIL;
}

/* ---- running all ---- */

static val wake_sleepers(void *unused) {
    (void)unused;
    scheduler_others();
    return NIL;
}

static val look_outside(void *unused) {
    (void)unused;
    leaving = platform_poll();
    return NIL;
}

static val report_deadlock(void *unused) {
    (void)unused;
    val message = string_from_c("deadlock: the program waits for something that no process can do");
    process_stop(foreground, error_new(message, NIL, NIL, keyword_c("deadlock")));
    return NIL;
}

/* Nothing can run: waits until something might. What lacks memory here is tried again: the collection that it needed
 * has left some. */
static void idle(void) {
    val unused;
    vm_protect(wake_sleepers, NULL, &unused);
    vm_protect(look_outside, NULL, &unused);
    if (!queue_empty() || (leaving && !is_process(foreground))) return;
    if (interrupted && is_process(foreground)) {
        vm_protect(interrupt_foreground, NULL, &unused);
        return;
    }
    uint64_t deadline = timers_next();
    bool hope = !is_process(foreground) || deadline != SCHEDULER_NEVER || processes_outside();
    armed = false;
    if (hope) hope = platform_wait(deadline) || deadline != SCHEDULER_NEVER;
    if (hope) return;
    if (is_process(foreground))
        vm_protect(report_deadlock, NULL, &unused);
    else
        leaving = true;
}

static void run_next(void) {
    val next = queue_take();
    if (next == NIL)
        idle();
    else
        run(next);
}

void scheduler_background(void) {
    val namespace = namespace_current();
    for (leaving = false; !leaving;) run_next();
    namespace_set_current(namespace);
}

void scheduler_forget(void) {
    while (queue_take() != NIL)
        ;
    timers_clear();
    processes_forget();
    platform_forget();
}

struct start {
    val fn, argument;
};

static val make_foreground(void *argument) {
    const struct start *s = argument;
    if (end_without_memory == NIL) end_without_memory = cons(FALSE, error_out_of_memory);
    return process_new(vm_frame(s->fn, s->argument == ABSENT ? 0 : 1, &s->argument), NIL, namespace_current());
}

bool vm_run(val fn, val argument, val *result) {
    struct start start = {fn, argument};
    val process;
    bool failed;
    if (!vm_protect(make_foreground, &start, &process)) {
        *result = process;
        return false;
    }
    foreground = process;
    run(process);
    while (!process_ended(process, result, &failed)) run_next();
    foreground = NIL;
    namespace_set_current(session_namespace);
    return !failed;
}
