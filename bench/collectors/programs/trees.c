/* Binary trees, after Boehm's GCBench: a long-lived tree, and many short-lived ones of several depths, made from the
 * top through open nodes and from the bottom. */
#include "../measure.h"

enum { LONG_DEPTH = 12 - SIZE_SHIFT, SHORT_LEAST = 4, SHORT_MOST = 10 - SIZE_SHIFT, ROUNDS = 2 * WORK };
enum { LEFT, RIGHT };

static ref bottom_up(int depth) {
    if (depth == 0) return node(NONE, NONE);
    ref left = bottom_up(depth - 1);
    KEEP(left);
    ref right = bottom_up(depth - 1);
    RESTORE(left);
    return node(left, right);
}

/* Gives an open node its children, and theirs, then seals it. Like all of these, it keeps its argument. */
static void populate(int depth, ref top) {
    if (depth > 0) {
        KEEP(top);
        ref left = node_open();
        RESTORE(top);
        KEEP(top);
        KEEP(left);
        ref right = node_open();
        RESTORE(left);
        RESTORE(top);
        node_set(top, LEFT, left);
        node_set(top, RIGHT, right);
        KEEP(top);
        KEEP(right);
        populate(depth - 1, left);
        RESTORE(right);
        populate(depth - 1, right);
        RESTORE(top);
    }
    node_sealed(top);
}

static ref top_down(int depth) {
    ref top = node_open();
    KEEP(top);
    populate(depth, top);
    RESTORE(top);
    return top;
}

static uint32_t count(ref top) {
    return top == NONE ? 0 : 1 + count(node_child(top, LEFT)) + count(node_child(top, RIGHT));
}

static void tree_release(ref top) {
    if (!HEAP_RELEASES || top == NONE) return;
    tree_release(node_child(top, LEFT));
    tree_release(node_child(top, RIGHT));
    heap_release(top);
}

int main(void) {
    static ref long_lived[1];
    uint32_t check = 0;
    measure_begin();
    heap_roots(long_lived, 1);
    long_lived[0] = top_down(LONG_DEPTH);
    for (int round = 0; round < ROUNDS; round++)
        for (int depth = SHORT_LEAST; depth <= SHORT_MOST; depth += 2)
            for (int i = 0; i < 2 << (SHORT_MOST - depth); i++) {
                ref top = top_down(depth);
                check = checked(check, count(top));
                tree_release(top);
                top = bottom_up(depth);
                check = checked(check, count(top));
                tree_release(top);
            }
    check = checked(check, count(long_lived[0]));
    measure_end(check);
}
