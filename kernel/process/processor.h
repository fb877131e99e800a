/* The state of a processor, that of its part of the kernel included. */
#ifndef KERNEL_PROCESS_PROCESSOR_H
#define KERNEL_PROCESS_PROCESSOR_H

#include "kernel/process/request.h"
#include "lisp/cells/vm_state.h"

#define PROCESSORS 1

struct processor {
    struct vm_state language; /* first (lisp/cells/vm_state.h) */
    struct request request;   /* how the one that request_make left open is to go on */
    uint32_t looks;           /* at the outside world, since the last call or loop (scheduler.c) */
    volatile bool quantum_over;
    /* scheduler_tick will be called at the end of the quantum that has begun. A process that stops earlier leaves the
     * rest of that quantum to the next one: no new one is begun for it. */
    volatile bool armed;
    bool leaving; /* machine_poll wants scheduler_background to return */
    val stack[VM_STACK_ROOM];
};

extern struct processor processors[PROCESSORS];

/* This one. */
#define this_processor ((struct processor *)vm_here)
#define request_open (this_processor->request)

#endif
