/* The state of a processor that runs the language: what there is once for each of them. Everything else that is not in
 * cells belongs to the machine (tests/layers/state.txt). */
#ifndef LISP_CELLS_VM_STATE_H
#define LISP_CELLS_VM_STATE_H

#include "lisp/cells/value.h"
#include <setjmp.h>

#ifndef VM_STACK_WORDS
#define VM_STACK_WORDS 4096
#endif
/* Words above the limit for the registers that restored frames and forced sequences use. */
#ifndef VM_STACK_SLACK
#define VM_STACK_SLACK 512
#endif
#define VM_STACK_ROOM (VM_STACK_WORDS + VM_STACK_SLACK)

struct vm_state {
    val *base;   /* registers of the running function; base[-2] is the function, base[-1] the link */
    uint32_t pc; /* behind the running instruction, valid while a primitive runs */
    /* A call whose registers end beyond this takes another way than the usual: the stack is full, and is sealed into
     * frame cells first; or this is NULL, which every call is beyond, and the kernel is asked first (host.h). */
    val *volatile limit;
    val frames;         /* sealed frames of the activations that are not on the stack, innermost first */
    val signal;         /* what is thrown or forced, or the value that a process goes on or has ended with */
    val (*answer)(val); /* makes what a process goes on with of vm.signal; NULL: it is that (vm_run) */
    val bindings;       /* of dynamic vars: a map, or nil */
    val namespace;      /* the running process's current one */
    val process;        /* that runs, NIL: none does. It marks the lazy sequences that it realises */
    jmp_buf trap;
    bool catches; /* what is thrown now is caught at `trap`; without, the kernel gives up (vm_host->panic) */
    bool spread;  /* the running instruction may have put arguments beyond the registers of the function */

    bool tracing;      /* the trace of "out of memory" was being made when memory was exhausted again (unwind.c) */
    bool interrupting; /* the places of an interrupt were being made when something was thrown (trace.c) */
#ifndef VM_COMPACT
    struct {            /* the last that was thrown without a place of its own (trace.c) */
        uint32_t value; /* its word, which does not keep it alive; 0: nothing */
        uint32_t place;
        val file;
    } placeless;
#endif
    struct { /* the last place in a string that was counted to (text.c) */
        val string;
        uint32_t index, offset;
    } cursor;
    val *stack;               /* VM_STACK_ROOM words */
    const char *lowest_stack; /* that C may use (error.c) */
};

/* That of this processor. What a kernel has for each of them begins with it (kernel/process/processor.h). On a machine
 * it is in a register that compilers leave alone: shorter than an address, and each processor has its own. */
#ifdef __riscv
register struct vm_state *vm_here __asm__("tp");
#else
extern struct vm_state *vm_here;
#endif
#define vm (*vm_here)

#endif
