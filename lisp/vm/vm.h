/* The virtual machine (docs/lisp.md, "Activations"). */
#ifndef LISP_VM_H
#define LISP_VM_H

#include "value.h"
#include <setjmp.h>

#ifndef VM_STACK_WORDS
#define VM_STACK_WORDS 4096
#endif
/* Words above the limit for the registers that restored frames and forced sequences use. */
#define VM_STACK_SLACK 512

/* Functions of the library that the machine itself calls. */
enum vm_hook { HOOK_FORCE, HOOK_FORCE_ALL, HOOK_PROMPT, HOOK_EVAL, HOOK_LOAD, HOOK_TEST, HOOK_SESSION, HOOK_COUNT };

struct vm {
    val *base;           /* registers of the running function; base[-2] is the function, base[-1] the link */
    uint32_t pc;         /* behind the running instruction, valid while a primitive runs */
    val *volatile limit; /* calls that would use the stack beyond look into the matter; 0 while interrupted */
    val frames;          /* sealed frames of the activations that are not on the stack, innermost first */
    val hook[HOOK_COUNT];
    val signal; /* what is thrown or forced */
    jmp_buf trap;
    bool spread; /* the arguments of an `apply` may stand beyond the registers of the function */
    val stack[VM_STACK_WORDS + VM_STACK_SLACK];
};
extern struct vm vm;

void vm_init(void);
/* Calls fn with the argument (ABSENT: none). True: *result is its value; false: an error that nothing caught. Not to be
 * called from primitives. */
bool vm_run(val fn, val argument, val *result);
/* Asks the running program to stop at its next call or loop: it sees an error of type :interrupt. Async-signal-safe. */
void vm_interrupt(void);
/* Forgets an interrupt that came too late. */
void vm_settle(void);
/* Clears the stack beyond the running activation. Called before each collection starts: what a register slot holds is
 * then always alive, also in slots that were in use before and come into use again. */
void vm_wipe_dead(void);

#endif
