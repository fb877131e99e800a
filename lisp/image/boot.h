/* Start of the language: its tables, then its library from source. */
#ifndef LISP_IMAGE_BOOT_H
#define LISP_IMAGE_BOOT_H

#include "lisp/cells/vm_state.h"
#include "lisp/image/image.h"

/* Called first, once, when vm_host (host.h) has been set. The rest: vm_init. */
void lisp_init(struct vm_state *state, val *stack, const void *lowest);
/* Then one of two. Loads the library from source; false: *error is what went wrong. */
bool lisp_load_library(val *error);
/* Or all of it from an image. NULL, or what is wrong with it. */
const char *lisp_load_image(const struct image_source *image);
/* Finds anew what C has by the names of symbols, whether those are new, an image's, or a store's. Throws when memory
 * runs out. */
void lisp_find_symbols(void);
/* Evaluates all forms of a text in the current namespace, or runs it as tests if it begins with ";; tests"; false:
 * *result is the error. */
bool lisp_load(const char *name, const char *text, uint32_t n, val *result);
/* Writes a report of an error to stream 2: place, message and trace; and which process it ended, if not NIL. */
void lisp_report(val error, val process);

#endif
