/* Lines typed at a terminal, with editing and a history (libedit). */
#ifndef HOST_LITH_TERMINAL_H
#define HOST_LITH_TERMINAL_H

#include <stdbool.h>

enum typed { TYPED_LINE, TYPED_END, TYPED_INTERRUPT };

/* background is called while nothing is typed, with `context`: false says that it has nothing to do until something is
 * typed. False: the terminal cannot be used. */
bool terminal_open(bool (*background)(void *context), void *context);
/* Asks for a line; *line is valid until the next call and has its end. It is in the history file at once. */
enum typed terminal_line(const char *prompt, const char **line);
/* For output while a line is being typed: begin with the line out of the way, end with it back. */
void terminal_aside(bool begin);
/* Gives the terminal back. */
void terminal_close(void);

#endif
