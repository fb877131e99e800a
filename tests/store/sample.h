/* Stores for tests: records of all sorts, trees of atoms, commits, by chance. */
#ifndef TESTS_STORE_SAMPLE_H
#define TESTS_STORE_SAMPLE_H

#include "store/commit.h"

#define SAMPLE_RECORDS 20000u

struct sample {
    struct log log;
    uint64_t random;
    struct commit commit; /* the last one, and what comes into the next */
    struct field made[SAMPLE_RECORDS];
    uint32_t count, committed;
    uint32_t commits;
};

uint32_t sample_chance(struct sample *s, uint32_t n);
/* For a store that is there already. */
void sample_init(struct sample *s, uint64_t seed);
/* All below return NULL, or what is wrong. segment_blocks 0: as many as suit the device. */
const char *sample_new(struct sample *s, struct device *device, uint64_t seed, uint32_t segment_blocks);
/* Opens it for writing, for that owner; what was not committed is forgotten. */
const char *sample_open(struct sample *s, struct device *device, uint64_t owner, uint64_t now);
/* A record with fields by chance; *field refers to it. */
const char *sample_record(struct sample *s, struct field *field);
/* One with these fields. */
const char *sample_put(struct sample *s, uint32_t kind, uint32_t length, const struct field *fields,
                       struct field *field);
/* Some records, of which some become the values of atoms, and a commit, which is certain. */
const char *sample_commit(struct sample *s);

#endif
