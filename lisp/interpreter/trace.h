/* Places of errors: where in the source the machine was, innermost activation first. */
#ifndef LISP_INTERPRETER_TRACE_H
#define LISP_INTERPRETER_TRACE_H

#include "lisp/cells/value.h"

/* Notes for vm_thrown_at where what is thrown now (vm.signal) comes from, if it gets no place of its own: a value that
 * is no error, or the error of exhausted memory. What a `finally` throws on keeps its place. Makes no cells. */
void trace_note_thrown(void);
/* The error with the places of the activations there are, if it has none yet; other values as they are. An interrupt
 * that finds no memory for its places is thrown without, rather than "out of memory". */
val trace_error(val error);

#endif
