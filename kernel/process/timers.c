/* Snapshots with a deadline, as a leftist heap: nodes {rank, deadline, token, left, right} or nil, the earliest
 * deadline at the root, the way to nil along the right never longer than along the left, so about log2 of the nodes. A
 * snapshot that is answered before its time stays in until as many such are in as others; then all are taken out. */
#include "error.h"
#include "number.h"
#include "process.h"
#include "scheduler.h"

#define NODE_RANK 0
#define NODE_DEADLINE 1
#define NODE_TOKEN 2
#define NODE_LEFT 3
#define NODE_RIGHT 4

#define STALE_MIN 16u /* fewer are not worth the work */

static val root = NIL;
static uint32_t nodes, stale;

static uint64_t deadline_of(val node) { return (uint64_t)integer_value(cell_geti(node, NODE_DEADLINE)); }
static int32_t rank(val node) { return is_nil(node) ? 0 : fixnum_value(cell_geti(node, NODE_RANK)); }

static val join_node(val top, val a, val b) {
    val node = cell_new(KIND_TUPLE, 5);
    bool swap = rank(a) < rank(b);
    cell_seti(node, NODE_RANK, fixnum(rank(swap ? a : b) + 1));
    cell_seti(node, NODE_DEADLINE, cell_geti(top, NODE_DEADLINE));
    cell_seti(node, NODE_TOKEN, cell_geti(top, NODE_TOKEN));
    cell_seti(node, NODE_LEFT, swap ? b : a);
    cell_seti(node, NODE_RIGHT, swap ? a : b);
    return cell_seal(node);
}

/* As deep in C as the two ways along the right are long. */
static val merge(val a, val b) {
    if (is_nil(a)) return b;
    if (is_nil(b)) return a;
    val top = deadline_of(a) <= deadline_of(b) ? a : b, other = top == a ? b : a;
    return join_node(top, cell_geti(top, NODE_LEFT), merge(cell_geti(top, NODE_RIGHT), other));
}

static val without_root(val node) { return merge(cell_geti(node, NODE_LEFT), cell_geti(node, NODE_RIGHT)); }

static val with(val node, val token) {
    val one = cell_new(KIND_TUPLE, 5);
    cell_seti(one, NODE_RANK, fixnum(1));
    cell_seti(one, NODE_DEADLINE, cell_geti(token, SNAPSHOT_DEADLINE));
    cell_seti(one, NODE_TOKEN, token);
    return merge(cell_seal(one), node);
}

static void purge(void) {
    val old = root, kept = NIL;
    uint32_t count = 0;
    for (; !is_nil(old); old = without_root(old)) {
        val token = cell_geti(old, NODE_TOKEN);
        lisp_poll();
        if (!process_waits(token)) continue;
        kept = with(kept, token);
        count++;
    }
    root = kept;
    nodes = count;
    stale = 0;
}

void timers_clear(void) {
    root = NIL;
    nodes = stale = 0;
}

uint64_t timers_next(void) { return nodes ? deadline_of(root) : SCHEDULER_NEVER; }

void timers_add(val token) {
    if (stale > STALE_MIN && stale > nodes / 2) purge();
    root = with(root, token);
    nodes++;
}

void timers_wake(uint64_t now) {
    while (nodes && deadline_of(root) <= now) {
        lisp_poll();
        val token = cell_geti(root, NODE_TOKEN), rest = without_root(root);
        root = rest;
        nodes--;
        if (process_waits(token))
            process_expire(token);
        else
            stale--;
    }
}

void timers_forgotten(void) { stale++; }
