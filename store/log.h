/* The log of a store: bytes that are appended and never change, and commits among them (docs/store.md).
 *
 * An address is a segment's name and the place of a byte in it, counted over the payloads of its blocks. Block 0 of a
 * segment is its header, which says which segment comes next, so the log can be followed from the checkpoint on without
 * the table. A commit is COMMIT_BYTES that mean nothing here. It ends its block, the next byte begins another, so a
 * block that has a commit is never written again.
 *
 * Opening follows the blocks from the checkpoint as long as each is whole and was written by the same opening as the
 * one before it, behind a commit also by a later one; the last commit on this way is what the store holds. Blocks
 * behind it do not count: the next opening writes over them. So what a crash leaves of blocks that were never certain
 * is not taken for a part of what is written in their place later. */
#ifndef STORE_LOG_H
#define STORE_LOG_H

#include "store/table.h"

#define COMMIT_BYTES 64u
#ifndef LOG_BLOCKS
#define LOG_BLOCKS 4u /* that wait to be written */
#endif
#define LOG_RECENT 8u /* segments that the table need not know yet */
#define LOG_READ 4u   /* blocks that have been read and are kept */
#ifndef LOG_UNCHECKED
#define LOG_UNCHECKED 64u /* blocks written before the next checkpoint is made behind a commit */
#endif

/* What a segment's header says, in its payload. */
enum { LOG_HEADER_NAME, LOG_HEADER_NEXT_NAME = 4, LOG_HEADER_NEXT_PLACE = 8 };

/* A block's commit field: where the commit ends; the next block is the header of the next segment. */
#define LOG_COMMIT_END 0x1ffu
#define LOG_SEGMENT_ENDS 0x8000u

static inline uint64_t address_of(uint32_t name, uint32_t offset) { return (uint64_t)name << 32 | offset; }
static inline uint32_t address_name(uint64_t address) { return (uint32_t)(address >> 32); }
static inline uint32_t address_offset(uint64_t address) { return (uint32_t)address; }

struct log {
    struct device *device;
    struct super super;
    struct table table;
    const char *wrong; /* what went wrong first; nothing is written any more then */

    struct segment at, next; /* the one that is written, and the one after it */
    struct segment recent[LOG_RECENT];
    uint32_t recent_count;
    uint32_t index, used; /* the block that is being filled, and its bytes so far */
    uint32_t commit_end;  /* in this block */
    struct log_block {
        uint64_t block, commits; /* how many had been appended when it ended */
        uint8_t bytes[BLOCK_BYTES];
    } waiting[LOG_BLOCKS];
    uint32_t first, count; /* of those waiting; the one that is being filled is behind them */

    uint64_t commit;                 /* address of the last one, ADDRESS_NONE: there is none */
    uint64_t appended, acknowledged; /* commits made since opening, and those of them that are certain */
    uint64_t written;                /* those whose blocks have been written since the last flush, or before it */
    bool behind_commit;              /* nothing has been appended since the last one */
    uint32_t since;                  /* blocks written since the last checkpoint */
    struct log_read {
        uint64_t block; /* 0: none */
        uint32_t age;   /* when it was used last, as log->reads */
        uint8_t bytes[BLOCK_BYTES];
    } read[LOG_READ]; /* what has been read lately */
    uint32_t reads;
};

/* Makes a new store of it: super from super_new. */
const char *log_create(struct device *device, struct super *super);

/* Reads where it is. Nothing is written, and nothing may be appended yet. */
const char *log_open(struct log *log, struct device *device);
/* Whether it was closed at a later commit than the one that reading has come to. Then log_open returns that as what is
 * wrong last: all of `log` is there. */
bool log_is_cut(const struct log *log);
/* For writing: the store becomes the owner's (a number by chance), since `now`. */
const char *log_claim(struct log *log, uint64_t owner, uint64_t now);
/* All has been written, and nobody owns it any more. */
const char *log_close(struct log *log);

/* Has `count` bytes that will be appended next stand in one segment, and gives the address of the first. ADDRESS_NONE:
 * the device is full, or log->wrong. At most log_longest(). */
uint64_t log_begin(struct log *log, uint32_t count);
uint32_t log_longest(const struct log *log);
void log_put(struct log *log, const void *bytes, uint32_t count);
/* Appends a commit. It is certain when log->acknowledged has come to what log->appended is now. False: as ADDRESS_NONE.
 */
bool log_commit(struct log *log, const uint8_t bytes[COMMIT_BYTES]);

/* Writes one block that waits, or flushes when all of a commit have been written. False: there is nothing to do. */
bool log_step(struct log *log);
/* Until every commit is certain. NULL, or what is wrong. */
const char *log_sync(struct log *log);

/* Bytes that were appended before, also those that are not certain yet. NULL, or what is wrong; no byte is given that
 * is not as it was written. */
const char *log_read(struct log *log, uint64_t address, uint32_t count, void *to);
/* Bytes from the address to the end of its block: as many as can be read without knowing how many there are. */
uint32_t log_rest(uint64_t address);

#endif
