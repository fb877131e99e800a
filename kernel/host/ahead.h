/* Programs compiled ahead of time, for machines without reader and compiler (kernel/one_program.mk). */
#ifndef KERNEL_HOST_AHEAD_H
#define KERNEL_HOST_AHEAD_H

#include "lisp/cells/value.h"

/* Compiles all forms of a text. Macros and functions that it defines are there at once, all else is left for the
 * machine: HOOK_SESSION becomes a function without arguments that evaluates it (print: and prints each value), and the
 * hooks of reader and compiler become nil. Of a file of tests (lisp/lib/test.lisp) it becomes one that makes each
 * `parts`th check, from number `part` on. False: *error is what is wrong. */
bool ahead_compile(const char *name, const char *text, uint32_t n, bool print, int32_t part, int32_t parts, val *error);

#endif
