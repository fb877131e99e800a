/* Writing images (lisp/image/image.h). */
#ifndef KERNEL_HOST_DUMP_H
#define KERNEL_HOST_DUMP_H

#include <stdbool.h>
#include <stdio.h>

/* Writes all that is reachable from the language's roots; whether that went well the stream knows. small: for a
 * machine with the primitives that every machine has; then only what HOOK_SESSION needs is written. */
void dump_image(FILE *to, bool small);
/* Then, as lines of key and value: the words of heap that the image will take, with headers and table entries, all and
 * by kind of cell; the bytes of its cells, and of its documentation. */
void dump_sizes(FILE *to);

#endif
