/* Hooks: functions of the library that the machine calls by itself, or whose activations it knows by their code, as
 * marks on the stack: a prompt, bound vars, a lazy sequence that is being realised. What such an activation has in its
 * registers tells the rest. */
#ifndef LISP_INTERPRETER_HOOK_H
#define LISP_INTERPRETER_HOOK_H

#include "lisp/interpreter/vm.h"

/* HOOK_BIND: the bindings that hold within, and those that held before. */
#define BIND_NOW 0
#define BIND_BEFORE 1
/* HOOK_FORCE: the lazy sequence, and its function. */
#define FORCE_SEQUENCE 0
#define FORCE_FUNCTION 1
/* HOOK_PROMPT: its tag. */
#define PROMPT_TAG 0

static inline bool is_hook(val fn, enum vm_hook hook) {
    return is_kind(fn, KIND_FN) && cell_geti(fn, FN_CODE) == cell_geti(vm_hook[hook], FN_CODE);
}

#endif
