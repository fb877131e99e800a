/* The streams of Lith's host link (docs/host-link.md). Both ends know these numbers. */
#ifndef LITH_LINK_STREAMS_H
#define LITH_LINK_STREAMS_H

enum {
    STREAM_CONTROL, /* messages of the session, both ways */
    STREAM_STDIO,   /* to the machine: a program's standard input; from it: its standard output */
    STREAM_STDERR,  /* from the machine: error reports */
    STREAM_PROGRAM, /* to the machine: source text */
    STREAM_FILE,    /* requests for host files, and their answers */
};

#endif
