/* Errors: a C function leaves by throwing a Lisp value, or asks the machine to run Lisp first and start it again. */
#ifndef LISP_CELLS_ERROR_H
#define LISP_CELLS_ERROR_H

#include "lisp/cells/value.h"

/* Throws v. */
_Noreturn void lisp_throw(val v);

/* Throws an error with `message`, %-directives: s C string, d int, v printed value; data {:value ...} of the last v.
 * type: a keyword's name, as in "type", "arity", "bounds". */
_Noreturn void lisp_error(const char *type, const char *message, ...);
/* That error, not thrown. */
val error_make(const char *type, const char *message, ...);
_Noreturn void type_error(const char *who, const char *expected, val got);

/* Has the lazy sequence realised (all of it), then starts the current instruction again. */
_Noreturn void lisp_force(val lazy);
_Noreturn void lisp_force_all(val seq);

/* Called once, after symbols_init. */
void errors_init(void);
/* Thrown when memory runs out. */
extern val error_out_of_memory;
/* Thrown by lisp_poll: of type :interrupt. There is always memory to throw it. */
extern val error_interrupted;

val error_new(val message, val data, val cause, val type);
/* With its trace, so that none is made: a list of vectors [name file line column], or EMPTY. */
val error_placed(val message, val data, val cause, val trace, val type);

/* Whether the value that was thrown is an error of that type, of at most 14 bytes. Makes no cells: may be asked when
 * memory has run out and nothing catches errors. */
bool error_is(val error, const char *type);
/* What ends the program, for the kernel to throw: an error of type :exit whose data is the status, 0 to 255; nil counts
 * as 0, anything else is an error of its own. */
val error_exit(val status);

/* A cell instruction trapped in C: throws. */
_Noreturn void cell_trap(uint32_t cause, val value);

/* Throws if the program is to be interrupted. Every loop in C whose length a program decides calls it, so that Ctrl-C
 * is never further away than some 100,000 cycles; what calls such a loop must have changed nothing half. Looks after
 * the outside world when that wants it. */
#ifdef VM_COMPACT /* a machine without processes, which nobody interrupts */
static inline void lisp_poll(void) {}
#else
void lisp_poll(void);
#endif
/* The same in a loop of short rounds: looks at each 64th. round: how many there were. */
static inline void lisp_poll_round(uint32_t round) {
    if (round % 64 == 63) lisp_poll();
}

/* Throws "nested too deeply" when the C stack is nearly used up; polls. */
void stack_check(void);

#endif
