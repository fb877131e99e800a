/* The standard input: read as lines by a prompt that is no terminal, and as bytes for the programs of the machine. */
#ifndef HOST_LITH_INPUT_H
#define HOST_LITH_INPUT_H

#include <stdbool.h>
#include <stddef.h>
#include <sys/types.h>

/* Reads at most n bytes, and at most up to the end of the line if `line`, waiting for some if `wait`. -1: none now, or
 * a signal came; 0: the end. */
ssize_t input_read(void *bytes, size_t n, bool line, bool wait);

/* The next line with its end, to be freed; NULL at the end, or when a signal came. */
char *input_line(void);

#endif
