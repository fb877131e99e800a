/* The scheduler: which process runs. One process is in the foreground, the one that scheduler_run waits for:
 * scheduler_interrupt() is for that one, also while another runs or it waits for something. Another one whose primitive
 * goes on and on is interrupted besides. */
#ifndef KERNEL_PROCESS_SCHEDULER_H
#define KERNEL_PROCESS_SCHEDULER_H

#include "lisp/cells/value.h"

#define SCHEDULER_NEVER (~(uint64_t)0)
/* Looks of one primitive of a process that is not in the foreground, after which it counts as what keeps the machine
 * from heeding the interrupt: some ten million cycles at most. */
#define SCHEDULER_LOOKS_MAX 2000u

/* Called before lisp_init. */
void scheduler_init(void);
/* Called once the symbols are there. */
void scheduler_prepare(void);

/* Makes a process in the foreground that calls fn with the argument (ABSENT: none), and runs all processes until it has
 * ended; the others are then just not run until the next scheduler_run or scheduler_background. True: *result is its
 * value; false: an error that nothing caught. Not while a process runs. */
bool scheduler_run(val fn, val argument, val *result);
/* Asks the process in the foreground to stop at its next call or loop, or where it waits: it sees an error of type
 * :interrupt. Async-signal-safe. */
void scheduler_interrupt(void);
/* Forgets an interrupt that came too late. */
void scheduler_settle(void);

/* Runs the processes there are, without one in the foreground, until machine_poll() returns true. Returns at once if
 * it does so now, otherwise waits (machine_wait) while none can run. */
void scheduler_background(void);

/* ---- for a store: while no process runs ---- */

/* The process in the foreground, if it answers somebody at a prompt (scheduler_dialogue); NIL: there is none. */
val scheduler_in_dialogue(void);
/* Whether what is run in the foreground next does. */
void scheduler_dialogue(bool is_dialogue);
/* The namespace that the next process in the foreground begins in. */
val scheduler_session_namespace(void);
void scheduler_set_session_namespace(val namespace);
/* All processes are gone, and the one in the foreground has ended with the value. */
void scheduler_drop(val value);
/* An answer that ends its process, without an error. */
val scheduler_raise_end(void);

/* Forgets all processes, as if they had never been: a new session begins. Not while a process runs. */
void scheduler_forget(void);

/* A quantum is over. Called by the timer interrupt; async-signal-safe. */
void scheduler_tick(void);

/* ---- for kernel/process and the machine ---- */

/* What the language calls as vm_host->pause and vm_host->attend (lisp/cells/host.h). */
bool scheduler_pause(void);
void scheduler_attend(void);

/* Whether another process could run now. Wakes those whose time has come. */
bool scheduler_others(void);
/* There are others: the running process is to have a quantum only. */
void scheduler_arm(void);
/* scheduler_interrupt has been called and nobody has seen it: machine_wait is to return. */
bool scheduler_interrupted(void);
/* Has the process in the foreground go on with an error, unless it is the one that runs. */
void scheduler_stop_foreground(val error);
/* What a process throws to end with the value: an error of type :end, which nothing in it catches. */
val scheduler_end_error(val value);
/* The error that an interrupted process sees, as an answer. */
val scheduler_raise_interrupt(void);

#endif
