/* Ctrl-C. */
#ifndef LITH_SIGNALS_H
#define LITH_SIGNALS_H

/* From now on SIGINT is counted; calls that wait end with EINTR, or by way of the descriptor. */
void signals_init(void);
/* How often it came since the last time; the count starts anew. */
unsigned signals_taken(void);
/* Readable while there is one that has not been taken. */
int signals_descriptor(void);

#endif
