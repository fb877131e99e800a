/* Persistent binary search trees: inserted into, deleted from and compared, old versions staying as they were. */
#include "check.h"

enum { KEY, LEFT, RIGHT };

static ref node(ref key, ref left, ref right) {
    ref n = cell_new(KIND_NODE, 3);
    cell_seti(n, KEY, key);
    cell_seti(n, LEFT, left);
    cell_seti(n, RIGHT, right);
    return cell_seal(n);
}

static ref key_of(ref n) { return cell_geti(n, KEY); }
static ref left_of(ref n) { return cell_geti(n, LEFT); }
static ref right_of(ref n) { return cell_geti(n, RIGHT); }

static ref insert(ref tree, int32_t key) {
    if (tree == NIL) return node(fixnum(key), NIL, NIL);
    int32_t here = fixnum_value(key_of(tree));
    if (key == here) return tree;
    bool less = key < here;
    ref left = less ? insert(left_of(tree), key) : left_of(tree);
    ref right = less ? right_of(tree) : insert(right_of(tree), key);
    return node(key_of(tree), left, right);
}

static ref smallest(ref tree) {
    while (left_of(tree) != NIL) tree = left_of(tree);
    return key_of(tree);
}

static ref remove_key(ref tree, int32_t key) {
    if (tree == NIL) return NIL;
    int32_t here = fixnum_value(key_of(tree));
    ref left = left_of(tree), right = right_of(tree);
    if (key < here) return node(key_of(tree), remove_key(left, key), right);
    if (key > here) return node(key_of(tree), left, remove_key(right, key));
    if (left == NIL) return right;
    if (right == NIL) return left;
    ref next = smallest(right);
    return node(next, left, remove_key(right, fixnum_value(next)));
}

static bool contains(ref tree, int32_t key) {
    while (tree != NIL) {
        int32_t here = fixnum_value(key_of(tree));
        if (key == here) return true;
        tree = key < here ? left_of(tree) : right_of(tree);
    }
    return false;
}

/* Checks the order of keys and returns their number. */
static uint32_t check_order(ref tree, int32_t low, int32_t high) {
    if (tree == NIL) return 0;
    int32_t key = fixnum_value(key_of(tree));
    CHECK(key >= low && key <= high);
    return check_order(left_of(tree), low, key - 1) + 1 + check_order(right_of(tree), key + 1, high);
}

#define KEYS 128
#define VERSIONS 16

/* Makes each version from the one before, then looks at them all. */
static void grow(uint32_t *seed) {
    static ref versions[VERSIONS]; /* roots in .bss */
    static uint8_t present[VERSIONS][KEYS];
    for (int v = 0; v < VERSIONS; v++) versions[v] = NIL;
    for (int v = 1; v < VERSIONS; v++) {
        ref tree = versions[v - 1];
        for (int k = 0; k < KEYS; k++) present[v][k] = present[v - 1][k];
        for (int i = 0; i < 40; i++) {
            uint32_t key = random_next(seed) % KEYS;
            bool add = random_next(seed) % 3 != 0;
            tree = add ? insert(tree, (int32_t)key) : remove_key(tree, (int32_t)key);
            present[v][key] = add;
        }
        versions[v] = tree;
    }
    for (int v = 0; v < VERSIONS; v++) {
        uint32_t n = 0;
        for (int k = 0; k < KEYS; k++) {
            CHECK(contains(versions[v], k) == present[v][k]);
            n += present[v][k];
        }
        CHECK(check_order(versions[v], 0, KEYS - 1) == n);
    }
}

int main(void) {
    uint32_t seed = 77;
    collect_all_the_time(1500);
    for (int round = 0; round < 2; round++) grow(&seed);
    passed();
}
