/* The printer: readable text reads back as an equal value. */
#ifndef LISP_PRINTER_PRINT_H
#define LISP_PRINTER_PRINT_H

#include "lisp/cells/text.h"

/* readable: strings quoted and characters with backslash (pr), else as themselves (print). */
void print_value(struct text *t, val v, bool readable);
void print_integer(struct text *t, int64_t n);
/* Names of characters that have one, "newline" or so, or NULL. */
const char *char_name(uint32_t c);

#endif
