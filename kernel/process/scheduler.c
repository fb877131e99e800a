/* The scheduler (scheduler.h). The C stack is that of the kernel: vm_run asks for the next process when one has been
 * sealed or has ended, so between two processes there is nothing on it. */
#include "kernel/process/scheduler.h"
#include "kernel/process/machine.h"
#include "kernel/process/process.h"
#include "kernel/process/processor.h"
#include "kernel/process/request.h"
#include "kernel/process/service.h"
#include "lisp/cells/atom.h"
#include "lisp/cells/error.h"
#include "lisp/cells/symbol.h"
#include "lisp/cells/text.h"
#include "lisp/image/boot.h"
#include "lisp/interpreter/vm.h"
#include "lisp/names/namespace.h"
#include "lisp/printer/print.h"

static val foreground;        /* NIL: none */
static val session_namespace; /* what the last process in the foreground left as its namespace */
/* Answers that the kernel gives without being asked, made beforehand. */
static val raise_interrupt, raise_deadlock;
static val end_text, end_type; /* of scheduler_end_error */
static volatile bool interrupted;
static bool dialogue; /* the process in the foreground answers somebody at a prompt */

void scheduler_init(void) {
    foreground = session_namespace = NIL;
    interrupted = this_processor->quantum_over = this_processor->armed = this_processor->leaving = false;
}

void scheduler_prepare(void) {
    static const char deadlock[] = "deadlock: the program waits for something that no process can do";
    raise_interrupt = raise_new(error_interrupted);
    end_text = string_from_c("end");
    end_type = keyword_c("end");
    raise_deadlock = raise_new(error_new(string_from_c(deadlock), NIL, NIL, keyword_c("deadlock")));
}

void scheduler_tick(void) {
    this_processor->quantum_over = true;
    this_processor->armed = false;
    vm.limit = NULL;
}

void scheduler_arm(void) {
    if (this_processor->armed || !is_process(vm.process)) return;
    this_processor->armed = true;
    machine_quantum();
}

bool scheduler_others(void) {
    if (timers_next() != SCHEDULER_NEVER) {
        uint64_t now = machine_ticks();
        if (timers_next() <= now) timers_wake(now);
    }
    return !queue_empty();
}

/* ---- interrupts ---- */

void scheduler_interrupt(void) {
    interrupted = true;
    vm.limit = NULL;
}

/* vm.limit stays: it may be NULL for another reason, and scheduler_pause sets it. */
void scheduler_settle(void) { interrupted = false; }

bool scheduler_interrupted(void) { return interrupted; }

void scheduler_stop_foreground(val error) {
    if (is_process(foreground) && foreground != vm.process) process_stop(foreground, raise_new(error));
}

val scheduler_raise_interrupt(void) { return raise_interrupt; }

/* Throws if the running C code is to be interrupted: that of the process in the foreground; that of another process
 * which keeps the machine from switching for so long that the foreground would not get to see the interrupt; or the
 * kernel's report of an error, when no process runs. */
static void take_interrupt(void) {
    if (!interrupted || !vm.catches) return;
    if (vm.process != foreground && (!is_process(vm.process) || ++this_processor->looks < SCHEDULER_LOOKS_MAX)) return;
    if (vm.process == foreground) interrupted = false;
    this_processor->looks = 0;
    lisp_throw(error_interrupted);
}

void scheduler_attend(void) {
    machine_attend();
    take_interrupt();
}

/* The same for a process in the foreground that does not run. It is the next then: there may be thousands that stand in
 * the run queue, and where they have filled the memory each turn takes several collections. */
static void interrupt_foreground(void) {
    process_stop(foreground, raise_interrupt);
    queue_hurry(foreground);
    interrupted = false;
}

/* What the kernel does now and then while a process runs. True: that one is to be switched out. */
static bool look_after_others(void) {
    if (interrupted && is_process(foreground)) interrupt_foreground();
    request_open.outcome = REQUEST_NONE;
    this_processor->leaving = machine_poll();
    services_poll();
    if (this_processor->leaving && !is_process(foreground)) return true;
    if (services_wanted) return true;
    if (!this_processor->quantum_over) return false;
    this_processor->quantum_over = false;
    if (scheduler_others()) return true;
    if (timers_next() != SCHEDULER_NEVER || services_watched) scheduler_arm();
    return false;
}

bool scheduler_pause(void) {
    vm.limit = vm_stack_end();
    this_processor->looks = 0;
    take_interrupt();
    vm_catch(false); /* an error would be the kernel's, and this process would see it */
    bool out = look_after_others();
    vm_catch(true);
    return out;
}

/* ---- running one process ---- */

/* Makes a snapshot of the current process, whose frames have been sealed: it is then in the run queue, or waits. */
static val put_away(void *unused) {
    val s = snapshot_new(vm.process, vm.frames, vm.bindings, namespace_current());
    (void)unused;
    if (request_open.outcome != REQUEST_WAIT) {
        atom_write(cell_geti(vm.process, PROCESS_STATE), cell_seal(s));
        queue_enter(vm.process, NIL);
        return NIL;
    }
    cell_seti(s, SNAPSHOT_REQUEST, fixnum((int32_t)request_open.kind));
    cell_seti(s, SNAPSHOT_NOTE, request_open.note);
    if (request_open.deadline != NIL) {
        cell_seti(s, SNAPSHOT_DEADLINE, request_open.deadline);
        cell_seti(s, SNAPSHOT_OTHERWISE, request_open.otherwise);
    }
    val token = cell_seal(s);
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

val scheduler_end_error(val value) { return error_placed(end_text, value, NIL, EMPTY, end_type); }

/* An error that nothing caught, of a process that nobody waits for in the foreground. */
static void report(val error) {
    if (vm.process == foreground || error_is(error, "interrupt") || error_is(error, "exit")) return;
    machine_flush();
    lisp_report(error, vm.process);
}

/* The current process has ended, with the value or error in vm.signal. */
static __attribute__((noinline)) void end(enum vm_outcome outcome) {
    bool failed = outcome == VM_FAILED;
    val value = vm.signal;
    vm.signal = NIL;
    if (failed && is_box(value, BOX_ERROR) && cell_geti(value, ERROR_TYPE) == end_type) {
        failed = false;
        value = cell_geti(value, ERROR_DATA);
    }
    if (failed) report(value);
    if (vm.process == foreground) session_namespace = namespace_current();
    process_end(vm.process, failed, value);
}

/* Takes up the current process where it was put away: its frames are then vm.frames, and vm.signal is what it goes on
 * with; or what vm.answer makes of that. */
static void take_up(void) {
    val s = atom_write(cell_geti(vm.process, PROCESS_STATE), NIL),
        answer = atom_write(cell_geti(vm.process, PROCESS_ANSWER), NIL);
    bool raise = is_box(answer, BOX_RAISE), unmade = answer == UNMADE;
    vm.bindings = cell_geti(s, SNAPSHOT_BINDINGS);
    namespace_set_current(cell_geti(s, SNAPSHOT_NAMESPACE));
    vm.frames = cell_geti(s, SNAPSHOT_FRAMES);
    vm.signal = unmade ? s : answer;
    if (raise) vm.signal = cell_geti(answer, RAISE_ERROR);
    if (is_box(answer, BOX_MESSAGE)) vm.signal = cell_geti(answer, MESSAGE_VALUE);
    vm.answer = raise ? vm_raise : unmade ? request_answer : NULL;
}

/* Makes a process that is not in the run queue the current one, which is to go on. */
static void begin(val process) {
    if (interrupted && process == foreground) interrupt_foreground();
    vm.process = process;
    take_up();
    this_processor->quantum_over = false;
    this_processor->looks = 0;
    request_open.outcome = REQUEST_NONE;
    if (interrupted) vm.limit = NULL;
    if (!queue_empty() || timers_next() != SCHEDULER_NEVER || services_watched) scheduler_arm();
}

/* The current process has been switched out, or has ended. True: it is to go on all the same, since it was forked, or
 * since there is no memory for putting it away. */
static bool goes_on(enum vm_outcome outcome) {
    if (outcome == VM_SWITCHED) {
        bool fork = request_open.outcome == REQUEST_FORK;
        val got;
        bool ok = vm_protect(fork ? make_half : put_away, NULL, &got);
        if (fork || !ok) {
            vm.signal = got;
            vm.answer = ok ? NULL : vm_raise;
            return true;
        }
    } else {
        end(outcome);
    }
    vm.frames = NIL;
    vm.bindings = NIL;
    vm.process = NIL;
    return false;
}

/* ---- running all ---- */

/* Nothing can run: waits until something might. */
static __attribute__((noinline)) void idle(void) {
    scheduler_others();
    this_processor->leaving = machine_poll();
    services_poll();
    if (!queue_empty() || (this_processor->leaving && !is_process(foreground))) return;
    if (interrupted && is_process(foreground)) {
        interrupt_foreground();
        return;
    }
    uint64_t deadline = timers_next(), due = services_due();
    bool hope = !is_process(foreground) || deadline != SCHEDULER_NEVER || processes_outside();
    this_processor->armed = false;
    if (hope) hope = machine_wait(due < deadline ? due : deadline) || deadline != SCHEDULER_NEVER;
    if (hope) return;
    if (is_process(foreground))
        process_stop(foreground, raise_deadlock);
    else
        this_processor->leaving = true;
}

/* Whether the process in the foreground has ended; when there is none, whether the machine wants something else. */
static bool is_over(void) {
    val value;
    bool failed;
    return is_process(foreground) ? process_ended(foreground, &value, &failed) : this_processor->leaving;
}

/* For vm_run: which process runs next. One that has been made for the foreground is the first. */
static bool next(enum vm_outcome last) {
    if (last != VM_NONE && goes_on(last)) return true;
    bool first = last == VM_NONE && is_process(foreground);
    while (first || !is_over()) {
        services_between();
        val process = first ? foreground : queue_take();
        if (process != NIL) {
            begin(process);
            return true;
        }
        idle();
    }
    return false;
}

val scheduler_in_dialogue(void) { return dialogue ? foreground : NIL; }
void scheduler_dialogue(bool is_dialogue) { dialogue = is_dialogue; }
val scheduler_session_namespace(void) { return session_namespace; }
void scheduler_set_session_namespace(val namespace) { session_namespace = namespace; }
val scheduler_raise_end(void) { return raise_new(scheduler_end_error(NIL)); }

void scheduler_background(void) {
    session_namespace = namespace_current();
    this_processor->leaving = false;
    vm_run(next);
    namespace_set_current(session_namespace);
}

void scheduler_forget(void) {
    while (queue_take() != NIL)
        ;
    timers_clear();
    processes_forget();
    services_forget();
}

void scheduler_drop(val value) {
    if (is_process(foreground)) process_end(foreground, false, value);
    scheduler_forget();
}

struct start {
    val fn, argument;
};

static val make_foreground(void *argument) {
    const struct start *s = argument;
    return process_new(vm_frame(s->fn, s->argument == ABSENT ? 0 : 1, &s->argument), NIL, namespace_current());
}

/* A function of its own, so that what it is called with does not stay alive as long as the process runs. */
static __attribute__((noinline)) bool start_foreground(val fn, val argument, val *result) {
    struct start start = {fn, argument};
    if (!vm_protect(make_foreground, &start, result)) return false;
    session_namespace = namespace_current();
    foreground = *result;
    *result = NIL;
    return true;
}

bool scheduler_run(val fn, val argument, val *result) {
    bool failed;
    if (!start_foreground(fn, argument, result)) return false;
    vm_run(next);
    process_ended(foreground, result, &failed);
    foreground = NIL;
    namespace_set_current(session_namespace);
    return !failed;
}
