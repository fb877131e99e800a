/* What the compiler makes, as text: for who works on it, or wonders what a program becomes. */
#ifndef KERNEL_HOST_SHOW_H
#define KERNEL_HOST_SHOW_H

#include "lisp/cells/value.h"
#include <stdio.h>

/* Writes the byte code of the function that the name means in the current namespace, and of the functions within it.
 * False: *error is what is wrong. */
bool show_code(FILE *to, const char *name, val *error);
/* Writes the tree of each form of the text, macros expanded. The forms are not evaluated. */
bool show_trees(FILE *to, const char *text, uint32_t n, val *error);

/* A value as programs print it. May throw. */
void show_value(FILE *to, val v);

#endif
