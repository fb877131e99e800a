/* The library's sources (lisp/lib). */
#ifndef LISP_NAMES_LIBRARY_H
#define LISP_NAMES_LIBRARY_H

#include "lisp/cells/value.h"

/* Made from lisp/lib by the build: ends with a NULL name. Empty in a program that is linked without them, for use with
 * an image. */
struct source {
    const char *name, *text;
};
extern const struct source library[];

/* Whether this is the name of one of them. */
bool library_has(val file);

#endif
