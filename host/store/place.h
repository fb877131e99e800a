/* Where a store is, as a user says it: a file or disk of the host (file.h), or an export of an NBD server (nbd.h). */
#ifndef HOST_STORE_PLACE_H
#define HOST_STORE_PLACE_H

#include "host/store/file.h"

struct place {
    const char *where;
    struct device *device;
    bool server;    /* of NBD: others may have it open for writing at the same time */
    uint64_t claim; /* the number that store_take has claimed it by (take.h), 0: it has not */
};

/* bytes: of a file that is made. False after one line in err. `where` must stay as long as the place. */
bool place_open(struct place *place, const char *where, enum file_mode mode, uint64_t bytes, char *err,
                size_t err_size);
/* Whether it is a file that had no bytes before. */
bool place_is_new(const struct place *place);
void place_close(struct place *place);
/* Closes it and takes back what was made. */
void place_undo(struct place *place);

#endif
