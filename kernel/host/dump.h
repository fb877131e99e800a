/* Writing images (lisp/vm/image.h). */
#ifndef HOST_DUMP_H
#define HOST_DUMP_H

#include <stdbool.h>
#include <stdio.h>

/* Writes all that is reachable from the language's roots; false: the file could not be written. */
bool dump_image(FILE *to);
/* Then, as lines of key and value: the words of heap that the image will take, with headers and table entries, all and
 * by kind of cell; the bytes of its cells, and of its documentation. */
void dump_sizes(FILE *to);

#endif
