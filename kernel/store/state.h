/* All that the machine knows, as one value: the language's names and functions, and the processes. */
#ifndef KERNEL_STORE_STATE_H
#define KERNEL_STORE_STATE_H

#include "lisp/cells/value.h"

/* The state, when no process runs. What a process that waits for something from outside has to remember stays out of
 * it. Throws when memory runs out. */
val state_value(void);
/* Makes the state what the machine knows. Who waited for something from outside goes on with an error of type :resumed;
 * who answered somebody at a prompt, who is not there any more, ends. NULL, or what is wrong with it. Throws when
 * memory runs out. */
const char *state_take(val state);
/* Whether two states differ in more than what is counted. */
bool state_differs(val a, val b);

/* A hash of all that numbers in a state stand for in this build: primitives and kinds of requests. */
uint32_t state_identity(void);

#endif
