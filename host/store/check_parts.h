/* The parts of check.h: what is known while a store is looked at, segment after segment. */
#ifndef HOST_STORE_CHECK_PARTS_H
#define HOST_STORE_CHECK_PARTS_H

#include "host/store/check.h"
#include "store/commit.h"

struct part {
    struct segment at;
    uint8_t *marks; /* a bit for each byte of its payloads: a record that is referred to begins there; NULL: none */
};

struct checking {
    struct device *device;
    const struct check_listener *listener;
    struct check_result *result;
    struct log *log;
    const char *wrong; /* why it cannot go on */

    struct part *parts; /* in the order of their sequences */
    uint32_t count;
    uint32_t *part_of; /* by name: its number + 1, 0: the name is not in use */

    /* The segment that is looked at, its blocks, and their payloads beside each other. */
    struct part *part;
    uint32_t used; /* blocks up to its end */
    uint8_t (*blocks)[BLOCK_BYTES];
    bool *whole;
    uint8_t *payload;
    bool header_behind; /* the segment behind it has a whole header, of that epoch */
    uint32_t epoch_behind;

    /* The commit that was met last, which is the one behind. */
    bool met;
    struct commit commit;
    uint32_t atoms; /* numbers that atoms have been given at the last commit of all */
};

void check_damage(struct checking *c, const char *format, ...) __attribute__((format(printf, 2, 3)));
uint64_t check_device_block(const struct checking *c, uint32_t index);

/* The commits of the segment, the records that something refers to, and what they refer to. */
void check_records(struct checking *c);
/* When all segments have been looked at. */
void check_first_commit(struct checking *c);

#endif
