/* The compiler: macro-expanded core forms to functions (docs/lisp.md, "Core forms"). */
#ifndef LISP_COMPILER_COMPILE_H
#define LISP_COMPILER_COMPILE_H

#include "lisp/cells/value.h"

/* Called once, when the symbols are there. */
void compiler_init(void);
/* A function of no arguments that evaluates the form. file: a string for error places. Errors have type :compile. */
val compile(val form, val file);
/* The tree of that function (tree.h). */
val compile_tree(val form, val file);

#endif
