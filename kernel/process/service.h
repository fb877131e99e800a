/* Services: the parts of the kernel that answer requests. A port lists those that it has; a new one is a file with its
 * `struct service` in it, and a line in the lists of the ports that are to have it. */
#ifndef KERNEL_PROCESS_SERVICE_H
#define KERNEL_PROCESS_SERVICE_H

#include "kernel/process/request.h"

/* Each function may be NULL: there is nothing to be done then. None of them may make cells but `init`.
 * init: called once, when the symbols are there.
 * poll: looks whether answers have come from outside (process_answer, process_ready); called when something has come
 * in, at the end of each quantum, and while nothing can run. NULL: what its requests wait for is done by processes, so
 * that a program all of whose processes wait in such requests is at a deadlock. forget: all processes are gone, and
 * nobody waits for their answers. */
struct service {
    const char *name;
    const struct request_kind *kinds; /* ends with a NULL name */
    void (*init)(void);
    void (*poll)(void);
    void (*forget)(void);
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

/* ---- for kernel/process ---- */

void services_poll(void);
void services_forget(void);

#endif
