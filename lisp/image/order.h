/* The cells that values consist of, in an order in which they can be made. */
#ifndef LISP_IMAGE_ORDER_H
#define LISP_IMAGE_ORDER_H

#include "lisp/cells/value.h"

/* A list of all cells that the roots reach, each once, behind the cells in its fields. Only the value of an atom may
 * come later: an atom that holds a reference is in the list again where its value is there. */
val cells_in_order(const val *roots, uint32_t n);

#endif
