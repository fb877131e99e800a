/* Services: the parts of the kernel that answer requests. A port lists those that it has; a new one is a file with its
 * `struct service` in it, and a line in the lists of the ports that are to have it. */
#ifndef KERNEL_PROCESS_SERVICE_H
#define KERNEL_PROCESS_SERVICE_H

#include "kernel/process/request.h"
#include "kernel/process/scheduler.h"

/* Each function may be NULL: there is nothing to be done then. None of them may make cells but `init`, `waiting` and
 * `between`.
 * init: called once, when the symbols are there.
 * poll: looks whether answers have come from outside (process_answer, process_ready); called when something has come
 * in, at the end of each quantum, and while nothing can run. NULL: what its requests wait for is done by processes, so
 * that a program all of whose processes wait in such requests is at a deadlock.
 * forget: all processes are gone, and nobody waits for their answers.
 * waiting: gives the list with the tokens of those that wait for an answer from outside in front.
 * between: called between two processes, when all have been put away and none runs, if services_want has been called.
 * due: ticks at which `poll` wants to be called though nothing comes in, SCHEDULER_NEVER: there are none. */
struct service {
    const char *name;
    const struct request_kind *kinds; /* ends with a NULL name */
    void (*init)(void);
    void (*poll)(void);
    void (*forget)(void);
    val (*waiting)(val list);
    void (*between)(void);
    uint64_t (*due)(void);
};

/* The port's services; ends with NULL. A port writes one line S(name) for each `const struct service name_service`:
 *
 *   #define SERVICES(S) S(process) S(input)
 *   SERVICES(SERVICE_DECLARE)
 *   const struct service *const machine_services[] = {SERVICES(SERVICE_LIST) NULL};
 */
extern const struct service *const machine_services[];
#define SERVICE_DECLARE(NAME) extern const struct service NAME##_service;
#define SERVICE_LIST(NAME) &NAME##_service,

/* Has `between` called as soon as the process that runs has been put away. */
void services_want(void);
/* From now on `poll` is called at each quantum's end, also of a process that runs alone. */
void services_watch(void);
/* The tokens of all that wait for an answer from outside, or have one that they have not made yet (process_ready). */
val services_waiting(void);

/* ---- for kernel/process ---- */

void services_poll(void);
void services_forget(void);
#ifdef VM_COMPACT /* no service there has anything to do between processes, or at a time */
static inline void services_between(void) {}
static inline uint64_t services_due(void) { return SCHEDULER_NEVER; }
enum { services_wanted = false, services_watched = false };
#else
extern bool services_wanted; /* services_want has been called */
extern bool services_watched;
void services_do_between(void);
static inline void services_between(void) {
    if (services_wanted) services_do_between();
}
uint64_t services_due(void);
#endif

#endif
