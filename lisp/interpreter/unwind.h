/* Throwing: activations are left, innermost first, until one has a handler around where it is (INFO_HANDLERS). */
#ifndef LISP_INTERPRETER_UNWIND_H
#define LISP_INTERPRETER_UNWIND_H

#include "lisp/cells/value.h"

/* Throws vm.signal in the running activation. True: one that catches it is ready to go on, at vm.pc with vm.base, and
 * vars are bound as they were there. False: none does; there are no activations any more, and vm.signal has its trace.
 * When memory ran out, nothing of the activations left stays on either stack. */
bool unwind(void);

#endif
