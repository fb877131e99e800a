/* Looks at all of a store that counts, without writing to it: both copies of the superblock and of the table, each
 * block of each segment up to the last commit, each commit, and each record that a commit leads to.
 *
 * One segment after the other is read once, the latest first. References lead backwards, so that when a segment's turn
 * comes, all that refers to it has been seen. Memory: a bit for each byte of the segments that something refers to and
 * that have not been read yet, an eighth of the store at the worst. */
#ifndef HOST_STORE_CHECK_H
#define HOST_STORE_CHECK_H

#include "store/device.h"

/* What is told on the way. */
struct check_listener {
    void (*damage)(void *context, const char *line);
    void (*progress)(void *context, uint64_t done, uint64_t all);
    void *context;
};

struct check_result {
    uint64_t damages, blocks, commits, records;
};

/* NULL, or why the store cannot be looked at. */
const char *store_check(struct device *device, const struct check_listener *listener, struct check_result *result);

#endif
