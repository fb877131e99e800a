/* Calls of whatever can be called, where it is not a function with an arity of that many arguments; calls that the
 * machine makes by itself.
 *
 * A call stands at r: r[CALL_FN] is what is called, from r[CALL_REGISTERS] on are its arguments (frame.h). */
#ifndef LISP_INTERPRETER_CALL_H
#define LISP_INTERPRETER_CALL_H

#include "lisp/interpreter/vm.h"

/* Answers of the next two in place of an entry word, which is never 0 or 1. */
#define CALL_DONE 0u    /* the value of the call is in r[CALL_FN] */
#define CALL_RESUMES 1u /* r[CALL_FN] is a continuation, r[CALL_REGISTERS] the value it gets */

/* Arranges a call with n arguments: r[CALL_FN] is then a function with its registers as it wants them, and the entry to
 * go to (code.h) is returned; or the call is over. Throws what such a call does. May have things realised first, after
 * which the instruction starts again: nothing has then been changed. */
uint32_t call_any(val *r, uint32_t n);
/* The same where the last of the n arguments is a sequence of further ones. */
uint32_t call_apply(val *r, uint32_t n);

/* Has a function of the library do something about x (n is 1) or about x and y (2), after which the running instruction
 * starts again: vm.base and vm.pc are then the function's. */
void call_hook(enum vm_hook hook, uint32_t n, val x, val y);
/* The same: a lazy sequence is realised, by this process if no other is at it, or the end of a process awaited. */
void call_force(val x);

#endif
