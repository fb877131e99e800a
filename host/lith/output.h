/* Standard output and error output: what the machine writes. */
#ifndef HOST_LITH_OUTPUT_H
#define HOST_LITH_OUTPUT_H

#include <stdbool.h>
#include <stddef.h>

/* Once the output cannot be written any more, what is still written is thrown away. */
void output_write(bool error, const void *bytes, size_t n);
void output_flush(void);
/* The status to end with since the output cannot be written: quietly, as by the signal, when nobody reads it any more,
 * else after a line about it. -1: it can. */
int output_lost(void);
/* Shows a line on the terminal, where standard output and error output both go to one, until something else is written:
 * every tenth of a second at most, from the third tenth on. */
void output_progress(const char *format, ...) __attribute__((format(printf, 1, 2)));
/* Called now and then: what is written becomes visible in a fiftieth of a second. */
void output_pace(void);

#endif
