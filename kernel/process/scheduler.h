/* The scheduler: which process runs. One process is in the foreground, the one that vm_run (vm.h) waits for:
 * vm_interrupt() is for that one, also while another runs or it waits for something. Another one whose primitive goes
 * on and on is interrupted besides.
 *
 * vm_run(fn, argument, &result) makes a foreground process that calls fn and runs all processes until that one has
 * ended; the others are then just not run until the next vm_run or scheduler_background. */
#ifndef KERNEL_SCHEDULER_H
#define KERNEL_SCHEDULER_H

#include "value.h"

#define SCHEDULER_NEVER (~(uint64_t)0)

/* Called by lisp_init. */
void scheduler_init(void);
/* Called once the symbols are there. */
void scheduler_prepare(void);

/* Runs the processes there are, without one in the foreground, until platform_poll() returns true. Returns at once if
 * it does so now, otherwise waits (platform_wait) while none can run. */
void scheduler_background(void);

/* Forgets all processes, as if they had never been: a new session begins. Not while a process runs. */
void scheduler_forget(void);

/* A quantum is over. Called by the timer interrupt; async-signal-safe. */
void scheduler_tick(void);

/* ---- for kernel/process and the platform ---- */

/* Whether another process could run now. Wakes those whose time has come. */
bool scheduler_others(void);
/* There are others: the running process is to have a quantum only. */
void scheduler_arm(void);
/* vm_interrupt has been called and nobody has seen it: platform_wait is to return. */
bool scheduler_interrupted(void);
/* Has the process in the foreground go on with an error, unless it is the one that runs. */
void scheduler_stop_foreground(val error);
/* The error that an interrupted process sees, as an answer. */
val scheduler_raise_interrupt(void);

/* ---- what the platform (kernel/host, kernel/machine) provides: none of it makes cells ---- */

/* The clock of `sleep` and timeouts, from any start, and its rate. */
uint64_t platform_ticks(void);
uint32_t platform_ticks_per_ms(void);
/* Has scheduler_tick() called when a quantum from now is over. */
void platform_quantum(void);
/* Looks after the outside world: what has come in may answer requests (process_answer, process_ready). Called at the
 * end of each quantum, when vm.limit has been set to NULL, and while nothing can run, never within a primitive. True:
 * scheduler_background is to return. */
bool platform_poll(void);
/* Called in long primitives when vm.limit has been set to NULL: is to call vm_interrupt() if the outside world wants
 * that, and to leave cells alone. */
void platform_attend(void);
/* All processes are gone: nobody waits for what they asked for. */
void platform_forget(void);
/* Nothing can run before `deadline` (ticks; SCHEDULER_NEVER: no process sleeps): waits until then or until something
 * comes in from outside. False: nothing can ever come, so that waiting is in vain. */
bool platform_wait(uint64_t deadline);

#endif
