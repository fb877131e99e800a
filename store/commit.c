/* Commits (commit.h). */
#include "store/commit.h"
#include "store/little.h"
#include <string.h>

enum {
    AT_BEFORE,
    AT_NUMBER = 8,
    AT_TIME = 16,
    AT_TREE = 24,
    AT_LEVEL = 32,
    AT_COUNT = 36,
    AT_CELLS = 40,
    AT_IDENTITY = 44,
    AT_JUMP = 48
};
#define LEVEL_MAX (32u / ATOMS_BITS)

const char *commit_read(struct log *log, uint64_t address, struct commit *c) {
    uint8_t bytes[COMMIT_BYTES];
    const char *wrong = log_read(log, address, COMMIT_BYTES, bytes);
    if (wrong) return wrong;
    c->before = get_little(bytes + AT_BEFORE, 8);
    c->number = get_little(bytes + AT_NUMBER, 8);
    c->time = get_little(bytes + AT_TIME, 8);
    c->atoms.root = get_little(bytes + AT_TREE, 8);
    c->atoms.level = (uint32_t)get_little(bytes + AT_LEVEL, 4);
    c->count = (uint32_t)get_little(bytes + AT_COUNT, 4);
    c->cells = (uint32_t)get_little(bytes + AT_CELLS, 4);
    c->identity = (uint32_t)get_little(bytes + AT_IDENTITY, 4);
    c->jump = get_little(bytes + AT_JUMP, 8);
    return c->number && c->atoms.level < LEVEL_MAX ? NULL : "a damaged commit";
}

const char *commit_find(struct log *log, uint64_t from, uint64_t number, uint64_t *address, struct commit *c) {
    const char *wrong = NULL;
    for (*address = from; *address != ADDRESS_NONE;) {
        wrong = commit_read(log, *address, c);
        if (wrong || c->number <= number) break;
        struct commit further;
        if (c->jump != ADDRESS_NONE) wrong = commit_read(log, c->jump, &further);
        if (wrong) break;
        *address = c->jump != ADDRESS_NONE && further.number >= number ? c->jump : c->before;
    }
    if (wrong || (*address != ADDRESS_NONE && c->number != number)) *address = ADDRESS_NONE;
    return wrong;
}

/* Two jumps of the same length become one of both and this step. */
static const char *find_jump(struct log *log, const struct commit *before, uint64_t *jump) {
    struct commit first, second;
    *jump = log->commit;
    if (before->jump == ADDRESS_NONE) return NULL;
    const char *wrong = commit_read(log, before->jump, &first);
    if (wrong || first.jump == ADDRESS_NONE) return wrong;
    wrong = commit_read(log, first.jump, &second);
    if (!wrong && before->number - first.number == first.number - second.number) *jump = first.jump;
    return wrong;
}

const char *commit_append(struct log *log, struct commit *c) {
    uint8_t bytes[COMMIT_BYTES] = {0};
    struct commit before = {0};
    const char *wrong = NULL;
    c->before = c->jump = log->commit;
    if (c->before != ADDRESS_NONE) wrong = commit_read(log, c->before, &before);
    if (!wrong && c->before != ADDRESS_NONE) wrong = find_jump(log, &before, &c->jump);
    if (wrong) return wrong;
    c->number = before.number + 1;
    put_little(bytes + AT_BEFORE, c->before, 8);
    put_little(bytes + AT_NUMBER, c->number, 8);
    put_little(bytes + AT_TIME, c->time, 8);
    put_little(bytes + AT_TREE, c->atoms.root, 8);
    put_little(bytes + AT_LEVEL, c->atoms.level, 4);
    put_little(bytes + AT_COUNT, c->count, 4);
    put_little(bytes + AT_CELLS, c->cells, 4);
    put_little(bytes + AT_IDENTITY, c->identity, 4);
    put_little(bytes + AT_JUMP, c->jump, 8);
    if (log_commit(log, bytes)) return NULL;
    return log->wrong ? log->wrong : "the store is full";
}
