/* The reader: EDN and Clojure's reader forms, from a string. */
#ifndef LISP_READER_READ_H
#define LISP_READER_READ_H

#include "lisp/cells/value.h"

struct reader {
    val text;
    uint32_t at;                       /* byte offset */
    uint32_t line, column;             /* of that byte, from 1 */
    uint32_t first_line, first_column; /* where the form that was read begins */
    uint32_t start_line, start_column; /* where what is being read begins: the place that errors name */
    bool cut;                          /* the text goes on behind its end, where it cannot be read */
    bool between;                      /* between forms: there the end of a text that is cut is an end like others */
    bool in_comment;                   /* which it has within a comment */
    bool skipping;                     /* in a branch that #? does not take: what Lith has not is no error there */
    val arguments;                     /* inside #(): a map from number (0: the rest) to symbol; ABSENT outside */
};

void reader_init(struct reader *r, val text);
/* The next form, or ABSENT at the end of the text: of one that is cut, too, if there are but space and comments. Errors
 * have type :reader; :incomplete when the text ends within a form, or, if it is cut, may do so. Their messages begin
 * with line:column: */
val read_form(struct reader *r);

#endif
