/* Classes of characters in regular expressions. */
#ifndef LISP_REGEX_REGEX_CLASS_H
#define LISP_REGEX_REGEX_CLASS_H

#include "lisp/regex/regex_compile.h"

/* The class behind [. */
void regex_class(struct compiler *c);
/* The class behind a backslash: \d and its like, \p{Name}. False: the escape is no class, nothing is taken. */
bool regex_class_escape(struct compiler *c);
/* The character behind a backslash. */
uint32_t regex_character(struct compiler *c);

#endif
