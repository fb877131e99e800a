/* Persistent maps: up to 8 entries in a tuple of keys and values in order of entry, more in a 16-way hash trie (CHAMP).
 * Sets wrap a map from each element to itself. */
#ifndef LISP_CELLS_MAP_H
#define LISP_CELLS_MAP_H

#include "lisp/cells/value.h"

static inline bool is_map(val v) { return is_kind(v, KIND_MAP); }
static inline bool is_set(val v) { return is_kind(v, KIND_SET); }
val map_empty(void);
static inline uint32_t map_count(val m) { return (uint32_t)fixnum_value(cell_geti(m, MAP_COUNT)); }
val map_get(val m, val key, val otherwise);
val map_assoc(val m, val key, val value);
val map_dissoc(val m, val key);
val map_with_meta(val m, val meta);
/* The key as the map has it, or `otherwise`. */
val map_find_key(val m, val key, val otherwise);

val set_empty(void);
val set_from_map(val map, val meta);
static inline val set_map(val s) { return cell_geti(s, SET_MAP); }
static inline val set_meta(val s) { return cell_geti(s, SET_META); }
val set_conj(val s, val x);
val set_disj(val s, val x);

/* Goes through the entries of a map (of a set: of set_map). */
struct map_walk {
    val node[10];
    uint8_t entry[10], child[10];
    int depth;
};
void map_walk_start(struct map_walk *w, val map);
bool map_walk_next(struct map_walk *w, val *key, val *value);

#endif
