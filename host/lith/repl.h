/* The prompt. */
#ifndef LITH_REPL_H
#define LITH_REPL_H

#include "session.h"

/* Evaluates what is typed, or comes through a pipe, until its end; returns the status to end with. */
int repl(struct session *s);

#endif
