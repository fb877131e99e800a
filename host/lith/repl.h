/* The prompt. */
#ifndef HOST_LITH_REPL_H
#define HOST_LITH_REPL_H

#include "client.h"

/* Evaluates what is typed, or comes through a pipe, until its end; returns the status to end with. */
int repl(struct client *s);

#endif
