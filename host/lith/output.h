/* Standard output and error output: what the machine writes. */
#ifndef LITH_OUTPUT_H
#define LITH_OUTPUT_H

#include <stdbool.h>
#include <stddef.h>

/* Ends the program when nobody reads the output any more: quietly, as the signal would; with a line about it when it
 * cannot be written for another reason. */
void output_write(bool error, const void *bytes, size_t n);
void output_flush(void);
/* Called now and then: what is written becomes visible in a fiftieth of a second. */
void output_pace(void);

#endif
