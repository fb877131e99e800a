/* The reader: EDN and Clojure's reader forms, from a string. */
#ifndef LISP_READ_H
#define LISP_READ_H

#include "value.h"

struct reader {
    val text;
    uint32_t at;                       /* byte offset */
    uint32_t line, column;             /* of that byte, from 1 */
    uint32_t first_line, first_column; /* where the form that was read begins */
    bool cut;                          /* the text goes on behind its end, where it cannot be read */
    val arguments;                     /* inside #(): a map from number (0: the rest) to symbol; ABSENT outside */
};

void reader_init(struct reader *r, val text);
/* The next form, or ABSENT at the end of the text. Errors have type :reader; :incomplete when the text ends within a
 * form, or, if it is cut, may do so. */
val read_form(struct reader *r);

#endif
