/* What the streams of Lith's host link are for (docs/host-link.md): what each is opened with. Both ends know these. */
#ifndef LINK_STREAMS_H
#define LINK_STREAMS_H

enum {
    STREAM_CONTROL, /* messages of the session, both ways. Its number is 0: it is always open */
    STREAM_STDIO,   /* opened by the machine. To it: a program's standard input; from it: its standard output */
    STREAM_STDERR,  /* opened by the machine. From it: error reports */
    STREAM_PROGRAM, /* opened by the host, one for each command. To the machine: source text */
    STREAM_FILE,    /* opened by the machine: requests for host files, and their answers */
    STREAM_USES
};

#endif
