/* Snapshots with a deadline, as a skew heap (Sleator and Tarjan, "Self-adjusting heaps", 1986): nodes {token, atom of
 * the left node or nil, atom of the right one}, no node's deadline before that of the node above. Taking the first off
 * and joining change atoms only, since the kernel does that for all processes, and none of them could see that memory
 * has run out. A snapshot that is answered before its time stays in until as many such are in as others; then all are
 * taken out. */
#include "kernel/process/process.h"
#include "kernel/process/scheduler.h"
#include "lisp/cells/atom.h"
#include "lisp/cells/number.h"

#define NODE_TOKEN 0
#define NODE_LEFT 1
#define NODE_RIGHT 2

#define STALE_MIN 16u /* fewer are not worth the work */

static val root = NIL;
static uint32_t nodes, stale;

static uint64_t deadline_of(val node) {
    return (uint64_t)integer_value(cell_geti(cell_geti(node, NODE_TOKEN), SNAPSHOT_DEADLINE));
}

/* Goes down the right sides of both, as merging sorted lists; what follows a node is put to its left, and what was to
 * its left comes to its right. */
static val merge(val a, val b) {
    val top = NIL, above = NIL; /* above: the atom for what comes next */
    for (;;) {
        if (is_nil(a) || (!is_nil(b) && deadline_of(b) < deadline_of(a))) {
            val other = a;
            a = b;
            b = other;
        }
        if (is_nil(above))
            top = a;
        else
            atom_write(above, a);
        if (is_nil(b)) return top;
        above = cell_geti(a, NODE_LEFT);
        a = atom_write(cell_geti(a, NODE_RIGHT), atom_get(above));
    }
}

static val without_root(val node) {
    return merge(atom_write(cell_geti(node, NODE_LEFT), NIL), atom_write(cell_geti(node, NODE_RIGHT), NIL));
}

static void purge(void) {
    val old = root, kept = NIL;
    nodes = stale = 0;
    while (!is_nil(old)) {
        val node = old;
        old = without_root(node);
        if (!process_waits(cell_geti(node, NODE_TOKEN))) continue;
        kept = merge(node, kept);
        nodes++;
    }
    root = kept;
}

void timers_clear(void) {
    root = NIL;
    nodes = stale = 0;
}

uint64_t timers_next(void) { return nodes ? deadline_of(root) : SCHEDULER_NEVER; }

void timers_add(val token) {
    if (stale > STALE_MIN && stale > nodes / 2) purge();
    val node = cell_new(KIND_TUPLE, 3);
    cell_seti(node, NODE_TOKEN, token);
    cell_seti(node, NODE_LEFT, atom_new(NIL));
    cell_seti(node, NODE_RIGHT, atom_new(NIL));
    root = merge(cell_seal(node), root);
    nodes++;
}

void timers_wake(uint64_t now) {
    while (nodes && deadline_of(root) <= now) {
        val token = cell_geti(root, NODE_TOKEN);
        root = without_root(root);
        nodes--;
        if (process_waits(token))
            process_expire(token);
        else
            stale--;
    }
}

void timers_forgotten(void) { stale++; }

void timers_roots(val *roots) {
    roots[0] = root;
    roots[1] = fixnum((int32_t)nodes);
    roots[2] = fixnum((int32_t)stale);
}

void timers_set_roots(const val *roots) {
    root = roots[0];
    nodes = (uint32_t)fixnum_value(roots[1]);
    stale = (uint32_t)fixnum_value(roots[2]);
}
