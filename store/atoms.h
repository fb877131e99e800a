/* What the atoms hold: a tree that finds a value by the atom's number, and never changes. Each commit has one, which
 * shares with the last one all but what leads to atoms that have been set since.
 *
 *   root, level 2      | 0 | 1 | ...                 ATOMS_WIDE fields, as many as there are
 *                        |   |
 *   level 1            | 0 | 1 | ... | 15 |  ...     a child, or nil: no atom below it has been set
 *                        |
 *   level 0            | value of atom 0 | value of atom 1 | ...
 *
 * A node is a record of kind RECORD_ATOMS. */
#ifndef STORE_ATOMS_H
#define STORE_ATOMS_H

#include "store/log.h"
#include "store/record.h"

#define ATOMS_BITS 4u
#define ATOMS_WIDE (1u << ATOMS_BITS)

struct atoms {
    uint64_t root;  /* ADDRESS_NONE: no atom has been set */
    uint32_t level; /* of the root */
};

struct setting {
    uint32_t number;
    struct field value;
};

/* What the atom holds; *there false: it has not been set. NULL, or what is wrong. */
const char *atoms_get(struct log *log, const struct atoms *atoms, uint32_t number, struct field *value, bool *there);
/* Appends a tree in which these atoms, in the order of their numbers, each once, have been set. */
const char *atoms_set(struct log *log, struct atoms *atoms, const struct setting *settings, uint32_t count);

#endif
