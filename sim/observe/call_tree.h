/* The functions that a profile has met, and the tree of the stacks in which they were met. */
#ifndef SIM_OBSERVE_CALL_TREE_H
#define SIM_OBSERVE_CALL_TREE_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>

struct called_function {
    char *name, *place; /* place: file:line or "" */
    bool lisp;
    uint64_t self, total; /* cycles: as the innermost function of its language; anywhere on the stack */
    uint64_t seen;        /* number of the sample that was last added to `total` */
};

struct call_node {
    uint32_t function;             /* index */
    uint32_t parent, child, other; /* other: next child of the same parent; 0: none */
    uint64_t cycles;               /* spent in just this stack */
};

struct call_tree {
    struct called_function *functions;
    size_t function_count, function_room;
    uint32_t *slots; /* hash table of indices + 1, by name, place and language */
    size_t slot_count;
    struct call_node *nodes; /* node 0 is the root */
    size_t node_count, node_room;
    bool failed; /* out of memory: what was counted since is not in here */
};

bool call_tree_init(struct call_tree *t);
void call_tree_free(struct call_tree *t);

/* Index of the function, which is added if it is new; 0 after a failure. */
uint32_t call_tree_function(struct call_tree *t, const char *name, const char *place, bool lisp);
/* Counts cycles in the stack of n functions, innermost first. A function that calls itself is one node. */
void call_tree_count(struct call_tree *t, const uint32_t *stack, unsigned n, uint64_t cycles);
/* One line for each stack in which cycles were spent: names from the outermost to the innermost with ; between, cycles.
 */
void call_tree_fold(const struct call_tree *t, FILE *out);

#endif
