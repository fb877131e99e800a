/* Namespaces and vars. A namespace is a BOX_NAMESPACE {., name, atom of symbol -> var, atom of alias -> namespace}. */
#ifndef LISP_NAMES_NAMESPACE_H
#define LISP_NAMES_NAMESPACE_H

#include "lisp/cells/value.h"

void namespaces_init(void);
/* Called when the symbols are there, new or an image's. */
void namespaces_find_symbols(void);
/* For images and stores: what this file keeps. */
#define NAMESPACES_CURRENT 1u /* among these */
#define NAMESPACES_ROOTS 4u
void namespaces_roots(val *roots);
void namespaces_set_roots(const val *roots);
val namespace_current(void);
void namespace_set_current(val ns);
val namespace_core(void);
val namespace_find(val name);              /* by symbol (the core is also clojure.core); nil if there is none */
val namespace_make(val name);              /* finds or makes */
val namespace_all(void);                   /* map of name -> namespace */
val namespace_by_alias(val ns, val alias); /* nil if not known; also takes full names */
void namespace_alias(val ns, val alias, val target);
/* The var that a symbol means in ns (its own, then the core's); nil if none. */
val namespace_resolve(val ns, val symbol);
/* The var of that name in ns itself, made (unbound) if it is not there. Throws if the symbol belongs elsewhere. */
val namespace_intern(val ns, val symbol);
/* ns takes over a var of another namespace under the symbol. */
void namespace_refer(val ns, val symbol, val var);
/* A var's metadata, a map or nil. That of an image's var is read from there. */
val var_meta(val var);
void var_set_meta(val var, val meta);
bool var_is_macro(val var);
bool var_is_dynamic(val var);
/* VAR_MACRO, VAR_PRIVATE and VAR_DYNAMIC as they are in metadata. */
uint32_t meta_flags(val meta);
static inline val var_atom(val var) { return cell_geti(var, VAR_ATOM); }
/* The var whose value is in this atom, nil if there is none: for error messages. */
val var_of_atom(val atom);

#endif
