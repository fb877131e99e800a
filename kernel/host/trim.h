/* What an image does without (trim.c). */
#ifndef KERNEL_HOST_TRIM_H
#define KERNEL_HOST_TRIM_H

#include "lisp/cells/value.h"

/* Takes out of the namespaces what nothing can name any more, makes the table of symbols (root 0) of those in use, and
 * gathers the metadata of all vars as text. `roots` are the language's. Returns the text of *bytes bytes. */
const char *trim_image(val *roots, uint32_t *bytes);
/* The same for a program, which nothing but itself will name anything of: all names are taken out, and all text. */
void trim_program(val *roots);
/* A var's VAR_META in the image. */
val trim_var_meta(val var);

#endif
