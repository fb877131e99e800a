/* A store that a machine will have: opened for writing, made where there is none, and nobody's. */
#ifndef HOST_STORE_TAKE_H
#define HOST_STORE_TAKE_H

#include "host/store/place.h"

struct taking {
    const char *where;
    uint64_t bytes;   /* of a new file, 0: TAKE_BYTES. A file that is there already must have as many */
    bool break_claim; /* of a machine that may still have it */
};

#define TAKE_BYTES ((uint64_t)1 << 30)
#define TAKE_BYTES_MIN ((uint64_t)1 << 20)
#define TAKE_BYTES_MAX ((uint64_t)1 << 41)

/* What has nothing but zeros where superblocks would be gets an empty store; what has something else is left as it is.
 * A file is locked by whoever has it open for writing, so a claim in it is a dead machine's. On a server it is claimed
 * at once, for the machine takes its time until it does so itself. False after one line in err; a file that was made is
 * gone then. */
bool store_take(struct place *place, const struct taking *taking, char *err, size_t err_size);
/* When the machine has ended, in whatever way: a claim on a server that is still its own is cleared. first: block 0 as
 * the machine wrote it last, NULL: it did not. Then closes the place. */
void store_give_back(struct place *place, const uint8_t *first);

#endif
