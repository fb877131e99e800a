/* Which registers the code of a function still reads. */
#ifndef LISP_INTERPRETER_LIVE_H
#define LISP_INTERPRETER_LIVE_H

#include "lisp/cells/value.h"

/* Whether an activation of fn that goes on at `pc`, or sees an error thrown at `at`, reads register r before it writes
 * it. Takes time in proportion to the code that it may come to. */
bool live_register(val fn, uint32_t pc, uint32_t at, uint32_t r);

#endif
