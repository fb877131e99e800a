/* Writing images (lisp/image/image.h). */
#ifndef KERNEL_HOST_DUMP_H
#define KERNEL_HOST_DUMP_H

#include <stdio.h>

/* Writes all that is reachable from the language's roots; whether that went well the stream knows. small: NULL, or the
 * names of the primitives that the machine has not (lisp/small/left-out); then only what HOOK_SESSION needs is written.
 */
void dump_image(FILE *to, const char *small);
/* Then, as lines of key and value: the words of heap that the image will take, with headers and table entries, all and
 * by kind of cell; the bytes of its cells, and of its documentation. */
void dump_sizes(FILE *to);

#endif
