/* Processes as values (process.h). */
#include "kernel/process/process.h"
#include "kernel/process/request.h"
#include "lisp/cells/atom.h"
#include "lisp/cells/error.h"
#include "lisp/cells/seq.h"
#include "lisp/cells/symbol.h"
#include "lisp/interpreter/vm.h"

static uint32_t made, ended, outside;

static val state_of(val process) { return atom_get(cell_geti(process, PROCESS_STATE)); }
static bool is_end(val state) { return state == TRUE || state == FALSE; }

val process_new(val frames, val bindings, val namespace) {
    val p = cell_new(KIND_PROCESS, 7), parent = vm.process;
    cell_seti(p, PROCESS_NUMBER, fixnum((int32_t)made + 1));
    cell_seti(p, PROCESS_PARENT, is_process(parent) ? cell_geti(parent, PROCESS_NUMBER) : fixnum(0));
    cell_seti(p, PROCESS_MAILBOX, atom_new(NIL));
    cell_seti(p, PROCESS_STATE, atom_new(NIL));
    cell_seti(p, PROCESS_ANSWER, atom_new(NIL));
    cell_seti(p, PROCESS_LINK, atom_new(FALSE));
    cell_seti(p, PROCESS_WAITERS, atom_new(NIL));
    cell_seal(p);
    val s = cell_seal(snapshot_new(p, frames, bindings, namespace));
    atom_write(cell_geti(p, PROCESS_STATE), s);
    made++;
    return p;
}

val snapshot_new(val process, val frames, val bindings, val namespace) {
    val s = cell_new(KIND_TUPLE, SNAPSHOT_WORDS);
    cell_seti(s, SNAPSHOT_PROCESS, process);
    cell_seti(s, SNAPSHOT_FRAMES, frames);
    cell_seti(s, SNAPSHOT_BINDINGS, bindings);
    cell_seti(s, SNAPSHOT_NAMESPACE, namespace);
    return s;
}

bool process_ended(val process, val *value, bool *failed) {
    val state = state_of(process);
    if (!is_end(state)) return false;
    *value = atom_get(cell_geti(process, PROCESS_ANSWER));
    *failed = state == FALSE;
    return true;
}

val process_status(val process) {
    val state = state_of(process);
    if (state == NIL) return keyword_c("running");
    if (is_end(state)) return keyword_c(state == FALSE ? "failed" : "done");
    return keyword_c(queue_has(process) ? "ready" : "waiting");
}

/* ---- waiting and being answered ---- */

void process_park(val token) {
    val p = cell_geti(token, SNAPSHOT_PROCESS);
    atom_write(cell_geti(p, PROCESS_ANSWER), ABSENT);
    atom_write(cell_geti(p, PROCESS_STATE), token);
    outside += request_is_outside(cell_geti(token, SNAPSHOT_REQUEST));
}

static bool is_answered_by(val token, val answer) {
    val p = cell_geti(token, SNAPSHOT_PROCESS);
    return state_of(p) == token && atom_get(cell_geti(p, PROCESS_ANSWER)) == answer;
}

bool process_waits(val token) { return is_answered_by(token, ABSENT); }
bool process_is_ready(val token) { return is_answered_by(token, UNMADE); }

static void wake(val token, val answer) {
    /* Those forgotten are not counted any more. */
    if (outside && request_is_outside(cell_geti(token, SNAPSHOT_REQUEST))) outside--;
    queue_enter(cell_geti(token, SNAPSHOT_PROCESS), answer);
}

void process_expire(val token) { wake(token, cell_geti(token, SNAPSHOT_OTHERWISE)); }

static void answer_waiting(val token, val value) {
    if (cell_geti(token, SNAPSHOT_DEADLINE) != NIL) timers_forgotten();
    wake(token, value);
}

bool process_answer(val token, val value) {
    if (!process_waits(token)) return false;
    answer_waiting(token, value);
    return true;
}

bool process_ready(val token) { return process_answer(token, UNMADE); }

val raise_new(val error) { return cell_mk2(KIND_BOX, BOX_RAISE, error); }

bool process_stop(val process, val raise) {
    val state = state_of(process);
    if (!is_kind(state, KIND_TUPLE)) return false;
    if (process_answer(state, raise)) return true;
    val answer = atom_write(cell_geti(process, PROCESS_ANSWER), raise);
    if (is_box(answer, BOX_MESSAGE)) atom_write(cell_geti(process, PROCESS_MAILBOX), answer);
    return true;
}

/* ---- the end ---- */

void process_end(val process, bool failed, val value) {
    atom_write(cell_geti(process, PROCESS_STATE), boolean(!failed));
    atom_write(cell_geti(process, PROCESS_ANSWER), value);
    atom_write(cell_geti(process, PROCESS_MAILBOX), NIL);
    ended++;
    val waiters = atom_write(cell_geti(process, PROCESS_WAITERS), NIL);
    for (; waiters != NIL; waiters = cdr(waiters)) process_answer(car(waiters), TRUE);
}

/* ---- messages ---- */

/* The mailbox with one message more. */
static val mailbox_with(val mailbox, val message) {
    if (mailbox == NIL) return cell_mk2(KIND_BOX, BOX_MESSAGE, message);
    if (!is_kind(mailbox, KIND_CONS)) mailbox = cons(cons(cell_geti(mailbox, MESSAGE_VALUE), NIL), NIL);
    return cons(car(mailbox), cons(message, cdr(mailbox)));
}

/* The answer to a request to receive under way; NIL: there is no such request. */
static val receives(val process, val state) {
    bool receiving = is_kind(state, KIND_TUPLE) && request_is_receive(cell_geti(state, SNAPSHOT_REQUEST));
    return receiving ? atom_get(cell_geti(process, PROCESS_ANSWER)) : NIL;
}

/* One that waits for a message gets it as its answer, past the mailbox, which is empty. If another message comes before
 * it goes on, both are put into the mailbox; and so is the answer if it is to go on with an error instead
 * (process_stop), for which that must not need memory. */
void process_send(val process, val message) {
    val state = state_of(process);
    if (is_end(state)) return;
    val answer = receives(process, state), box = cell_geti(process, PROCESS_MAILBOX);
    if (answer == ABSENT) {
        answer_waiting(state, mailbox_with(NIL, message));
    } else if (is_box(answer, BOX_MESSAGE)) {
        atom_write(box, mailbox_with(answer, message));
        atom_write(cell_geti(process, PROCESS_ANSWER), UNMADE);
    } else {
        atom_write(box, mailbox_with(atom_get(box), message));
    }
}

val process_take(val process) {
    val box = cell_geti(process, PROCESS_MAILBOX), old = atom_get(box);
    if (old == NIL) return ABSENT;
    if (!is_kind(old, KIND_CONS)) {
        atom_write(box, NIL);
        return cell_geti(old, MESSAGE_VALUE);
    }
    val older = car(old), newer = cdr(old);
    if (older == NIL) {
        older = list_reverse(newer);
        newer = NIL;
    }
    val rest = cdr(older);
    atom_write(box, rest == NIL && newer == NIL ? NIL : cons(rest, newer));
    return car(older);
}

void processes_roots(val *roots) {
    roots[0] = fixnum((int32_t)made);
    roots[1] = fixnum((int32_t)ended);
}

void processes_set_roots(const val *roots) {
    made = (uint32_t)fixnum_value(roots[0]);
    ended = (uint32_t)fixnum_value(roots[1]);
    outside = 0;
}

void processes_forget(void) { outside = 0; }

uint32_t processes_outside(void) { return outside; }
uint32_t processes_made(void) { return made; }
uint32_t processes_ended(void) { return ended; }
