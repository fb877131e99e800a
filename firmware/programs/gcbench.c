/* Binary trees, after Boehm's GCBench: a long-lived tree and array, and many short-lived trees of several depths, made
 * from the top (through open nodes) and from the bottom. A collector benchmark. */
#include "bench.h"

#define DEPTH_MIN 3
#define DEPTH_MAX 7
#define DEPTH_LONG 8
#define ARRAY 300

enum { LEFT, RIGHT };

static ref bottom_up(int depth) {
    if (depth == 0) return cell_mk2(KIND_NODE, NIL, NIL);
    ref left = bottom_up(depth - 1);
    return cell_mk2(KIND_NODE, left, bottom_up(depth - 1));
}

/* Fills an open node, then seals it. */
static void populate(int depth, ref node) {
    if (depth > 0) {
        ref left = cell_new(KIND_NODE, 2), right = cell_new(KIND_NODE, 2);
        cell_seti(node, LEFT, left);
        cell_seti(node, RIGHT, right);
        populate(depth - 1, left);
        populate(depth - 1, right);
    }
    cell_seal(node);
}

static uint32_t count(ref node) {
    return node == NIL ? 0 : 1 + count(cell_geti(node, LEFT)) + count(cell_geti(node, RIGHT));
}

int main(void) {
    bench_begin();
    ref long_lived = cell_new(KIND_NODE, 2);
    populate(DEPTH_LONG, long_lived);
    ref array = cell_new(KIND_VECTOR, ARRAY);
    for (uint32_t i = 0; i < ARRAY; i++) cell_set(array, i, cell_mk1(KIND_BOX, fixnum((int32_t)i)));
    for (int work = 0; work < WORK; work++)
        for (int depth = DEPTH_MIN; depth <= DEPTH_MAX; depth += 2)
            for (int i = 0; i < 1 << (DEPTH_MAX - depth); i++) {
                ref top = cell_new(KIND_NODE, 2);
                populate(depth, top);
                CHECK(count(top) == (2u << depth) - 1);
                CHECK(count(bottom_up(depth)) == (2u << depth) - 1);
            }
    CHECK(count(long_lived) == (2u << DEPTH_LONG) - 1);
    for (uint32_t i = 0; i < ARRAY; i++) CHECK(cell_geti(cell_get(array, i), 0) == fixnum((int32_t)i));
    bench_end("trees");
    passed();
}
