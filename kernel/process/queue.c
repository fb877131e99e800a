/* The run queue: processes linked through their `link` atoms, so that entering cannot run out of memory. */
#include "kernel/process/process.h"
#include "kernel/process/scheduler.h"

static val head, tail; /* NIL: empty */

static val link_of(val process) { return cell_geti(process, PROCESS_LINK); }

bool queue_empty(void) { return !is_process(head); }
bool queue_has(val process) { return atom_get(link_of(process)) != FALSE; }

void queue_enter(val process, val answer) {
    atom_swap(cell_geti(process, PROCESS_ANSWER), answer);
    atom_swap(link_of(process), NIL);
    if (queue_empty())
        head = process;
    else
        atom_swap(link_of(tail), process);
    tail = process;
    scheduler_arm();
}

val queue_take(void) {
    if (queue_empty()) return NIL;
    val process = head;
    head = atom_swap(link_of(process), FALSE);
    if (queue_empty()) tail = NIL;
    return process;
}

void queue_hurry(val process) {
    if (queue_empty() || head == process || !queue_has(process)) return;
    val before = head, after;
    while ((after = atom_get(link_of(before))) != process) before = after;
    atom_swap(link_of(before), atom_swap(link_of(process), head));
    head = process;
    if (tail == process) tail = before;
}
