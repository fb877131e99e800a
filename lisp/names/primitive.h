/* Primitives: functions of Lisp written in C. A group of entries with one name are its arities, variadic last. */
#ifndef LISP_NAMES_PRIMITIVE_H
#define LISP_NAMES_PRIMITIVE_H

#include "lisp/cells/value.h"

/* For arity: `fixed` arguments, then the list of all others (nil if none). */
#define VARIADIC(fixed) (-1 - (fixed))

struct primitive {
    const char *name;
    int arity;
    val (*call)(val *arguments);
    /* For the first of its arities (others: NULL): (name argument...) of each, then what it does. The library makes
     * :arglists and :doc of it (lisp/lib/ns.lisp). */
    const char *usage;
};

/* The text is for those that make images: on a machine it comes from the image. */
#ifdef __riscv
#define USAGE(text) NULL
#else
#define USAGE(text) text
#endif

/* Stands before a table of primitives of large machines: a small machine's compiler leaves it out, with all that only
 * those call. */
#ifdef VM_COMPACT
#define LARGE_MACHINES static __attribute__((unused))
#else
#define LARGE_MACHINES
#endif

#ifndef PRIMITIVES_MAX
#define PRIMITIVES_MAX 1024u
#endif
#define PRIMITIVE_FIXED_MAX 8u /* arguments that are not of a list */

/* The one table: first the primitives that every machine has, then those of large machines only, which have room for
 * more than the interpreter (docs/lisp.md, "A machine with 64 KiB"). So each has one number wherever it is. A file of
 * primitives has a table of each sort, and so has the kernel. Behind the last is one that throws: what programs
 * compiled ahead of time call instead of a primitive that their machine has not. */
extern const struct primitive *primitive_table[];
extern uint32_t primitive_count;
/* tables: those of the language, NULL behind the last. */
void primitives_init(const struct primitive *const *tables);
#ifndef VM_COMPACT
/* Then the others; and how many there were before. */
void primitives_add_large(const struct primitive *const *tables);
extern uint32_t primitives_everywhere;
#endif
/* Makes the core's vars for them: part of what an image has. */
void primitives_make_vars(void);
/* The index of the primitive's arity of exactly n arguments, or -1; n < 0: of its variadic arity. */
int primitive_arity(val primitive, int n);
static inline int primitive_variadic(val primitive) { return primitive_arity(primitive, -1); }

/* Of lisp/primitives. */
extern const struct primitive number_primitives[], sequence_primitives[], collection_primitives[], text_primitives[],
    system_primitives[];
#ifndef VM_COMPACT
extern const struct primitive number_primitives_large[], sequence_primitives_large[], collection_primitives_large[],
    text_primitives_large[], system_primitives_large[], outside_primitives_large[], regex_primitives_large[];
#endif

#endif
