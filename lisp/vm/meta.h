/* Metadata: a map (or nil) that goes with a value and takes no part in equality. */
#ifndef LISP_META_H
#define LISP_META_H

#include "value.h"

val meta_of(val v);             /* nil if there is none */
val meta_with(val v, val meta); /* throws for values that cannot have any */
/* Of a list read from source: line * 1024 + column; 0 if not known. */
int32_t place_of(val form);

#endif
