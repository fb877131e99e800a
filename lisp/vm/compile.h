/* The compiler: macro-expanded core forms to functions (docs/lisp.md, "Core forms"). */
#ifndef LISP_COMPILE_H
#define LISP_COMPILE_H

#include "value.h"

void compiler_init(void);
/* A function of no arguments that evaluates the form. file: a string for error places. Errors have type :compile. */
val compile(val form, val file);
/* The value of FN_CODE of a function of one instruction each: `count` arities of a primitive, indices from `first` on.
 */
struct primitive;
val primitive_code(const struct primitive *table, uint32_t first, uint32_t count);

#endif
