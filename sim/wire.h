/* The host's end of the link to a simulated machine: a lith_machine, a struct link, and a clock that counts the
 * machine's cycles, so that a run is the same each time however fast the host is. */
#ifndef SIM_WIRE_H
#define SIM_WIRE_H

#include "link.h"
#include "lith_sim.h"

enum { WIRE_BUFFER = 4096 /* bytes for each stream */, WIRE_CHUNK = 256 };

enum wire_direction { WIRE_FROM_MACHINE, WIRE_TO_MACHINE };

/* Sees the bytes on the line as they pass, and may change them: `bytes` holds n and has room for twice as many.
 * Returns how many go on. */
typedef size_t wire_filter(void *context, enum wire_direction direction, uint8_t *bytes, size_t n);

struct wire {
    lith_machine *machine;
    struct link link;
    uint64_t now; /* cycles; goes on while the machine is idle and the link has something to wait for */
    wire_filter *filter;
    void *context;
    uint8_t to_machine[2 * WIRE_CHUNK]; /* sent by the link, and not yet taken by the machine's line */
    size_t have, given;
    uint8_t buffers[LINK_STREAMS * WIRE_BUFFER];
};

/* filter may be NULL; context is for it. */
void wire_init(struct wire *w, lith_machine *machine, wire_filter *filter, void *context);

/* Runs machine and link for `cycles` at most. Returns early when a stream is opened, readable or writable that was not
 * before the call, when the other end restarted, or when both are idle: then it returns false, and nothing will happen
 * until something is written. */
bool wire_run(struct wire *w, uint64_t cycles);

#endif
