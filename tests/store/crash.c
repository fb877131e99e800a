/* Crash points of the log (store/log.h): a device in memory notes each write and flush of a random run. Then, for every
 * prefix of what it noted, and subsets of the blocks that were not certain there, whole or torn, the store is opened:
 * it must be at one of the commits, none older than the last one that had been acknowledged, and all that was appended
 * before that commit must read as it was written. From some of these states the run goes on, so that what recovery
 * itself leaves is tried as well. Of a store that was closed, blocks become bad.
 *
 * usage: crash [-s SEED] [-n RUNS] [-p POINTS]: ends at that many points. */
#include "chance.h"
#include "store/little.h"
#include "store/log.h"
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#define BLOCKS 1024u
#include "memory.h"
#define OPERATIONS 4096u
#define RECORDS 8192u
#define SUBSETS_ALL 7u /* up to so many uncertain blocks, every subset is tried */
#define SUBSETS_SOME 24u
#define RECORD_MAX 1500u
#define NEW_TRIES 4u
#define ROT_TRIES 100u

/* ---- the device ---- */

static struct operation {
    bool flush;
    uint32_t block;
    uint8_t bytes[BLOCK_BYTES];
} operations[OPERATIONS];
static uint32_t operation_count;
static bool noting;

static struct operation *note(void) {
    if (operation_count == OPERATIONS) {
        fprintf(stderr, "crash: a run of too many operations\n");
        exit(2);
    }
    return &operations[operation_count++];
}

static const char *noted_write(struct device *device, uint64_t block, uint32_t count, const void *from) {
    const char *wrong = memory_write(device, block, count, from);
    for (uint32_t i = 0; !wrong && noting && i < count; i++) {
        struct operation *o = note();
        o->flush = false;
        o->block = (uint32_t)block + i;
        memcpy(o->bytes, image[block + i], BLOCK_BYTES);
    }
    return wrong;
}

static const char *noted_flush(struct device *device) {
    (void)device;
    if (noting) note()->flush = true;
    return NULL;
}

static struct device device = {BLOCKS, memory_read, noted_write, noted_flush};

/* ---- what was appended ---- */

static struct record {
    uint64_t address;
    uint32_t seed, length;
    uint32_t commit; /* the number of the commit behind it */
} records[RECORDS];
static uint32_t record_count, commits; /* commits: the number of the last one */
/* Of the running log: how many commits there had been when it was opened; and for each commit the number of operations
 * when it was acknowledged. */
static uint32_t acknowledged_at[RECORDS];

static void fill(uint8_t *to, uint32_t length, uint32_t from) {
    for (uint32_t i = 0; i < length; i++) to[i] = (uint8_t)((from = from * 1664525u + 1013904223u) >> 24);
}

static uint64_t points;

_Noreturn static void broken(const char *what, const char *why) {
    printf("FAIL seed %llu, point %llu: %s%s%s\n", (unsigned long long)seed, (unsigned long long)points, what,
           why ? ": " : "", why ? why : "");
    exit(1);
}

/* Opens what the image is: the number of the commit it is at. */
static uint32_t opened(struct log *log) {
    uint8_t bytes[COMMIT_BYTES];
    const char *wrong = log_open(log, &device);
    if (wrong) broken("the store does not open", wrong);
    if (log->commit == ADDRESS_NONE) return 0;
    wrong = log_read(log, log->commit, COMMIT_BYTES, bytes);
    if (wrong) broken("the commit cannot be read", wrong);
    return (uint32_t)get_little(bytes, 4);
}

static void check_records(struct log *log, uint32_t commit) {
    uint8_t bytes[RECORD_MAX], want[RECORD_MAX];
    for (uint32_t i = 0; i < record_count; i++) {
        const struct record *r = &records[i];
        if (r->commit > commit) continue;
        const char *wrong = log_read(log, r->address, r->length, bytes);
        if (wrong) broken("a record cannot be read", wrong);
        fill(want, r->length, r->seed);
        if (memcmp(bytes, want, r->length)) broken("a record has changed", NULL);
    }
}

/* ---- a run ---- */

/* Appends and commits at random, until so many operations have been noted or the device is full. */
static void run(struct log *log, uint32_t until) {
    static uint8_t bytes[RECORD_MAX];
    uint32_t before = commits, told = commits;
    while (operation_count < until && record_count < RECORDS - 1) {
        uint32_t what = chance(10);
        if (what < 6) {
            struct record *r = &records[record_count];
            r->length = 1 + chance(chance(4) ? 60 : RECORD_MAX);
            r->seed = chance(1u << 31);
            r->commit = commits + 1;
            r->address = log_begin(log, r->length);
            if (r->address == ADDRESS_NONE) break;
            fill(bytes, r->length, r->seed);
            log_put(log, bytes, r->length);
            record_count++;
        } else if (what < 8) {
            uint8_t commit[COMMIT_BYTES] = {0};
            put_little(commit, commits + 1, 4);
            if (!log_commit(log, commit)) break;
            commits++;
            acknowledged_at[commits] = UINT32_MAX;
        } else if (what < 9) {
            for (uint32_t i = chance(12); i; i--) log_step(log);
        } else {
            log_sync(log);
        }
        while (told < before + (uint32_t)log->acknowledged) acknowledged_at[++told] = operation_count;
    }
    if (log->wrong) broken("the run", log->wrong);
}

/* ---- crashes ---- */

static uint8_t base[BLOCKS][BLOCK_BYTES]; /* what is certain */

static void apply(const struct operation *o, bool torn) {
    uint32_t part = torn ? chance(BLOCK_BYTES) : BLOCK_BYTES;
    memcpy(image[o->block], o->bytes, part);
}

static uint32_t least_commit(uint32_t at) {
    uint32_t least = 0;
    for (uint32_t i = 1; i <= commits; i++)
        if (acknowledged_at[i] <= at) least = i;
    return least;
}

static uint32_t recovered; /* the commit that the last state tried was at */

static void try_state(uint32_t from, uint32_t to, uint64_t subset, bool torn, uint32_t least) {
    struct log log;
    memcpy(image, base, sizeof image);
    for (uint32_t i = from; i < to; i++)
        if (subset >> (i - from) % 64 & 1) apply(&operations[i], torn && chance(3) == 0);
    points++;
    recovered = opened(&log);
    if (recovered < least) broken("an acknowledged commit is lost", NULL);
    if (recovered > commits) broken("a commit that there never was", NULL);
    check_records(&log, recovered);
}

/* All states that a crash may leave before operation `at`, the last certain one before `from`. */
static void crash(uint32_t from, uint32_t at) {
    uint32_t n = at - from, least = least_commit(at);
    if (n <= SUBSETS_ALL) {
        for (uint64_t subset = 0; subset < 1u << n; subset++) try_state(from, at, subset, false, least);
    } else {
        for (uint32_t i = 0; i < SUBSETS_SOME; i++)
            try_state(from, at, ((uint64_t)chance(1u << 31) << 31 | chance(1u << 31)) * 2 + chance(2), false, least);
        try_state(from, at, ~(uint64_t)0, false, least);
    }
    if (n) try_state(from, at, (uint64_t)chance(1u << 31) << 31 | chance(1u << 31), true, least);
    if (n) try_state(from, at, ~(uint64_t)0, true, least);
}

static void all_crashes(void) {
    static uint8_t now[BLOCKS][BLOCK_BYTES];
    memcpy(now, image, sizeof now);
    uint32_t from = 0;
    for (uint32_t at = 0; at <= operation_count; at++) {
        crash(from, at);
        if (at == operation_count || !operations[at].flush) continue;
        for (; from < at; from++) memcpy(base[operations[from].block], operations[from].bytes, BLOCK_BYTES);
        from = at + 1;
    }
    memcpy(image, now, sizeof image);
}

/* The image after a crash somewhere in what was noted becomes what the next run begins with. */
static void crash_and_go_on(const uint8_t before[BLOCKS][BLOCK_BYTES]) {
    uint32_t at = chance(operation_count + 1), from = 0;
    memcpy(base, before, sizeof base);
    for (uint32_t i = 0; i < at; i++) {
        if (!operations[i].flush) continue;
        for (; from < i; from++) memcpy(base[operations[from].block], operations[from].bytes, BLOCK_BYTES);
        from = i + 1;
    }
    try_state(from, at, (uint64_t)chance(1u << 31) << 31 | chance(1u << 31), chance(2), least_commit(at));
    commits = recovered;
    uint32_t kept = 0;
    for (uint32_t i = 0; i < record_count; i++)
        if (records[i].commit <= commits) records[kept++] = records[i];
    record_count = kept;
    for (uint32_t i = 1; i <= commits; i++) acknowledged_at[i] = 0;
}

/* What is left of a new store is one without a commit, or none. */
static void try_new(uint32_t at) {
    struct super super;
    struct log log;
    memset(image, 0, sizeof image);
    uint32_t certain = at;
    while (certain && !operations[certain - 1].flush) certain--;
    for (uint32_t i = 0; i < at; i++)
        if (!operations[i].flush && (i < certain || chance(2))) apply(&operations[i], i >= certain && chance(3) == 0);
    points++;
    const char *wrong = super_read(&super, &device);
    if (wrong && strcmp(wrong, "no store is there") && strcmp(wrong, "both superblocks are damaged"))
        broken("half a new store", wrong);
    if (!wrong && opened(&log)) broken("a commit in a new store", NULL);
}

static void create(void) {
    static uint8_t made[BLOCKS][BLOCK_BYTES];
    struct super super;
    memset(image, 0, sizeof image);
    operation_count = 0;
    noting = true;
    const char *wrong = super_new(&super, &device, 0x1234567890abcdef ^ seed, 8);
    if (!wrong) wrong = log_create(&device, &super);
    if (wrong) broken("a new store", wrong);
    noting = false;
    memcpy(made, image, sizeof made);
    for (uint32_t at = 0; at <= operation_count; at++)
        for (uint32_t i = 0; i < NEW_TRIES; i++) try_new(at);
    memcpy(image, made, sizeof image);
}

/* A store that was closed, of which a block has become bad: it opens at its last commit, or not at all; or that commit
 * is what cannot be read. */
static void rot(void) {
    struct log log;
    for (uint32_t tries = 0; tries < ROT_TRIES; tries++) {
        uint32_t block = chance(BLOCKS), at = chance(BLOCK_BYTES);
        uint8_t bit = (uint8_t)(1u << chance(8));
        image[block][at] ^= bit;
        points++;
        uint8_t bytes[COMMIT_BYTES];
        bool reads =
            !log_open(&log, &device) && log.commit != ADDRESS_NONE && !log_read(&log, log.commit, COMMIT_BYTES, bytes);
        if (reads && get_little(bytes, 4) != commits) broken("a bad block has led to an earlier commit", NULL);
        image[block][at] ^= bit;
    }
}

/* A new store is written to until it is full: all that has been committed is there, and reads as it was written. */
static void fill_up(void) {
    struct log log;
    create();
    record_count = commits = operation_count = 0;
    if (opened(&log)) broken("a commit in a new store", NULL);
    if (log_claim(&log, 1, 0)) broken("claiming", log.wrong);
    for (uint32_t before = ~0u; before != record_count;) {
        before = record_count;
        run(&log, 1);
        if (log_sync(&log)) broken("the last blocks", log.wrong);
    }
    if (log.at.sequence < log.super.segments - 1) broken("a store is full, and is not", NULL);
    if (opened(&log) != commits) broken("a full store opens at another commit", NULL);
    check_records(&log, commits);
}

static void one(void) {
    static uint8_t before[BLOCKS][BLOCK_BYTES];
    struct log log;
    const char *wrong;
    create();
    record_count = commits = 0;
    for (uint32_t opening = 0; opening < 4; opening++) {
        memcpy(before, image, sizeof before);
        memcpy(base, image, sizeof base);
        operation_count = 0;
        noting = true;
        if (opened(&log) != commits) broken("opened twice, at two commits", NULL);
        wrong = log_claim(&log, 1 + chance(1000), 0);
        if (wrong) broken("claiming", wrong);
        run(&log, 40 + chance(200));
        bool closes = chance(2);
        if (closes && log_close(&log)) broken("closing", log.wrong);
        noting = false;
        if (closes) rot();
        all_crashes();
        crash_and_go_on(before);
    }
}

int main(int argc, char **argv) {
    uint64_t most = 10000;
    int option;
    seed = 1;
    while ((option = getopt(argc, argv, "s:p:")) >= 0) {
        if (option == 's')
            seed = strtoull(optarg, NULL, 0);
        else if (option == 'p')
            most = strtoull(optarg, NULL, 0);
        else
            return 2;
    }
    printf("seed %llu\n", (unsigned long long)seed);
    while (points < most) {
        state = seed * 2654435761u + 1;
        fill_up();
        one();
        seed++;
    }
    printf("%llu crash points\n1 passed, 0 failed\n", (unsigned long long)points);
    return 0;
}
