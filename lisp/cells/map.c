/* Persistent maps and sets (map.h).
 *
 * A trie node is a KIND_NODE cell {entry bitmap, child bitmap, key, value, ..., child, ...}; four bits of the hash
 * select at each of levels 0 to 7. Below level 7 the whole hash is equal: a KIND_TUPLE of keys and values. */
#include "lisp/cells/map.h"
#include "lisp/cells/equal.h"

#define NODE_ENTRIES 0 /* the bits of slots that hold an entry, and of those that hold a child */
#define NODE_CHILDREN 1
#define NODE_FIRST 2 /* where the entries begin, which the children follow */
/* An entry, in a node or tuple. */
#define ENTRY_KEY 0
#define ENTRY_VALUE 1
#define ENTRY_WORDS 2

#define SMALL_MAX 8u
#define LEVEL_BITS 4u
#define LEVELS 8u

static val make(uint32_t count, val root, val meta) {
    val m = cell_new(KIND_MAP, MAP_WORDS);
    cell_seti(m, MAP_COUNT, fixnum((int32_t)count));
    cell_seti(m, MAP_ROOT, root);
    cell_seti(m, MAP_META, meta);
    return cell_seal(m);
}

val map_empty(void) { return make(0, NIL, NIL); }
static val meta_of(val m) { return cell_geti(m, MAP_META); }
val map_with_meta(val m, val meta) {
    val made = cell_copy(KIND_MAP, m, MAP_WORDS);
    cell_seti(made, MAP_META, meta);
    return cell_seal(made);
}

static val with_root(val m, uint32_t count, val root) {
    val made = cell_copy(KIND_MAP, m, MAP_WORDS);
    cell_seti(made, MAP_COUNT, fixnum((int32_t)count));
    cell_seti(made, MAP_ROOT, root);
    return cell_seal(made);
}

/* How many bits are set in each byte: those of pairs, of fours, of eights of bits are added up side by side. */
static uint32_t bits_of_bytes(uint32_t map) {
    map -= map >> 1 & 0x55555555;
    map = (map & 0x33333333) + (map >> 2 & 0x33333333);
    return (map + (map >> 4)) & 0x0f0f0f0f;
}
/* How many are set in a bitmap of 16 slots. */
static uint32_t bits(uint32_t map) {
    map = bits_of_bytes(map);
    return (map + (map >> 8)) & 0x1f;
}
static uint32_t bits_below(uint32_t map, uint32_t bit) { return bits(map & (bit - 1)); }
static uint32_t slot_bit(uint32_t hash, uint32_t level) { return 1u << (hash >> level * LEVEL_BITS & 15); }
static uint32_t entries_of(val node) { return (uint32_t)fixnum_value(cell_geti(node, NODE_ENTRIES)); }
static uint32_t children_of(val node) { return (uint32_t)fixnum_value(cell_geti(node, NODE_CHILDREN)); }
static void set_entries(val node, uint32_t slots) { cell_seti(node, NODE_ENTRIES, fixnum((int32_t)slots)); }
static void set_children(val node, uint32_t slots) { cell_seti(node, NODE_CHILDREN, fixnum((int32_t)slots)); }
/* Where the entry or the child of a slot stands, or would stand. */
static uint32_t entry_place(uint32_t entries, uint32_t bit) {
    return NODE_FIRST + ENTRY_WORDS * bits_below(entries, bit);
}
static uint32_t child_place(uint32_t entries, uint32_t children, uint32_t bit) {
    uint32_t both = bits_of_bytes(entries | (children & (bit - 1)) << 16); /* side by side, too */
    both += both >> 8;
    return NODE_FIRST + ENTRY_WORDS * (both & 0x1f) + (both >> 16 & 0x1f);
}
static void set_entry(val node, uint32_t at, val key, val value) {
    cell_set(node, at + ENTRY_KEY, key);
    cell_set(node, at + ENTRY_VALUE, value);
}

/* ---- tuples of keys and values ---- */

static uint32_t tuple_find(val tuple, val key) {
    uint32_t n = tuple == NIL ? 0 : cell_len(tuple);
    for (uint32_t i = 0; i < n; i += ENTRY_WORDS)
        if (cell_get(tuple, i + ENTRY_KEY) == key) return i;
    /* Interned keys equal themselves only. */
    if (is_kind(key, KIND_KEYWORD) || is_fixnum(key)) return ~0u;
    for (uint32_t i = 0; i < n; i += ENTRY_WORDS)
        if (equal(cell_get(tuple, i + ENTRY_KEY), key)) return i;
    return ~0u;
}

/* A copy in which word `at` is another. */
static val node_with(val node, uint32_t at, val word) {
    val n = cell_copy(KIND_NODE, node, cell_len(node));
    cell_set(n, at, word);
    return cell_seal(n);
}

static val tuple_with(val tuple, uint32_t at, val word) {
    val t = cell_copy(KIND_TUPLE, tuple, cell_len(tuple));
    cell_set(t, at, word);
    return cell_seal(t);
}

/* Words [start, end) of one cell go to others of a new one. */
static void move(val to, uint32_t place, val from, uint32_t start, uint32_t end) {
    for (uint32_t i = start; i < end; i++) cell_set(to, place++, cell_get(from, i));
}

/* A copy of a node in which `drop` words at `at` are left out and `add` ones come in (to be set). */
static val node_splice(val node, uint32_t at, uint32_t drop, uint32_t add) {
    uint32_t n = cell_len(node);
    val to = cell_copy(KIND_NODE, node, n - drop + add);
    move(to, at + add, node, at + drop, n);
    return to;
}

/* The same of a tuple without the entry there. */
static val tuple_without(val tuple, uint32_t at) {
    uint32_t n = cell_len(tuple);
    val to = cell_copy(KIND_TUPLE, tuple, n - ENTRY_WORDS);
    move(to, at, tuple, at + ENTRY_WORDS, n);
    return cell_seal(to);
}

static val tuple_assoc(val tuple, val key, val value, bool *added) {
    uint32_t at = tuple_find(tuple, key);
    if (at == ~0u) {
        *added = true;
        if (tuple == NIL) return cell_mk2(KIND_TUPLE, key, value);
        uint32_t n = cell_len(tuple);
        val t = cell_copy(KIND_TUPLE, tuple, n + ENTRY_WORDS);
        set_entry(t, n, key, value);
        return cell_seal(t);
    }
    if (cell_get(tuple, at + ENTRY_VALUE) == value) return tuple;
    return tuple_with(tuple, at + ENTRY_VALUE, value);
}

/* ---- trie ---- */

static val node_of_one(val key, val value, uint32_t hash, uint32_t level) {
    if (level == LEVELS) return cell_mk2(KIND_TUPLE, key, value);
    val node = cell_new(KIND_NODE, NODE_FIRST + ENTRY_WORDS);
    set_entries(node, slot_bit(hash, level));
    set_children(node, 0);
    cell_seti(node, NODE_FIRST + ENTRY_KEY, key);
    cell_seti(node, NODE_FIRST + ENTRY_VALUE, value);
    return cell_seal(node);
}

static val node_assoc(val root, val key, val value, uint32_t hash, uint32_t top, bool *added);

/* The node, of that level, has no child where the key belongs: it gets the entry itself, or a child for two of them. */
static val entry_assoc(val node, val key, val value, uint32_t hash, uint32_t level, bool *added) {
    uint32_t bit = slot_bit(hash, level), entries = entries_of(node), children = children_of(node);
    uint32_t at = entry_place(entries, bit);
    if (entries & bit) {
        val old = cell_get(node, at + ENTRY_KEY);
        if (equal(old, key)) {
            if (cell_get(node, at + ENTRY_VALUE) == value) return node;
            return node_with(node, at + ENTRY_VALUE, value);
        }
        val child = node_of_one(old, cell_get(node, at + ENTRY_VALUE), hash_of(old), level + 1);
        child = node_assoc(child, key, value, hash, level + 1, added);
        uint32_t words = cell_len(node), child_at = child_place(entries, children, bit);
        val n = cell_copy(KIND_NODE, node, words - ENTRY_WORDS + 1);
        set_entries(n, entries & ~bit);
        set_children(n, children | bit);
        move(n, at, node, at + ENTRY_WORDS, child_at);
        cell_set(n, child_at - ENTRY_WORDS, child);
        move(n, child_at - ENTRY_WORDS + 1, node, child_at, words);
        return cell_seal(n);
    }
    val n = node_splice(node, at, 0, ENTRY_WORDS);
    set_entries(n, entries | bit);
    set_entry(n, at, key, value);
    *added = true;
    return cell_seal(n);
}

/* The trie below a node of level `top` with the entry; the node itself if nothing changes. */
static val node_assoc(val root, val key, val value, uint32_t hash, uint32_t top, bool *added) {
    val node = root, path[LEVELS];
    uint8_t places[LEVELS];
    uint32_t level = top;
    for (; level < LEVELS; level++) {
        uint32_t bit = slot_bit(hash, level), children = children_of(node);
        if (!(children & bit)) break;
        uint32_t at = child_place(entries_of(node), children, bit);
        path[level] = node;
        places[level] = (uint8_t)at;
        node = cell_get(node, at);
    }
    val made =
        level == LEVELS ? tuple_assoc(node, key, value, added) : entry_assoc(node, key, value, hash, level, added);
    if (made == node) return root;
    while (level-- > top) made = node_with(path[level], places[level], made);
    return made;
}

/* The word index of the key's value in *node (which becomes the node that has it), or 0. */
static uint32_t node_find(val *node, val key, uint32_t hash) {
    for (uint32_t level = 0; level < LEVELS; level++) {
        uint32_t bit = slot_bit(hash, level), entries = entries_of(*node);
        if (entries & bit) {
            uint32_t at = entry_place(entries, bit);
            return equal(cell_get(*node, at + ENTRY_KEY), key) ? at + ENTRY_VALUE : 0;
        }
        uint32_t children = children_of(*node);
        if (!(children & bit)) return 0;
        *node = cell_get(*node, child_place(entries, children, bit));
    }
    uint32_t at = tuple_find(*node, key);
    return at == ~0u ? 0 : at + ENTRY_VALUE;
}

/* A node or tuple that holds one entry only, and no child. */
static bool is_single(val node, uint32_t level) {
    if (level == LEVELS) return cell_len(node) == ENTRY_WORDS;
    return cell_len(node) == NODE_FIRST + ENTRY_WORDS && children_of(node) == 0;
}

/* The key is there. A child that is left with one entry is pulled up, so that tries of equal maps are alike. The result
 * may be a node without entries at the root only. */
static val node_dissoc(val node, val key, uint32_t hash, uint32_t level) {
    if (level == LEVELS) return tuple_without(node, tuple_find(node, key));
    uint32_t bit = slot_bit(hash, level), entries = entries_of(node), children = children_of(node);
    uint32_t at = entry_place(entries, bit);
    if (entries & bit) {
        val n = node_splice(node, at, ENTRY_WORDS, 0);
        set_entries(n, entries & ~bit);
        return cell_seal(n);
    }
    uint32_t child_at = child_place(entries, children, bit);
    val child = node_dissoc(cell_get(node, child_at), key, hash, level + 1);
    if (!is_single(child, level + 1)) return node_with(node, child_at, child);
    uint32_t words = cell_len(node), first = level + 1 == LEVELS ? 0 : NODE_FIRST;
    val n = cell_copy(KIND_NODE, node, words + ENTRY_WORDS - 1);
    set_entries(n, entries | bit);
    set_children(n, children & ~bit);
    set_entry(n, at, cell_get(child, first + ENTRY_KEY), cell_get(child, first + ENTRY_VALUE));
    move(n, at + ENTRY_WORDS, node, at, child_at);
    move(n, child_at + ENTRY_WORDS, node, child_at + 1, words);
    return cell_seal(n);
}

/* ---- maps ---- */

/* Word index of the key's value in *holder, or 0. */
static uint32_t find(val m, val key, val *holder) {
    val root = cell_geti(m, MAP_ROOT);
    *holder = root;
    if (root == NIL) return 0;
    if (is_kind(root, KIND_TUPLE)) {
        uint32_t at = tuple_find(root, key);
        return at == ~0u ? 0 : at + ENTRY_VALUE;
    }
    return node_find(holder, key, hash_of(key));
}

val map_get(val m, val key, val otherwise) {
    val holder;
    uint32_t at = find(m, key, &holder);
    return at ? cell_get(holder, at) : otherwise;
}

val map_find_key(val m, val key, val otherwise) {
    val holder;
    uint32_t at = find(m, key, &holder);
    return at ? cell_get(holder, at - ENTRY_VALUE + ENTRY_KEY) : otherwise;
}

val map_assoc(val m, val key, val value) {
    uint32_t count = map_count(m);
    val root = cell_geti(m, MAP_ROOT), old = root;
    bool added = false;
    if (count < SMALL_MAX || (count == SMALL_MAX && is_kind(root, KIND_TUPLE) && tuple_find(root, key) != ~0u)) {
        if (root != NIL && !is_kind(root, KIND_TUPLE))
            root = node_assoc(root, key, value, hash_of(key), 0, &added);
        else
            root = tuple_assoc(root, key, value, &added);
    } else {
        if (is_kind(root, KIND_TUPLE)) {
            val tuple = root;
            val first = cell_geti(tuple, ENTRY_KEY);
            root = node_of_one(first, cell_geti(tuple, ENTRY_VALUE), hash_of(first), 0);
            for (uint32_t i = ENTRY_WORDS; i < cell_len(tuple); i += ENTRY_WORDS) {
                val k = cell_get(tuple, i + ENTRY_KEY);
                root = node_assoc(root, k, cell_get(tuple, i + ENTRY_VALUE), hash_of(k), 0, &added);
            }
            added = false;
        }
        root = node_assoc(root, key, value, hash_of(key), 0, &added);
    }
    return root == old ? m : with_root(m, count + added, root);
}

val map_dissoc(val m, val key) {
    val holder, root = cell_geti(m, MAP_ROOT);
    if (!find(m, key, &holder)) return m;
    uint32_t count = map_count(m) - 1;
    if (!count) return make(0, NIL, meta_of(m));
    if (is_kind(root, KIND_TUPLE))
        root = tuple_without(root, tuple_find(root, key));
    else
        root = node_dissoc(root, key, hash_of(key), 0);
    return with_root(m, count, root);
}

/* ---- walk ---- */

void map_walk_start(struct map_walk *w, val map) {
    w->depth = 0;
    w->node[0] = cell_geti(map, MAP_ROOT);
    w->entry[0] = w->child[0] = 0;
    if (w->node[0] == NIL) w->depth = -1;
}

bool map_walk_next(struct map_walk *w, val *key, val *value) {
    while (w->depth >= 0) {
        val node = w->node[w->depth];
        bool tuple = is_kind(node, KIND_TUPLE);
        uint32_t first = tuple ? 0 : NODE_FIRST,
                 entries = tuple ? cell_len(node) / ENTRY_WORDS : bits(entries_of(node));
        uint32_t i = w->entry[w->depth];
        if (i < entries) {
            *key = cell_get(node, first + ENTRY_WORDS * i + ENTRY_KEY);
            *value = cell_get(node, first + ENTRY_WORDS * i + ENTRY_VALUE);
            w->entry[w->depth]++;
            return true;
        }
        uint32_t child = first + ENTRY_WORDS * entries + w->child[w->depth];
        if (child < cell_len(node)) {
            w->child[w->depth]++;
            w->depth++;
            w->node[w->depth] = cell_get(node, child);
            w->entry[w->depth] = w->child[w->depth] = 0;
        } else {
            w->depth--;
        }
    }
    return false;
}

/* ---- sets ---- */

val set_from_map(val map, val meta) { return cell_mk2(KIND_SET, map, meta); }
val set_empty(void) { return set_from_map(map_empty(), NIL); }

val set_conj(val s, val x) {
    val map = set_map(s), old = map_find_key(map, x, ABSENT);
    return old == ABSENT ? set_from_map(map_assoc(map, x, x), set_meta(s)) : s;
}

val set_disj(val s, val x) {
    val map = map_dissoc(set_map(s), x);
    return map == set_map(s) ? s : set_from_map(map, set_meta(s));
}
