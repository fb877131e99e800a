/* Processes as a service: what they ask of each other and of the clock (docs/requests.md). */
#include "kernel/process/machine.h"
#include "kernel/process/process.h"
#include "kernel/process/request.h"
#include "kernel/process/scheduler.h"
#include "kernel/process/service.h"
#include "lisp/cells/atom.h"
#include "lisp/cells/error.h"
#include "lisp/cells/map.h"
#include "lisp/cells/number.h"
#include "lisp/cells/seq.h"
#include "lisp/cells/symbol.h"
#include "lisp/cells/text.h"
#include "lisp/interpreter/vm.h"
#include "lisp/names/namespace.h"

#define LAZY_WAIT_MS 1u /* how often one looks whether a sequence has been realised by another process */

static uint64_t after(uint32_t ms) { return machine_ticks() + (uint64_t)ms * machine_ticks_per_ms(); }

static val r_spawn(val *a) {
    val frame = vm_frame(vm_hook[HOOK_START], 2, a);
    val p = process_new(frame, vm.bindings, namespace_current());
    queue_enter(p, NIL);
    return p;
}

static val r_fork(val *a) {
    (void)a;
    request_fork();
    return ABSENT;
}

static val r_send(val *a) {
    process_send(a[0], a[1]);
    return a[1];
}

static val r_receive(val *a) {
    val message = process_take(vm.process);
    if (message != ABSENT) return message;
    if (a[0] == fixnum(0)) return a[1];
    if (a[0] != NIL) request_until(after((uint32_t)fixnum_value(a[0])), a[1]);
    return ABSENT;
}

static val take_message(val token) { return process_take(cell_geti(token, SNAPSHOT_PROCESS)); }

static val r_yield(val *a) {
    (void)a;
    if (!scheduler_others()) return NIL;
    request_yield();
    return ABSENT;
}

static val r_sleep(val *a) {
    if (a[0] == fixnum(0)) return r_yield(a);
    request_until(after((uint32_t)fixnum_value(a[0])), NIL);
    return ABSENT;
}

static val r_self(val *a) { return (void)a, vm.process; }

static val r_join(val *a) {
    val value;
    bool failed;
    if (process_ended(a[0], &value, &failed)) return TRUE;
    if (a[0] == vm.process) lisp_error("deadlock", "join: a process cannot wait for its own end");
    if (a[1] == fixnum(0)) return FALSE;
    if (a[1] != NIL) request_until(after((uint32_t)fixnum_value(a[1])), FALSE);
    request_note(a[0]);
    return ABSENT;
}

/* Those whose time was up are taken out of the list when another with a time joins it. */
static void join_parked(val token) {
    val atom = cell_geti(cell_geti(token, SNAPSHOT_NOTE), PROCESS_WAITERS), list = atom_get(atom);
    if (cell_geti(token, SNAPSHOT_DEADLINE) != NIL) {
        val waiting = NIL;
        for (uint32_t round = 0; list != NIL; list = cdr(list), round++) {
            if (process_waits(car(list))) waiting = cons(car(list), waiting);
            lisp_poll_round(round);
        }
        list = list_reverse(waiting);
    }
    atom_write(atom, cons(token, list));
}

/* Another process realises the sequence. If that process is in the run queue, this one stands behind it; if it waits
 * for something itself, looking again after a while is soon enough. */
static val r_await(val *a) {
    if (!is_kind(a[0], KIND_LAZY) || lazy_realised(a[0])) return NIL;
    val owner = atom_get(cell_geti(a[0], LAZY_ATOM));
    if (owner == vm.process) lisp_error("deadlock", "a lazy sequence needs itself to be realised");
    if (queue_has(owner))
        request_yield();
    else
        request_until(after(LAZY_WAIT_MS), NIL);
    return ABSENT;
}

static val r_interrupt(val *a) {
    if (a[0] == vm.process) lisp_throw(error_interrupted);
    return boolean(process_stop(a[0], scheduler_raise_interrupt()));
}

/* Leaves all activations of the process by an error, whose place is not looked for: it is never reported. */
static val r_end(val *a) { lisp_throw(scheduler_end_error(a[0])); }

/* Ends the program: the process in the foreground. */
static val r_exit(val *a) {
    val error = error_exit(a[0]);
    scheduler_stop_foreground(error);
    lisp_throw(error);
}

static val r_status(val *a) { return process_status(a[0]); }

static val r_time(val *a) {
    (void)a;
    return integer((int64_t)(machine_ticks() / machine_ticks_per_ms()));
}

static val r_stat(val *a) {
    (void)a;
    static const struct {
        const char *name;
        uint32_t counter;
    } heap[] = {
        {"cells-made", STAT_CELLS_MADE},
        {"collections", STAT_COLLECTIONS},
        {"stall-total", STAT_STALL_TOTAL},
        {"stall-max", STAT_STALL_MAX},
        {"alloc-wait", STAT_ALLOC_WAIT},
        {"words-moved", STAT_WORDS_MOVED},
        {"cells-freed", STAT_CELLS_FREED},
        {"words-used", STAT_ALLOC},
        {"words-limit", STAT_CEIL},
        {"words-max-live", STAT_MAX_LIVE},
        {"alloc-wait-max", STAT_ALLOC_WAIT_MAX},
        {"minor-collections", STAT_MINORS},
        {"words-promoted", STAT_PROMOTED},
        {"remembered-overflows", STAT_OVERFLOWS},
    };
    val m = map_empty();
    for (uint32_t i = 0; i < sizeof heap / sizeof *heap; i++)
        m = map_assoc(m, keyword_c(heap[i].name), integer(cell_stat(heap[i].counter)));
    m = map_assoc(m, keyword_c("processes-made"), integer(processes_made()));
    return map_assoc(m, keyword_c("processes-ended"), integer(processes_ended()));
}

static const struct request_kind kinds[] = {
    {"spawn", "fL", r_spawn, NULL, NULL},
    {"fork", "", r_fork, NULL, NULL},
    {"self", "", r_self, NULL, NULL},
    {"send", "px", r_send, NULL, NULL},
    {"receive", "?Nx", r_receive, NULL, take_message},
    {"yield", "", r_yield, NULL, NULL},
    {"sleep", "n", r_sleep, NULL, NULL},
    {"join", "p?N", r_join, join_parked, NULL},
    {"status", "p", r_status, NULL, NULL},
    {"interrupt", "p", r_interrupt, NULL, NULL},
    {"end", "?x", r_end, NULL, NULL},
    {"exit", "?x", r_exit, NULL, NULL},
    {"time", "", r_time, NULL, NULL},
    {"stat", "", r_stat, NULL, NULL},
    {"await", "x", r_await, NULL, NULL},
    {NULL, NULL, NULL, NULL, NULL},
};

const struct service process_service = {.name = "process", .kinds = kinds, .init = scheduler_prepare};
