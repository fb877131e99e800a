/* The state of the machine as a value (state.h). */
#include "kernel/store/state.h"
#include "kernel/process/machine.h"
#include "kernel/process/process.h"
#include "kernel/process/request.h"
#include "kernel/process/scheduler.h"
#include "kernel/process/service.h"
#include "lisp/cells/error.h"
#include "lisp/cells/number.h"
#include "lisp/cells/symbol.h"
#include "lisp/cells/text.h"
#include "lisp/image/boot.h"
#include "lisp/image/image.h"
#include "lisp/interpreter/vm.h"
#include "lisp/names/namespace.h"
#include "lisp/names/primitive.h"

#define STATE_VERSION 1

/* The fields of a state. */
enum {
    AT_VERSION,
    AT_SYMBOLS,
    AT_NAMESPACES = AT_SYMBOLS + SYMBOLS_ROOTS,
    AT_HOOKS = AT_NAMESPACES + NAMESPACES_ROOTS,
    AT_QUEUE = AT_HOOKS + HOOK_COUNT,
    AT_TIMERS = AT_QUEUE + QUEUE_ROOTS,
    AT_OUTSIDE = AT_TIMERS + TIMERS_ROOTS, /* list of the processes that wait for something from outside */
    AT_DIALOGUE,                           /* the process that answers somebody at a prompt, or nil */
    AT_COUNTED,                            /* from here on: counters */
    AT_PROCESSES = AT_COUNTED,
    AT_TICKS = AT_PROCESSES + PROCESSES_ROOTS, /* of the clock */
    STATE_WORDS
};

static val processes_of(val tokens) {
    val list = NIL;
    for (; tokens != NIL; tokens = cdr(tokens)) list = cons(cell_geti(car(tokens), SNAPSHOT_PROCESS), list);
    return list;
}

val state_value(void) {
    val roots[STATE_WORDS], state;
    roots[AT_VERSION] = fixnum(STATE_VERSION);
    symbols_roots(roots + AT_SYMBOLS);
    namespaces_roots(roots + AT_NAMESPACES);
    roots[AT_NAMESPACES + NAMESPACES_CURRENT] = scheduler_session_namespace();
    for (uint32_t i = 0; i < HOOK_COUNT; i++) roots[AT_HOOKS + i] = vm_hook[i];
    queue_roots(roots + AT_QUEUE);
    timers_roots(roots + AT_TIMERS);
    processes_roots(roots + AT_PROCESSES);
    roots[AT_OUTSIDE] = processes_of(services_waiting());
    roots[AT_DIALOGUE] = scheduler_in_dialogue();
    roots[AT_TICKS] = integer((int64_t)machine_ticks());
    state = cell_new(KIND_TUPLE, STATE_WORDS);
    for (uint32_t i = 0; i < STATE_WORDS; i++) cell_set(state, i, roots[i]);
    return cell_seal(state);
}

static val resumed(void) {
    static const char why[] = "the machine was started anew while this was waited for";
    return raise_new(error_new(string_from_c(why), NIL, NIL, keyword_c("resumed")));
}

const char *state_take(val state) {
    val roots[STATE_WORDS];
    if (!is_kind(state, KIND_TUPLE) || cell_len(state) != STATE_WORDS ||
        cell_geti(state, AT_VERSION) != fixnum(STATE_VERSION))
        return "a state of another version of Lith";
    for (uint32_t i = 0; i < STATE_WORDS; i++) roots[i] = cell_get(state, i);
    symbols_set_roots(roots + AT_SYMBOLS);
    namespaces_set_roots(roots + AT_NAMESPACES);
    scheduler_set_session_namespace(namespace_current());
    for (uint32_t i = 0; i < HOOK_COUNT; i++) vm_hook[i] = roots[AT_HOOKS + i];
    lisp_find_symbols();
    queue_set_roots(roots + AT_QUEUE);
    timers_set_roots(roots + AT_TIMERS);
    processes_set_roots(roots + AT_PROCESSES);
    machine_set_ticks((uint64_t)integer_value(roots[AT_TICKS]));
    val raise = resumed();
    for (val l = roots[AT_OUTSIDE]; l != NIL; l = cdr(l)) process_stop(car(l), raise);
    if (is_process(roots[AT_DIALOGUE])) process_stop(roots[AT_DIALOGUE], scheduler_raise_end());
    return NULL;
}

bool state_differs(val a, val b) {
    for (uint32_t i = 0; i < AT_COUNTED; i++)
        if (cell_get(a, i) != cell_get(b, i)) return true;
    return false;
}

uint32_t state_identity(void) { return image_identity(primitive_count) ^ requests_identity(); }
