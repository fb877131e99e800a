/* No library: what a program has that is linked without the sources, for use with an image. */
#include "lisp/names/library.h"

__attribute__((weak)) const struct source library[] = {{NULL, NULL}};
