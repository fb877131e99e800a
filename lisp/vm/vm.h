/* The virtual machine (docs/lisp.md, "Activations"). */
#ifndef LISP_VM_H
#define LISP_VM_H

#include "value.h"
#include <setjmp.h>

#ifndef VM_STACK_WORDS
#define VM_STACK_WORDS 4096
#endif
/* Words above the limit for the registers that restored frames and forced sequences use. */
#ifndef VM_STACK_SLACK
#define VM_STACK_SLACK 512
#endif

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

struct vm {
    val *base;           /* registers of the running function; base[-2] is the function, base[-1] the link */
    uint32_t pc;         /* behind the running instruction, valid while a primitive runs */
    val *volatile limit; /* calls that would use the stack beyond look into the matter; NULL: so does the kernel */
    val frames;          /* sealed frames of the activations that are not on the stack, innermost first */
    val hook[HOOK_COUNT];
    val signal;   /* what is thrown or forced, or the value that a process ended with */
    val bindings; /* of dynamic vars: a map, or nil */
    val process;  /* that runs, NIL: none does. It marks the lazy sequences that it realises */
    jmp_buf trap;
    bool catches; /* something thrown now gets to `trap`; else it is the end of the machine */
    bool spread;  /* the arguments of an `apply` may stand beyond the registers of the function */
    val stack[VM_STACK_WORDS + VM_STACK_SLACK];
};
extern struct vm vm;

void vm_init(void);

/* The sealed frame of a call that has not begun: fn, a function, with n arguments that it has an arity for. */
val vm_frame(val fn, uint32_t n, const val *arguments);

/* Fields of a frame cell. */
#define FRAME_FN 0
#define FRAME_PARENT 1 /* the caller's frame cell, or nil */
#define FRAME_RESUME 2 /* fixnum pc << 8 | register of the result */
#define FRAME_REGISTERS 3

enum vm_outcome {
    VM_DONE,    /* vm.signal is the value */
    VM_FAILED,  /* vm.signal is an error that nothing caught */
    VM_SWITCHED /* vm.frames are all its activations, sealed */
};
/* Goes on with the sealed frames, vm.bindings hold; the innermost gets the value. answer, if not NULL: it gets what
 * that function makes of the value, and what the function throws is thrown there. Not to be called while a process
 * runs. */
enum vm_outcome vm_resume(val frames, val value, val (*answer)(val));
/* Such a function: throws the value. */
_Noreturn val vm_raise(val error);

/* The place (meta.h) and file where a value was thrown that has none itself: one that is no error, or that of exhausted
 * memory. 0: not known. */
#ifdef VM_COMPACT /* has no room for it */
static inline uint32_t vm_thrown_at(val thrown, val *file) { return (void)thrown, (void)file, 0; }
#else
uint32_t vm_thrown_at(val thrown, val *file);
#endif

/* The value of a C function that may throw; false: *result is what it threw. Not while a process runs. */
bool vm_protect(val (*call)(void *), void *argument, val *result);

/* The value that a var has in this process; UNBOUND if it has none. */
val var_value(val var);

/* Where one process is all there is, something always catches. */
static inline void vm_catch(bool catches) {
#ifdef VM_COMPACT
    (void)catches;
#else
    vm.catches = catches;
#endif
}

static inline val *vm_stack_end(void) { return vm.stack + VM_STACK_WORDS; }

/* Clears the stack beyond the running activation. Called before each collection starts: what a register slot holds is
 * then always alive, also in slots that were in use before and come into use again. */
void vm_wipe_dead(void);
/* Clears the registers of all activations on the stack that are not read any more, above all those in which earlier
 * calls have left something. Returns whether that was any reference. Takes long: for when memory seems exhausted. To be
 * called where cells are made, not from interrupts. */
bool vm_wipe_unread(void);

#endif
