/* Requests: all that a process can do besides computing is to ask the kernel, by (%request kind argument...). The
 * kernel answers at once, or switches the process out until there is an answer. docs/requests.md lists the kinds. */
#ifndef KERNEL_PROCESS_REQUEST_H
#define KERNEL_PROCESS_REQUEST_H

#include "lisp/cells/value.h"

#define REQUEST_ARGUMENTS_MAX 4u

/* One kind; a service has a table of them (service.h). `arguments` has a letter for each argument, those behind a '?'
 * may be left out (nil is passed then): x anything · f something to be called · p process · i integer · n integer from
 * 0 to 536,870,911 · s string · k keyword · y symbol · l list, sequence · a atom · b true or false · u bytes; a capital
 * letter: the same or nil A wrong argument is an error of type :type before `now` is called. now: answers the request,
 * throws, or returns ABSENT: the process is to wait; nothing must have been done then but making cells (request_note),
 * since the memory for switching it out may be missing. parked: called when the process has been sealed and before it
 * counts as waiting; token stands for the request (process_answer or process_ready, later). It may throw when memory
 * runs out: the process gets the error. NULL: nothing to be done. answer: called when the process goes on after
 * process_ready(token): makes the answer, or throws. NULL: there is none that needs memory. */
struct request_kind {
    const char *name;
    const char *arguments;
    val (*now)(val *arguments);
    void (*parked)(val token);
    val (*answer)(val token);
};

/* Says for the request being answered, in `now`, before it returns ABSENT: the answer is `otherwise` when the clock
 * (machine_ticks) comes to `deadline`. */
void request_until(uint64_t deadline, val otherwise);
/* The same: what the request has to remember until it is answered, which `parked` and `answer` find as the token's
 * SNAPSHOT_NOTE (process.h). */
void request_note(val note);
/* The same: the process is not to wait but to be at the end of the run queue. */
void request_yield(void);
/* The same: the process is to go on at once, with a new process as the answer that goes on there with nil. */
void request_fork(void);

/* ---- for the rest of kernel/process ---- */

/* Called once the symbols are there. */
void requests_init(void);

/* What the language calls as vm_host->request (lisp/cells/host.h). */
val request_make(val *a, uint32_t n);

enum request_outcome { REQUEST_NONE, REQUEST_WAIT, REQUEST_YIELD, REQUEST_FORK };
/* How the request that request_make left open is to go on (processor.h); REQUEST_NONE: there is none. */
struct request {
    enum request_outcome outcome;
    uint32_t kind;
    val deadline, otherwise, note;
};
void request_parked(val token);
/* The answer that process_ready has left to the process that the token is of. */
val request_answer(val token);

/* A hash of the kinds there are, in their order: of what their numbers stand for. */
uint32_t requests_identity(void);
bool request_is_outside(val kind);
bool request_is_receive(val kind);

#endif
