/* Metadata: a map (or nil) that goes with a value and takes no part in equality. */
#ifndef LISP_NAMES_META_H
#define LISP_NAMES_META_H

#include "lisp/cells/value.h"

val meta_of(val v);             /* nil if there is none */
val meta_with(val v, val meta); /* throws for values that cannot have any */
/* What was written in front of a form: its metadata without the place of a list. */
val meta_of_form(val form);
/* line * 1024 + column: more lines or columns than fit are cut. */
int32_t place(int32_t line, int32_t column);
/* That of a list read from source; 0 if not known. */
int32_t place_of(val form);

#endif
