/* The run queue: processes linked through their `link` atoms, so that entering cannot run out of memory. */
#include "kernel/process/process.h"
#include "kernel/process/request.h"
#include "kernel/process/scheduler.h"
#include "lisp/cells/atom.h"

static val head, tail; /* NIL: empty */

static val link_of(val process) { return cell_geti(process, PROCESS_LINK); }

bool queue_empty(void) { return !is_process(head); }
bool queue_has(val process) { return atom_get(link_of(process)) != FALSE; }

void queue_enter(val process, val answer) {
    atom_write(cell_geti(process, PROCESS_ANSWER), answer);
    atom_write(link_of(process), NIL);
    if (queue_empty())
        head = process;
    else
        atom_write(link_of(tail), process);
    tail = process;
    scheduler_arm();
}

val queue_take(void) {
    if (queue_empty()) return NIL;
    val process = head;
    head = atom_write(link_of(process), FALSE);
    if (queue_empty()) tail = NIL;
    return process;
}

void queue_hurry(val process) {
    if (queue_empty() || head == process || !queue_has(process)) return;
    val before = head, after;
    while ((after = atom_get(link_of(before))) != process) before = after;
    atom_write(link_of(before), atom_write(link_of(process), head));
    head = process;
    if (tail == process) tail = before;
}

void queue_roots(val *roots) {
    roots[0] = head;
    roots[1] = tail;
}

void queue_set_roots(const val *roots) {
    head = roots[0];
    tail = roots[1];
}

void queue_take_back(const val *roots, val process) {
    queue_set_roots(roots);
    if (!queue_empty()) atom_write(link_of(tail), NIL);
    atom_write(link_of(process), FALSE);
}

val queue_tokens(val list, bool unmade) {
    for (val process = head; is_process(process); process = atom_get(link_of(process))) {
        val token = atom_get(cell_geti(process, PROCESS_STATE));
        if (!is_kind(token, KIND_TUPLE) || (unmade && !process_is_ready(token))) continue;
        if (request_is_outside(cell_geti(token, SNAPSHOT_REQUEST))) list = cons(token, list);
    }
    return list;
}
