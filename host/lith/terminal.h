/* Lines typed at a terminal, with editing and a history (libedit). */
#ifndef LITH_TERMINAL_H
#define LITH_TERMINAL_H

#include <stdbool.h>

enum typed { TYPED_LINE, TYPED_END, TYPED_INTERRUPT };

/* False: the terminal cannot be used. */
bool terminal_open(void);
/* Asks for a line; *line is valid until the next call and has its end. It is in the history file at once. */
enum typed terminal_line(const char *prompt, const char **line);
/* Gives the terminal back. */
void terminal_close(void);

#endif
