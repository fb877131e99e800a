/* A persistent hash map from strings to values: a trie of 8-way nodes with string cells as keys. Exercises raw cells,
 * bytes, and nodes filled while open. */
#include "check.h"
#include <string.h>

#define WAYS 8
#define BITS 3

static ref string(const char *s) {
    uint32_t n = 0;
    while (s[n]) n++;
    ref cell = cell_new(KIND_STRING, n);
    for (uint32_t i = 0; i < n; i++) cell_set_byte(cell, i, (uint8_t)s[i]);
    return cell_seal(cell);
}

static uint32_t hash(ref s) {
    uint32_t h = 2166136261u, n = cell_len(s);
    for (uint32_t i = 0; i < n; i++) h = (h ^ cell_byte(s, i)) * 16777619u;
    return h ^ h >> 15;
}

static bool equal(ref a, ref b) {
    uint32_t n = cell_len(a);
    if (n != cell_len(b)) return false;
    for (uint32_t i = 0; i < n; i++)
        if (cell_byte(a, i) != cell_byte(b, i)) return false;
    return true;
}

/* A node with one slot replaced; NIL stands for an empty node. */
static ref with_slot(ref node, uint32_t slot, ref value) {
    ref copy = cell_new(KIND_NODE, WAYS);
    for (uint32_t i = 0; i < WAYS; i++)
        if (i == slot)
            cell_set(copy, i, value);
        else if (node != NIL)
            cell_set(copy, i, cell_get(node, i));
    return cell_seal(copy);
}

/* A leaf is a list of (key . value), for keys whose hashes agree so far as they are used. */
static ref leaf_with(ref leaf, ref key, ref value) {
    if (leaf == NIL) return cons(cons(key, value), NIL);
    if (equal(car(car(leaf)), key)) return cons(cons(key, value), cdr(leaf));
    return cons(car(leaf), leaf_with(cdr(leaf), key, value));
}

static ref put(ref node, uint32_t h, uint32_t depth, ref key, ref value) {
    if (depth == 3) return leaf_with(node, key, value);
    uint32_t slot = h % WAYS;
    ref below = node == NIL ? NIL : cell_get(node, slot);
    return with_slot(node, slot, put(below, h >> BITS, depth + 1, key, value));
}

static ref lookup(ref node, ref key) {
    uint32_t h = hash(key);
    for (uint32_t depth = 0; depth < 3 && node != NIL; depth++, h >>= BITS) node = cell_get(node, h % WAYS);
    for (; node != NIL; node = cdr(node))
        if (equal(car(car(node)), key)) return cdr(car(node));
    return NIL;
}

static const char *name(uint32_t i) {
    static char text[16];
    uint32_t n = 0;
    do {
        text[n++] = (char)('a' + i % 26);
        i /= 26;
    } while (i);
    text[n++] = '-';
    text[n] = 0;
    return text;
}

static void fill_and_look_up(void) {
    ref map = NIL, half = NIL;
    for (uint32_t i = 0; i < 120; i++) {
        if (i == 60) half = map;
        ref key = string(name(i));
        map = put(map, hash(key), 0, key, cons(fixnum((int32_t)i), key));
    }
    for (uint32_t i = 0; i < 120; i++) {
        ref key = string(name(i)), found = lookup(map, key), before = lookup(half, key);
        CHECK(found != NIL && fixnum_value(car(found)) == (int32_t)i && equal(cdr(found), key));
        CHECK(i < 60 ? before == found : before == NIL);
    }
    ref key = string(name(7));
    map = put(map, hash(key), 0, key, fixnum(-7));
    CHECK(lookup(map, key) == fixnum(-7) && lookup(half, key) != fixnum(-7));
}

/* Overwrites what earlier calls have left below: the next ones' frames would keep it alive in their unset variables. */
__attribute__((noinline)) static void wipe_stack(void) {
    uint32_t words[256];
    memset(words, 0, sizeof words);
    __asm__ volatile("" : : "r"(words) : "memory");
}

int main(void) {
    collect_all_the_time(1800);
    for (int round = 0; round < ROUNDS(2); round++) {
        fill_and_look_up();
        wipe_stack();
    }
    passed();
}
