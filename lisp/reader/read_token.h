/* What the reader's parts share (read.h): its text, its errors, and the forms that are tokens. */
#ifndef LISP_READER_READ_TOKEN_H
#define LISP_READER_READ_TOKEN_H

#include "lisp/reader/read.h"

#define END (-1)        /* of the text */
#define TOKEN_MAX 1024u /* bytes of a symbol or number, with a 0 behind */

/* Errors with the place where what is being read begins; `token`, unless NULL, is shown behind the message. */
_Noreturn void read_fail(const struct reader *r, const char *what, const char *token);
_Noreturn void read_fail_at(const char *type, uint32_t line, uint32_t column, const char *what, const char *token);
_Noreturn void read_incomplete(uint32_t line, uint32_t column, const char *what);
/* For forms of Clojure that Lith has not: an error, or, where #? skips them, a value that nobody sees. */
val read_unsupported(const struct reader *r, const char *what, const char *token);

/* The byte so many bytes ahead, or END. */
int read_peek(const struct reader *r, uint32_t ahead);
int read_take(struct reader *r);
/* What is read from here on is a thing of its own: errors name this place. */
void read_mark(struct reader *r);
/* The bytes of the character there if it is white space, as a comma is; else 0. */
uint32_t read_space(const struct reader *r);
bool read_at_token_end(const struct reader *r);

/* Copies the token at the reader's place, which moves behind it, to token[TOKEN_MAX]; returns its bytes. */
uint32_t read_take_token(struct reader *r, char *token);
/* A symbol, keyword, number, nil, true or false. */
val read_token(struct reader *r);
/* What the token of that many bytes, which begins with a digit or a sign and a digit, stands for. */
val read_number(const struct reader *r, const char *token, uint32_t n);
/* Behind ##, \, " and #": */
val read_symbolic(struct reader *r);
val read_char(struct reader *r);
val read_string(struct reader *r);
val read_regex(struct reader *r);
/* The symbol behind #, that of a tag. */
val read_tag(struct reader *r);
/* The name of the namespace that stands behind #: or #::, a string. */
val read_namespace(struct reader *r);
/* #tag form; forms tagged inst and uuid are checked, and written in the one way that equal ones share. */
val read_tagged(const struct reader *r, val tag, val form);

#endif
