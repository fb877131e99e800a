/* The state of one compilation. It lies on the C stack of `compile`; analysis and emission are handed a pointer to it,
 * and nothing of it outlives them. */
#ifndef LISP_COMPILER_COMPILATION_H
#define LISP_COMPILER_COMPILATION_H

#include "lisp/cells/value.h"

struct compilation {
    val file;                  /* a string, for the places of errors */
    bool is_library;           /* the file's functions carry no places: they would take a tenth of its size */
    int32_t place;             /* of the form that is analysed, 0 if not known (value.h) */
    int32_t loops;             /* how many loops analysis has come to */
    struct scope *scope;       /* of the innermost function that is analysed (scope.h) */
    struct function *function; /* the innermost that is emitted (function.h) */
};

/* Throws an error of type :compile about the value, with the place of the form that is analysed. */
_Noreturn void compile_error(const struct compilation *c, const char *message, val v);

#endif
