/* Symbols and keywords, interned: equal ones are one cell (but for symbols that carry metadata). */
#ifndef LISP_CELLS_SYMBOL_H
#define LISP_CELLS_SYMBOL_H

#include "lisp/cells/value.h"

void symbols_init(void);
/* ns: a string or nil. */
val symbol(val ns, val name);
val keyword(val ns, val name);
val symbol_c(const char *name);
val keyword_c(const char *name);
/* "a/b" is name b in namespace a; "/" is a name. */
val symbol_split(val text);
val keyword_split(val text);
static inline bool is_symbol(val v) { return is_kind(v, KIND_SYMBOL); }
static inline bool is_keyword(val v) { return is_kind(v, KIND_KEYWORD); }
/* Equality of symbols with or without metadata. */
bool symbol_equal(val a, val b);
/* The symbol without metadata. */
val symbol_plain(val s);
/* A new symbol, not interned: equal to itself only. */
val gensym(const char *prefix);
val gensym_named(val prefix);

/* Whether it is the one cell that its name stands for: not so with metadata or when generated. */
bool symbol_interned(val s);
/* For images: the table of those symbols that the image has, nil without one, and how it is made of a list. */
extern val symbols_known;
val symbols_table(val list, uint32_t count);

/* For a store: all that this file keeps. */
#define SYMBOLS_ROOTS 4u
void symbols_roots(val *roots);
void symbols_set_roots(const val *roots);

#endif
