/* Ctrl-C, and the signals that ask the program to end. */
#ifndef HOST_LITH_SIGNALS_H
#define HOST_LITH_SIGNALS_H

/* From now on SIGINT is counted, SIGTERM and SIGHUP are noted (once: a second one ends the program as ever), and files
 * that may not grow and pipes that nobody reads are errors; calls that wait end with EINTR, or by way of the
 * descriptor. */
void signals_init(void);
/* How often SIGINT came since the last time; the count starts anew. */
unsigned signals_taken(void);
/* The signal that asked for the end, 0: none did. What is open should be closed, then signals_end called. */
int signals_ending(void);
/* Ends the program by that signal; returns if there was none. */
void signals_end(void);
/* Readable while there is a SIGINT that has not been taken, or the program is to end. */
int signals_descriptor(void);

#endif
