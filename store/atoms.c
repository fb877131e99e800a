/* The tree of what atoms hold (atoms.h). */
#include "store/atoms.h"
#include <string.h>

#define NODE_BYTES (RECORD_HEAD_MAX + ATOMS_WIDE * RECORD_FIELD_MAX)
#define LEVELS ((32u + ATOMS_BITS - 1) / ATOMS_BITS)
#define NIL_WORD 2u

struct node {
    uint32_t length;
    struct field fields[ATOMS_WIDE];
};

static const struct field none = {.sort = FIELD_IMMEDIATE, .word = NIL_WORD};

/* False: the bytes have no whole node. */
static bool take_node(const uint8_t *bytes, uint32_t count, uint64_t address, struct node *node) {
    uint32_t kind, at = record_take_head(bytes, count, &kind, &node->length);
    if (!at || kind != RECORD_ATOMS || node->length > ATOMS_WIDE) return false;
    for (uint32_t i = 0; i < node->length; i++) {
        uint32_t n = record_take_field(bytes + at, count - at, &node->fields[i], address);
        if (!n) return false;
        at += n;
    }
    return true;
}

/* A node may go on in the next block. */
static const char *read_node(struct log *log, uint64_t address, struct node *node) {
    uint8_t bytes[NODE_BYTES];
    for (uint32_t count = 0; count < NODE_BYTES;) {
        uint32_t part = log_rest(address + count);
        if (part > NODE_BYTES - count) part = NODE_BYTES - count;
        const char *wrong = log_read(log, address + count, part, bytes + count);
        if (wrong) return wrong;
        count += part;
        if (take_node(bytes, count, address, node)) return NULL;
    }
    return "a damaged tree of atoms";
}

static const char *append_node(struct log *log, const struct node *node, uint64_t *address) {
    uint8_t bytes[NODE_BYTES];
    *address = log_begin(log, NODE_BYTES);
    if (*address == ADDRESS_NONE) return log->wrong ? log->wrong : "the store is full";
    uint32_t at = record_put_head(bytes, RECORD_ATOMS, node->length);
    for (uint32_t i = 0; i < node->length; i++) at += record_put_field(bytes + at, &node->fields[i], *address);
    log_put(log, bytes, at);
    return log->wrong;
}

static uint32_t slot_of(uint32_t number, uint32_t level) { return number >> level * ATOMS_BITS & (ATOMS_WIDE - 1); }
/* Whether a tree of that level has a place for the number. */
static bool has_place(uint32_t number, uint32_t level) {
    return level + 1 >= LEVELS || !(number >> (level + 1) * ATOMS_BITS);
}

const char *atoms_get(struct log *log, const struct atoms *atoms, uint32_t number, struct field *value, bool *there) {
    struct node node;
    uint64_t address = atoms->root;
    *there = false;
    if (address == ADDRESS_NONE || !has_place(number, atoms->level)) return NULL;
    for (uint32_t level = atoms->level;; level--) {
        const char *wrong = read_node(log, address, &node);
        uint32_t slot = slot_of(number, level);
        if (wrong || slot >= node.length) return wrong;
        *value = node.fields[slot];
        *there = !level;
        if (!level || value->sort != FIELD_RECORD) return NULL;
        address = value->address;
    }
}

/* The node at `address` (ADDRESS_NONE: a new one) with the settings that belong below it, of which there are `count`.
 */
static const char *set_below(struct log *log, uint64_t *address, uint32_t level, const struct setting *settings,
                             uint32_t count) {
    struct node node = {0};
    const char *wrong = *address == ADDRESS_NONE ? NULL : read_node(log, *address, &node);
    for (uint32_t i = 0, end; i < count && !wrong; i = end) {
        uint32_t slot = slot_of(settings[i].number, level);
        for (end = i + 1; end < count && slot_of(settings[end].number, level) == slot; end++)
            ;
        while (node.length <= slot) node.fields[node.length++] = none;
        if (!level) {
            node.fields[slot] = settings[i].value;
            continue;
        }
        struct field *child = &node.fields[slot];
        uint64_t below = child->sort == FIELD_RECORD ? child->address : ADDRESS_NONE;
        wrong = set_below(log, &below, level - 1, settings + i, end - i);
        *child = (struct field){.sort = FIELD_RECORD, .kind = RECORD_ATOMS, .address = below};
    }
    return wrong ? wrong : append_node(log, &node, address);
}

const char *atoms_set(struct log *log, struct atoms *atoms, const struct setting *settings, uint32_t count) {
    if (!count) return NULL;
    if (atoms->root == ADDRESS_NONE) atoms->level = 0;
    while (!has_place(settings[count - 1].number, atoms->level)) {
        struct node above = {1, {{.sort = FIELD_RECORD, .kind = RECORD_ATOMS, .address = atoms->root}}};
        if (atoms->root != ADDRESS_NONE) {
            const char *wrong = append_node(log, &above, &atoms->root);
            if (wrong) return wrong;
        }
        atoms->level++;
    }
    return set_below(log, &atoms->root, atoms->level, settings, count);
}
