/* Waveforms slow the simulated machine down even where none is written, so there are two programs: lith, and lith-trace
 * beside it, which lith becomes when --trace is given. */
#ifndef LITH_TRACING_H
#define LITH_TRACING_H

/* Returns if this program can write waveforms (-1), or with a status after a line on stderr. */
int tracing_switch(char **argv);

#endif
