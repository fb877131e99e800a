/* The virtual machine (docs/lisp.md, "Activations"). */
#ifndef LISP_INTERPRETER_VM_H
#define LISP_INTERPRETER_VM_H

#include "lisp/cells/vm_state.h"

/* Functions of the library that the machine itself calls. */
enum vm_hook {
    HOOK_FORCE, /* (f sequence function) realises a lazy sequence by calling its function */
    HOOK_FORCE_ALL,
    HOOK_PROMPT,
    HOOK_EVAL,
    HOOK_LOAD,
    HOOK_TEST,
    HOOK_SESSION,
    HOOK_AWAIT, /* (f x) waits for a process, or for a sequence that another process realises */
    HOOK_BIND,  /* (f bindings those-before thunk) */
    HOOK_START, /* (f function arguments) the first activation of a process */
    HOOK_COUNT
};

extern val vm_hook[HOOK_COUNT];

/* Makes `state` that of this processor, as it is before anything runs. stack: VM_STACK_ROOM words for it; lowest: the
 * lowest address that C may use for its own. */
void vm_init(struct vm_state *state, val *stack, const void *lowest);

/* The sealed frame of a call that has not begun: fn, a function, with n arguments that it has an arity for. */
val vm_frame(val fn, uint32_t n, const val *arguments);

enum vm_outcome {
    VM_NONE,    /* nothing has run */
    VM_DONE,    /* vm.signal is the value */
    VM_FAILED,  /* vm.signal is an error that nothing caught */
    VM_SWITCHED /* vm.frames are all its activations, sealed */
};
/* Runs processes, one after the other, as long as `next` says that there is one. `next` is told how the process before
 * has stopped, VM_NONE at first. It leaves the next process's sealed frames in vm.frames, its bindings in vm.bindings,
 * and in vm.signal the value that the innermost frame goes on with. If it sets vm.answer, that function makes this
 * value of vm.signal instead, and what the function throws is thrown in that frame. Not to be called while a process
 * runs. */
void vm_run(bool (*next)(enum vm_outcome last));
/* A vm.answer that throws the value. */
_Noreturn val vm_raise(val error);

/* The place (value.h) and file where a value was thrown that may have no trace: one that is no error, or the error of
 * exhausted memory, when there was no room for its trace. 0: not known. */
#ifdef VM_COMPACT /* has no room to note it */
static inline uint32_t vm_thrown_at(val thrown, val *file) { return (void)thrown, (void)file, 0; }
static inline void vm_is_at(val file, uint32_t place) { (void)file, (void)place; }
#else
uint32_t vm_thrown_at(val thrown, val *file);
/* From now on the error of exhausted memory is taken to be thrown at that place, if no code that runs has a place. */
void vm_is_at(val file, uint32_t place);
#endif

/* Calls a C function that may throw. True: *result is its value; false: what it threw. Not while a process runs. */
bool vm_protect(val (*call)(void *), void *argument, val *result);

/* The value that a var has in this process; UNBOUND if it has none. */
val var_value(val var);

/* Says whether what is thrown from now on is caught. A machine of one process always has something that catches. */
static inline void vm_catch(bool catches) {
#ifdef VM_COMPACT
    (void)catches;
#else
    vm.catches = catches;
#endif
}

static inline val *vm_stack_end(void) { return vm.stack + VM_STACK_WORDS; }

/* Clears the stack beyond the running activation. Called before each collection starts, since the collector keeps alive
 * what any word of the stack refers to: also what calls that have returned have left there. */
void vm_wipe_dead(void);
/* Clears those registers of the activations on the stack that their code will not read any more, as where earlier calls
 * have left something. Returns whether any of them held a reference. Takes long: for when memory seems exhausted. To be
 * called where cells are made, not from interrupts. */
bool vm_wipe_unread(void);

#endif
