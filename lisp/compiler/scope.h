/* Names within functions: what a symbol means where it stands, if not a var. */
#ifndef LISP_COMPILER_SCOPE_H
#define LISP_COMPILER_SCOPE_H

#include "lisp/compiler/compilation.h"

/* A function that is analysed. Its names are lists of tuples {name, node, extra, next}, newest first: those of locals
 * stay open while they can be seen. */
struct scope {
    struct scope *outer;
    val itself;   /* the name that means the function, or nil */
    val locals;   /* extra: the last loop, by number, in which the local was seen */
    val captures; /* extra: the node for it in the outer function */
    uint32_t local_count, local_max, capture_count;
    uint32_t loop_values; /* how many recur takes */
};

#define NAME_TEXT 0 /* the name of the symbol, a string: the same cell for equal symbols */
#define NAME_NODE 1
#define NAME_EXTRA 2
#define NAME_NEXT 3

/* A sealed node for what the symbol means in the innermost function, which captures it if an outer one has it; nil: it
 * is no local name. */
val scope_find(struct compilation *c, val symbol);
/* Makes the symbol the name of the next local. Throws if it has a namespace. */
void scope_bind(struct compilation *c, val symbol);
/* Ends the bindings made since the function had that many locals. */
void scope_unbind(struct compilation *c, uint32_t count);

#endif
