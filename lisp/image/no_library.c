/* No library: what a program has that is linked without the sources, for use with an image. */
#include "boot.h"

__attribute__((weak)) const struct source library[] = {{NULL, NULL}};
