/* Analysis: core forms to trees (tree.h). Names are resolved, calls of primitives recognised, mistakes found. */
#ifndef LISP_COMPILER_ANALYSE_H
#define LISP_COMPILER_ANALYSE_H

#include "lisp/cells/error.h"
#include "lisp/compiler/compilation.h"
#include "lisp/compiler/tree.h"

/* Where the value of a form goes. */
enum position {
    ASIDE,   /* more comes after it */
    TAIL,    /* recur may stand here */
    RETURNED /* the same, and the function returns it */
};

/* Called once, when the symbols are there. */
void analysis_init(void);
/* The function of no arguments that evaluates the form: a node FN without captures. */
val analyse_program(struct compilation *c, val form);

/* ---- among the files of the analysis ---- */

/* An open node of that many words, of which kind and place are set. */
val tree_new(const struct compilation *c, enum tree_kind kind, uint32_t words);

/* The node for a form. */
val analyse(struct compilation *c, val form, enum position position);
/* The node with all its fields from `field` on being those for the forms of a list, sealed. */
val analyse_fields(struct compilation *c, val node, uint32_t field, val forms);
/* The forms in turn, of which the last has the value. */
val analyse_body(struct compilation *c, val forms, enum position position);
val analyse_constant(const struct compilation *c, val v);
/* The var that a symbol means; throws if there is none. */
val analyse_var(const struct compilation *c, val symbol);

/* Special forms, or nil if the form is none. */
val analyse_special(struct compilation *c, val form, enum position position);
/* (fn* name? [parameters] body...) or (fn* name? ([parameters] body...)...). shown: the name in messages and printed
 * text of a function that has none of its own. */
val analyse_function(struct compilation *c, val form, val shown);

/* ---- forms ---- */

static inline val first(val form) { return car(form); }
static inline val rest(val form) { return is_kind(form, KIND_CONS) ? cdr(form) : EMPTY; }
static inline val second(val form) { return car(cdr(form)); }
static inline bool has_more(val list) { return is_kind(list, KIND_CONS); }
static inline uint32_t length(val list) {
    uint32_t n = 0;
    for (; has_more(list); list = cdr(list)) lisp_poll_round(n++);
    return n;
}

#endif
