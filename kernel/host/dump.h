/* Writing images (lisp/vm/image.h). */
#ifndef HOST_DUMP_H
#define HOST_DUMP_H

#include <stdbool.h>
#include <stdio.h>

/* Writes all that is reachable from the language's roots; false: the file could not be written. */
bool dump_image(FILE *to);

#endif
